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
import { inventoryState, podsAreRefused } from '../checks/meshChecks';
import { namespaceState } from '../checks/namespaceChecks';
import {
  unmanagedPods,
  unreadableKinds,
  withObstacles,
} from '../checks/workloadChecks';
import type { PlanningDeps } from '../deps';
import {
  readNamespaceFacts,
  workloadName,
  type NamespaceFacts,
} from '../facts/NamespaceFacts';
import { KubeClient } from '../kube/KubeClient';
import type { LiveWorkload } from '../kube/shapes';
import { isEmpty, noMarks, type Marks } from '../marks/marks';
import {
  askedBy,
  needsRestart,
  optOutMarks,
  removeOnMarks,
} from '../marks/onboarding';
import { assemble } from './assemble';
import { changeOf, restartable } from './change';
import { digestOf, meshFacts, workloadFacts } from './fingerprint';
import { CoverageLookup } from './restartReasons';
import { requireMesh, requireWorkload, type TargetMesh } from './target';

type Input = OperationInput<'workload.offboard'>;

/** Takes a namespace or a workload off a mesh. */
export class OffboardPlanner implements OperationPlanner<'workload.offboard'> {
  readonly kind = 'workload.offboard' as const;
  readonly #deps: PlanningDeps;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    const target = requireMesh(this.#deps, context, input.mesh);
    const { mesh, definition, clusterReport } = target;
    const client = new KubeClient(context.connection, context.signal);
    const facts = await readNamespaceFacts(client, input.namespace);
    const only = input.workload && requireWorkload(facts, input.workload);
    const wanted = only
      ? workloadOff(only, facts, target)
      : namespaceOff(facts, target);
    const reached = only ? [only] : facts.workloads;
    const coverage = new CoverageLookup(clusterReport.report);
    const members = reached.filter(one => coverage.mayBeOn(one, mesh.id));
    const pending = needsRestart(definition) ? restartable(members) : [];
    const change = changeOf(facts, {
      ...wanted,
      restarts: new Map(
        input.restart
          ? pending.map(one => [one, 'pods lose the proxy when they are made'])
          : [],
      ),
    });
    const later = pending.filter(one => !change.restarts.has(one));
    const where = only ? workloadName(only) : `namespace "${input.namespace}"`;
    const strict = clusterReport.report.namespaces.find(
      one => one.namespace === input.namespace && one.mtls.mode === 'strict',
    );
    return assemble(
      {
        title: `Take ${where} off ${mesh.displayName}`,
        summary: `${
          isEmpty(change.namespaceMarks)
            ? 'Leaves the namespace as it is'
            : 'Takes the marks off the namespace'
        }, restarts ${counted(
          change.restarts.size,
          'workload',
        )}, then looks at the coverage.`,
        definition: definition.id,
        facts,
        change,
        pace: input.pace,
        findings: [
          ...namespaceState(facts, clusterReport.systemNamespaces),
          ...podsAreRefused(clusterReport.report, []),
          ...inventoryState(clusterReport.snapshot),
          ...(strict && members.length > 0
            ? [
                finding(
                  'strict-mtls',
                  'warning',
                  'Members of the mesh may refuse the calls of these workloads',
                  `Mutual TLS is strict here (${strict.mtls.text}); off the mesh, calls are plaintext and no identity goes with them.`,
                  {
                    remedy:
                      'Let the services that they call accept plaintext first.',
                  },
                ),
              ]
            : []),
          ...(only ? [] : unmanagedPods(facts)),
          ...withObstacles(members),
          ...unreadableKinds(facts),
          ...(later.length > 0
            ? [
                finding(
                  'restart-later',
                  'warning',
                  'Pods keep their proxy until they are restarted',
                  'A proxy of a mesh that is removed meanwhile gets no configuration and no certificates.',
                  { evidence: later.map(workloadName) },
                ),
              ]
            : []),
        ],
        ...(later.length === 0 && {
          verify: {
            definition: definition.id,
            mesh: mesh.id,
            expect: 'off' as const,
            workloads: restartable(reached).map(({ kind, metadata }) => ({
              kind,
              name: metadata.name,
            })),
          },
        }),
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
    { namespace }: NamespaceFacts,
    workloads: readonly LiveWorkload[],
    { mesh }: TargetMesh,
  ): string {
    return digestOf([
      meshFacts(mesh),
      workloadFacts(namespace, workloads, this.#deps.definitions),
    ]);
  }
}

/** Marks that a namespace and its pod templates lose. */
export function namespaceOff(
  { namespace, workloads }: NamespaceFacts,
  { definition }: Pick<TargetMesh, 'definition'>,
): { namespaceMarks: Marks; templates: Map<LiveWorkload, Marks> } {
  const templates = new Map<LiveWorkload, Marks>();
  for (const workload of workloads) {
    const marks = removeOnMarks(
      definition,
      'workload',
      workload.spec.template.metadata,
    );
    if (!isEmpty(marks)) templates.set(workload, marks);
  }
  return {
    namespaceMarks: removeOnMarks(definition, 'namespace', namespace.metadata),
    templates,
  };
}

function workloadOff(
  workload: LiveWorkload,
  { namespace }: NamespaceFacts,
  { definition }: TargetMesh,
): { namespaceMarks: Marks; templates: Map<LiveWorkload, Marks> } {
  const current = workload.spec.template.metadata;
  const namespaceAsks = askedBy(definition, 'namespace', namespace.metadata);
  const marks = namespaceAsks
    ? optOutMarks(definition, current)
    : removeOnMarks(definition, 'workload', current);
  if (!marks) {
    throw new InputError(
      `${definition.displayName} is left by whole namespaces only: leave out "workload" ("${workload.metadata.name}")`,
    );
  }
  return { namespaceMarks: noMarks(), templates: new Map([[workload, marks]]) };
}
