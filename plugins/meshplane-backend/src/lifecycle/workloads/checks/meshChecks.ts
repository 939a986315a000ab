/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import type {
  MeshDefinition,
  MeshInstance,
  MeshReport,
  Reason,
} from '@meshplane/meshes';
import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import type { InventorySnapshot } from '../../../inventory/Inventory';
import { finding } from './finding';

const DEAD_INJECTOR = new Set(['dead-injector', 'leftover-dead-injector']);
const INJECTOR_PROBLEMS = new Set([
  'webhook-service-missing',
  'webhook-unanswered',
  'webhook-ca-missing',
]);

/** Every reason that a mesh and its components carry. */
function reasonsOf({ reasons, components }: MeshInstance): Reason[] {
  return [...reasons, ...components.flatMap(one => one.reasons)];
}

/** Whether the mesh that pods are to come onto can take them. */
export function targetMesh(
  mesh: MeshInstance,
  definition: MeshDefinition,
): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  const reasons = reasonsOf(mesh);
  const injector = reasons.filter(({ code }) => INJECTOR_PROBLEMS.has(code));
  const dead = reasons.filter(({ code }) => DEAD_INJECTOR.has(code));
  if (
    definition.proxy.type === 'sidecar' &&
    dead.length + injector.length > 0
  ) {
    findings.push(
      finding(
        'injector',
        dead.length > 0 ||
          injector.some(({ code }) => code !== 'webhook-ca-missing')
          ? 'blocking'
          : 'warning',
        'The sidecar injector does not answer',
        'New pods would be refused, or would come up without a proxy.',
        {
          evidence: textsOf([...dead, ...injector]),
          remedy: `Bring the control plane of ${mesh.displayName} back first.`,
        },
      ),
    );
  } else if (definition.proxy.type === 'sidecar') {
    findings.push(
      finding(
        'injector',
        'passed',
        'The sidecar injector answers',
        `The webhooks of ${mesh.displayName} have somebody behind them.`,
      ),
    );
  }
  findings.push(health(mesh), ...support(mesh, definition));
  const agents = mesh.components.filter(
    ({ role, desired = 0, ready = 0 }) =>
      (role === 'data-plane' || role === 'cni') && ready < desired,
  );
  if (definition.proxy.type === 'node' && agents.length > 0) {
    findings.push(
      finding(
        'node-agents',
        'warning',
        'Node agents are not ready everywhere',
        'Pods on nodes without a ready agent are not captured.',
        {
          evidence: agents.map(
            ({ object, ready = 0, desired = 0 }) =>
              `${object.kind} ${object.namespace}/${object.name}: ${ready} of ${desired} ready`,
          ),
          remedy: 'Look at the agents on the nodes where they are missing.',
        },
      ),
    );
  }
  if (mesh.management.readOnly) {
    findings.push(
      finding(
        'mesh-read-only',
        'info',
        'The mesh itself is managed elsewhere',
        `${mesh.management.text}. Namespaces and workloads can still be brought onto it; the installation is not touched.`,
      ),
    );
  }
  return findings;
}

function health(mesh: MeshInstance): PreflightFinding {
  const evidence = textsOf(
    reasonsOf(mesh).filter(({ severity }) => severity !== 'info'),
  );
  if (mesh.health === 'healthy') {
    return finding(
      'mesh-health',
      'passed',
      'The control plane is healthy',
      `${mesh.displayName} ${mesh.version ?? ''} is ready.`,
    );
  }
  const unhealthy = mesh.health === 'unhealthy';
  return finding(
    'mesh-health',
    unhealthy ? 'blocking' : 'warning',
    unhealthy ? 'The mesh is unhealthy' : 'The mesh is not quite healthy',
    `The state of ${mesh.displayName} is "${mesh.health}".`,
    { evidence, remedy: 'See the Mesh page for what it lacks.' },
  );
}

function support(
  mesh: MeshInstance,
  { lifecycle }: MeshDefinition,
): PreflightFinding[] {
  if (mesh.support.state !== 'ended' || lifecycle.state === 'ended') return [];
  return [
    finding(
      'mesh-support',
      'warning',
      'This version of the mesh is out of support',
      mesh.support.text,
      { remedy: 'Upgrade the mesh before more workloads depend on it.' },
    ),
  ];
}

/** Injectors of any mesh that refuse new pods: whatever is restarted would not come back. */
export function podsAreRefused(
  { meshes, reasons = [] }: Pick<MeshReport, 'meshes'> & { reasons?: Reason[] },
  except: readonly string[],
): PreflightFinding[] {
  const dead = meshes
    .filter(({ id }) => !except.includes(id))
    .flatMap(reasonsOf)
    .concat(reasons)
    .filter(({ code }) => DEAD_INJECTOR.has(code));
  return dead.length === 0
    ? []
    : [
        finding(
          'pods-refused',
          'warning',
          'Another injector that nobody answers refuses new pods',
          'If it selects pods of this namespace, a restarted workload does not come back.',
          {
            evidence: textsOf(dead),
            remedy:
              'Bring that control plane back, or remove its webhook configuration.',
          },
        ),
      ];
}

/** Whether the inventory, on which coverage rests, can be trusted. */
export function inventoryState({
  info,
}: InventorySnapshot): PreflightFinding[] {
  return info.completeness === 'complete'
    ? []
    : [
        finding(
          'inventory',
          'warning',
          'The inventory of the cluster is not complete',
          `Its state is "${info.completeness}": which workloads have to be restarted, and the coverage afterwards, may be wrong.`,
          { remedy: 'See the page of the cluster for what cannot be read.' },
        ),
      ];
}

/** The workloads that a report sees on a mesh. */
export function membersOf(
  { workloads }: Pick<MeshReport, 'workloads'>,
  namespace: string,
  meshId: string,
): MeshReport['workloads'] {
  return workloads.filter(
    ({ workload, meshes }) =>
      workload.namespace === namespace && meshes.includes(meshId),
  );
}

function textsOf(reasons: readonly Reason[]): string[] {
  return [...new Set(reasons.map(({ text }) => text))];
}
