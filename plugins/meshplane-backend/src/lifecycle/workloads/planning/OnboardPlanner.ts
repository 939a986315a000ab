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

import { InputError } from '@backstage/errors';
import type { OperationInput } from '@meshplane/plugin-meshplane-common';
import type {
  OperationPlanner,
  PlanContext,
  PlannedOperation,
} from '../../../operations/model';
import { counted, finding } from '../checks/finding';
import {
  inventoryState,
  podsAreRefused,
  targetMesh,
} from '../checks/meshChecks';
import { namespaceState, otherMeshes } from '../checks/namespaceChecks';
import {
  optOuts,
  sidecarLimits,
  unmanagedPods,
  unreadableKinds,
  withObstacles,
} from '../checks/workloadChecks';
import type { PlanningDeps } from '../deps';
import { readNamespaceFacts, workloadName } from '../facts/NamespaceFacts';
import { KubeClient } from '../kube/KubeClient';
import type { LiveWorkload } from '../kube/shapes';
import { isEmpty, mergeMarks, noMarks, type Marks } from '../marks/marks';
import { askedBy, needsRestart, onMarks } from '../marks/onboarding';
import { assemble } from './assemble';
import { changeOf, restartable, type WorkloadChange } from './change';
import { digestOf, meshFacts, workloadFacts } from './fingerprint';
import { CoverageLookup } from './restartReasons';
import { requireMesh, requireWorkload, type TargetMesh } from './target';
import { waypointMarks } from './waypoint';

type Input = OperationInput<'workload.onboard'>;

