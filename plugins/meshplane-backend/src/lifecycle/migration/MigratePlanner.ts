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
} from '../../operations/model';
import { counted, finding } from '../workloads/checks/finding';
import {
  inventoryState,
  podsAreRefused,
  targetMesh,
} from '../workloads/checks/meshChecks';
import {
  namespaceState,
  otherMeshes,
} from '../workloads/checks/namespaceChecks';
import {
  optOuts,
  sidecarLimits,
  unmanagedPods,
  unreadableKinds,
  withObstacles,
} from '../workloads/checks/workloadChecks';
import type { PlanningDeps } from '../workloads/deps';
import {
  readNamespaceFacts,
  type NamespaceFacts,
} from '../workloads/facts/NamespaceFacts';
import { KubeClient } from '../workloads/kube/KubeClient';
import type { LiveWorkload } from '../workloads/kube/shapes';
import { mergeMarks, noMarks, type Marks } from '../workloads/marks/marks';
import {
  askedBy,
  needsRestart,
  onMarks,
  optOutMarks,
  removeOffMarks,
  removeOnMarks,
} from '../workloads/marks/onboarding';
import { assemble } from '../workloads/planning/assemble';
import { changeOf, restartable } from '../workloads/planning/change';
import {
  digestOf,
  meshFacts,
  workloadFacts,
} from '../workloads/planning/fingerprint';
import { CoverageLookup } from '../workloads/planning/restartReasons';
import { requireMesh, type TargetMesh } from '../workloads/planning/target';
import { waypointMarks } from '../workloads/planning/waypoint';
import { ambientPolicies } from './ambientPolicies';
import { leftBehind } from './leftBehind';
import { moveKind, notesOnLeaving, wayBackOf } from './pairs';

type Input = OperationInput<'mesh.migrate'>;

/** Moves one namespace from a mesh to another: marks in one write, then its pods at a pace, then the proof. */
export class MigratePlanner implements OperationPlanner<'mesh.migrate'> {
  readonly kind = 'mesh.migrate' as const;
  readonly #deps: PlanningDeps;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    const { from, to, move } = this.#meshes(input, context);
    const { namespace, waypoint } = input;
    const client = new KubeClient(context.connection, context.signal);
    const facts = await readNamespaceFacts(client, namespace);
    const wanted = marksOfMove(facts, from, to, waypoint);
    const { snapshot, report, systemNamespaces } = to.clusterReport;
    const coverage = new CoverageLookup(report);
    const members = facts.workloads.filter(
      one => !one.spec.template.spec.hostNetwork && !staysOff(one, from, to),
    );
    const reasons = new Map<LiveWorkload, string>();
    for (const one of restartable(facts.workloads)) {
      if (coverage.mayBeOn(one, from.mesh.id)) {
        reasons.set(one, `its pods are on ${from.mesh.displayName}`);
      } else if (
        needsRestart(to.definition) &&
        members.includes(one) &&
        !coverage.isSettledOn(one, to.mesh.id)
      ) {
        reasons.set(one, 'pods get the proxy when they are made');
      }
    }
    const change = changeOf(facts, { ...wanted, restarts: reasons });
    const left = leftBehind(
      from.definition,
      to.definition,
      namespace,
      snapshot,
    );
    return assemble(
      {
        title: `Move namespace "${namespace}" from ${from.mesh.displayName} to ${to.mesh.displayName}`,
        summary: `Changes the marks of the namespace in one write, restarts ${counted(
          change.restarts.size,
          'workload',
        )}, then looks at the coverage.`,
        definition: to.definition.id,
        facts,
        change,
        pace: input.pace,
        waypoint,
        findings: [
          ...namespaceState(facts, systemNamespaces),
          ...targetMesh(to.mesh, to.definition),
          ...podsAreRefused(report, [to.mesh.id]),
          ...otherMeshes(
            facts,
            this.#deps.definitions,
            [from.definition.id, to.definition.id],
            report,
          ),
          ...(move === 'sidecar-to-ambient'
            ? ambientPolicies(namespace, snapshot, waypoint !== undefined)
            : []),
          ...(left.length > 0
            ? [
                finding(
                  'left-behind',
                  'warning',
                  'Configuration that the new mesh does not read',
                  `${counted(left.length, 'object')} of ${
                    from.mesh.displayName
                  } loses its effect in this namespace.`,
                  {
                    evidence: left,
                    remedy: 'Write the counterparts before the move.',
                  },
                ),
              ]
            : []),
          ...leavingNotes(from),
          ...inventoryState(snapshot),
          ...sidecarLimits(facts.workloads, to.definition),
          ...optOuts(facts.workloads, from.definition),
          ...unmanagedPods(facts),
          ...withObstacles(facts.workloads),
          ...unreadableKinds(facts),
          finding(
            'way-back',
            'info',
            'There is a way back',
            wayBackOf(from.mesh),
          ),
        ],
        verify: {
          definition: to.definition.id,
          mesh: to.mesh.id,
          expect: 'on',
          workloads: restartable(members).map(({ kind, metadata }) => ({
            kind,
            name: metadata.name,
          })),
        },
        fingerprint: this.#fingerprintOf(facts, from, to),
      },
      client,
      context,
      this.#deps,
    );
  }

  async fingerprint(input: Input, context: PlanContext): Promise<string> {
    const { from, to } = this.#meshes(input, context);
    const client = new KubeClient(context.connection, context.signal);
    const facts = await readNamespaceFacts(client, input.namespace);
    return this.#fingerprintOf(facts, from, to);
  }

  #meshes(input: Input, context: PlanContext) {
    const from = requireMesh(this.#deps, context, input.from);
    const to = requireMesh(this.#deps, context, input.to);
    const move = moveKind(from.definition, to.definition);
    if (!move) {
      throw new InputError(
        `There is no migration from "${input.from}" to "${input.to}": it leads from Istio with sidecars to ambient mode, or from a mesh that has ended to one that has not`,
      );
    }
    return { from, to, move };
  }

  #fingerprintOf(
    { namespace, workloads }: NamespaceFacts,
    from: TargetMesh,
    to: TargetMesh,
  ): string {
    return digestOf([
      meshFacts(from.mesh),
      meshFacts(to.mesh),
      workloadFacts(namespace, workloads, this.#deps.definitions),
    ]);
  }
}