/** Brings a namespace or a workload onto a mesh. */
export class OnboardPlanner implements OperationPlanner<'workload.onboard'> {
  readonly kind = 'workload.onboard' as const;
  readonly #deps: PlanningDeps;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    const target = requireMesh(this.#deps, context, input.mesh);
    const { mesh, definition, clusterReport } = target;
    if (definition.lifecycle.state === 'ended') {
      throw new InputError(
        `${definition.displayName} has ended: nothing is brought onto "${mesh.id}" any more`,
      );
    }
    const client = new KubeClient(context.connection, context.signal);
    const facts = await readNamespaceFacts(client, input.namespace);
    const only = input.workload && requireWorkload(facts, input.workload);
    const wanted = only
      ? this.#workloadMarks(only, input, target)
      : this.#namespaceMarks(facts, input, target);
    const reached = only ? [only] : facts.workloads;
    const members = reached.filter(
      workload =>
        !workload.spec.template.spec.hostNetwork &&
        (only !== undefined ||
          askedBy(definition, 'workload', workload.spec.template.metadata) !==
            false),
    );
    const coverage = new CoverageLookup(clusterReport.report);
    const pending = needsRestart(definition)
      ? restartable(members).filter(one => !coverage.isSettledOn(one, mesh.id))
      : [];
    const change = changeOf(facts, {
      ...wanted,
      restarts: new Map(
        input.restart
          ? pending.map(one => [
              one,
              coverage.restartReason(one) ??
                'pods get the proxy when they are made',
            ])
          : [],
      ),
    });
    const later = pending.filter(one => !change.restarts.has(one));
    const where = only ? workloadName(only) : `namespace "${input.namespace}"`;
    return assemble(
      {
        title: `Bring ${where} onto ${mesh.displayName}`,
        summary: summaryOf(change, mesh.displayName, where),
        definition: definition.id,
        facts,
        change,
        pace: input.pace,
        waypoint: input.waypoint,
        findings: [
          ...namespaceState(facts, clusterReport.systemNamespaces),
          ...targetMesh(mesh, definition),
          ...podsAreRefused(clusterReport.report, [mesh.id]),
          ...otherMeshes(
            only ? { ...facts, workloads: [only] } : facts,
            this.#deps.definitions,
            [definition.id],
            clusterReport.report,
          ),
          ...inventoryState(clusterReport.snapshot),
          ...sidecarLimits(reached, definition),
          ...(only ? [] : optOuts(facts.workloads, definition)),
          ...(only || !needsRestart(definition) ? [] : unmanagedPods(facts)),
          ...withObstacles(members),
          ...unreadableKinds(facts),
          ...templateRollout(change, input.restart),
          ...restartLater(later),
        ],
        verify: {
          definition: definition.id,
          mesh: mesh.id,
          expect: later.length > 0 && !only ? 'asked' : 'on',
          workloads: restartable(members).map(({ kind, metadata }) => ({
            kind,
            name: metadata.name,
          })),
        },
        fingerprint: this.#fingerprintOf(facts, reached, target),
      },
      client,
      context,
      this.#deps,
    );
  }

  async fingerprint(input: Input, context: PlanContext): Promise<string> {
    const target = requireMesh(this.#deps, context, input.mesh);
    const client = new KubeClient(context.connection, context.signal);
    const facts = await readNamespaceFacts(client, input.namespace);
    const only = input.workload && requireWorkload(facts, input.workload);
    return this.#fingerprintOf(facts, only ? [only] : facts.workloads, target);
  }

  #fingerprintOf(
    { namespace }: { namespace: Parameters<typeof workloadFacts>[0] },
    workloads: readonly LiveWorkload[],
    { mesh }: TargetMesh,
  ): string {
    return digestOf([
      meshFacts(mesh),
      workloadFacts(namespace, workloads, this.#deps.definitions),
    ]);
  }

  #workloadMarks(
    workload: LiveWorkload,
    { revision, waypoint }: Input,
    { mesh, definition }: TargetMesh,
  ) {
    const marks = onMarks(
      definition,
      mesh,
      'workload',
      workload.spec.template.metadata,
      revision,
    );
    if (!marks) {
      throw new InputError(
        `${definition.displayName} is chosen for whole namespaces only: leave out "workload" ("${workload.metadata.name}")`,
      );
    }
    const all = mergeMarks(
      marks,
      waypointMarks(definition, 'workload', waypoint),
    );
    return {
      namespaceMarks: noMarks(),
      templates: new Map([[workload, all]]),
    };
  }

  #namespaceMarks(
    { namespace, workloads }: Awaited<ReturnType<typeof readNamespaceFacts>>,
    { revision, waypoint }: Input,
    { mesh, definition }: TargetMesh,
  ): { namespaceMarks: Marks; templates?: ReadonlyMap<LiveWorkload, Marks> } {
    const marks = onMarks(
      definition,
      mesh,
      'namespace',
      namespace.metadata,
      revision,
    );
    if (marks) {
      return {
        namespaceMarks: mergeMarks(
          marks,
          waypointMarks(definition, 'namespace', waypoint),
        ),
      };
    }
    // A mesh without a mark for namespaces is asked for by each workload.
    const templates = new Map<LiveWorkload, Marks>();
    for (const workload of workloads) {
      const current = workload.spec.template.metadata;
      if (askedBy(definition, 'workload', current) !== undefined) continue;
      if (workload.spec.template.spec.hostNetwork) continue;
      const own = onMarks(definition, mesh, 'workload', current, revision);
      if (own) templates.set(workload, own);
    }
    return { namespaceMarks: noMarks(), templates };
  }
}

function templateRollout(change: WorkloadChange, restart: boolean) {
  return !restart && change.templates.size > 0
    ? [
        finding(
          'template-rollout',
          'warning',
          'Changed pod templates replace their pods at once',
          'Kubernetes rolls a changed template out by itself, so these workloads are restarted although no restart was asked for.',
          { evidence: [...change.templates.keys()].map(workloadName) },
        ),
      ]
    : [];
}

function restartLater(later: readonly LiveWorkload[]) {
  return later.length === 0
    ? []
    : [
        finding(
          'restart-later',
          'warning',
          'Workloads stay as they are until they are restarted',
          `${counted(
            later.length,
            'workload',
          )} would need a restart, which was not asked for.`,
          {
            evidence: later.map(workloadName),
            remedy: 'Restart them later from the page of the namespace.',
          },
        ),
      ];
}

function summaryOf(
  change: WorkloadChange,
  mesh: string,
  where: string,
): string {
  const parts = [
    ...(isEmpty(change.namespaceMarks) ? [] : ['marks the namespace']),
    ...(change.templates.size === 0
      ? []
      : [`changes ${counted(change.templates.size, 'pod template')}`]),
    ...(change.restarts.size === 0
      ? []
      : [`restarts ${counted(change.restarts.size, 'workload')}`]),
  ];
  return parts.length === 0
    ? `${where} is set up for ${mesh} already.`
    : `${parts.join(', ')}, then looks at the coverage.`.replace(/^./, first =>
        first.toUpperCase(),
      );
}