/** Whether a workload keeps off the new mesh by its own choice, made for the old one or for the new one. */
function staysOff(
  { spec }: LiveWorkload,
  from: TargetMesh,
  to: TargetMesh,
): boolean {
  const current = spec.template.metadata;
  return [from, to].some(
    ({ definition }) => askedBy(definition, 'workload', current) === false,
  );
}

/** Marks after the move; a choice of a single workload is translated. */
export function marksOfMove(
  { namespace, workloads }: NamespaceFacts,
  from: TargetMesh,
  to: TargetMesh,
  waypoint: string | undefined,
): { namespaceMarks: Marks; templates: ReadonlyMap<LiveWorkload, Marks> } {
  const onto = onMarks(to.definition, to.mesh, 'namespace', namespace.metadata);
  const namespaceMarks = mergeMarks(
    removeOnMarks(from.definition, 'namespace', namespace.metadata),
    onto ?? noMarks(),
    onto ? waypointMarks(to.definition, 'namespace', waypoint) : noMarks(),
  );
  const templates = new Map<LiveWorkload, Marks>();
  for (const workload of workloads) {
    const current = workload.spec.template.metadata;
    const off = askedBy(from.definition, 'workload', current) === false;
    const own =
      onto || off || staysOff(workload, from, to)
        ? undefined
        : onMarks(to.definition, to.mesh, 'workload', current);
    templates.set(
      workload,
      mergeMarks(
        removeOnMarks(from.definition, 'workload', current),
        off ? removeOffMarks(from.definition, current) : noMarks(),
        (off && optOutMarks(to.definition, current)) || noMarks(),
        own ?? noMarks(),
      ),
    );
  }
  return { namespaceMarks, templates };
}

function leavingNotes({ mesh, definition }: TargetMesh) {
  const notes = notesOnLeaving(definition);
  return notes.length === 0
    ? []
    : [
        finding(
          'leaving',
          'info',
          `What to know about leaving ${mesh.displayName}`,
          notes.join(' '),
        ),
      ];
}
