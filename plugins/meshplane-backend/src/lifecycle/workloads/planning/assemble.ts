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
  OperationInput,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { PlanContext, PlannedOperation } from '../../../operations/model';
import { bySeverity, finding } from '../checks/finding';
import {
  namespaceOwnership,
  workloadOwnership,
} from '../checks/ownershipChecks';
import { restartChecks } from '../checks/workloadChecks';
import type { PlanningDeps } from '../deps';
import type { VerifyParams } from '../execution/coverageExpectation';
import { workloadName, type NamespaceFacts } from '../facts/NamespaceFacts';
import type { KubeClient } from '../kube/KubeClient';
import { isEmpty } from '../marks/marks';
import { nothingChanges, type WorkloadChange } from './change';
import { changeAsFiles, requireGitOpsTool } from './gitOpsFiles';
import { describeChanges } from './objectChanges';
import { stepsOf } from './steps';
import { waypointPlan } from './waypoint';

/** A change with what its kind of operation says about it. */
export interface Draft {
  readonly title: string;
  readonly summary: string;
  readonly definition?: string;
  readonly facts: NamespaceFacts;
  readonly change: WorkloadChange;
  readonly findings: readonly PreflightFinding[];
  readonly pace: OperationInput<'workload.restart'>['pace'];
  readonly waypoint?: string;
  readonly verify?: Omit<VerifyParams, 'timeoutSeconds' | 'namespace'>;
  readonly fingerprint: string;
}

/** Makes the plan of a change: checks that every kind needs, dry runs, steps; or files in GitOps mode. */
export async function assemble(
  draft: Draft,
  client: KubeClient,
  context: PlanContext,
  deps: Pick<PlanningDeps, 'manifests' | 'gitOps'>,
): Promise<PlannedOperation> {
  const { facts, change } = draft;
  const direct = context.delivery === 'direct';
  const tool = direct ? undefined : requireGitOpsTool(deps);
  const waypoint =
    draft.waypoint === undefined
      ? undefined
      : await waypointPlan(draft.waypoint, facts.name, context, deps);
  const described = await describeChanges(client, facts, change);
  const changed = [...change.templates.keys()];
  const restarted = [...change.restarts.keys()];
  const ownership = direct
    ? [
        ...(isEmpty(change.namespaceMarks)
          ? []
          : [await namespaceOwnership(facts.namespace, client)]),
        ...(await workloadOwnership(changed, restarted, client)),
      ]
    : [];
  const nothing =
    nothingChanges(change) && (waypoint === undefined || !waypoint.missing);
  const findings = bySeverity([
    ...draft.findings,
    ...ownership,
    ...(waypoint?.findings ?? []),
    ...restartChecks(restarted, facts),
    ...described.findings,
    ...(nothing
      ? [
          finding(
            'nothing-to-do',
            'info',
            'Nothing has to change',
            'Everything is as this operation would leave it; it only looks at the coverage.',
          ),
        ]
      : []),
  ]);
  const base = {
    title: draft.title,
    summary: draft.summary,
    locks: [`namespace/${facts.name}`] as [string],
    namespace: facts.name,
    ...(draft.definition !== undefined && { definition: draft.definition }),
    findings,
    charts: [],
    changes: [...(waypoint?.changes ?? []), ...described.changes],
    restarts: restarted.map(workloadName),
    fingerprint: draft.fingerprint,
  };
  if (tool) {
    return {
      ...base,
      // Whatever the tool applies makes the pods of changed templates new; the others are restarted later.
      restarts: changed.map(workloadName),
      steps: [],
      files: changeAsFiles(tool, facts, change),
    };
  }
  return {
    ...base,
    steps: stepsOf(facts, change, {
      pace: draft.pace,
      waypoint: draft.waypoint,
      verify: draft.verify,
    }),
  };
}
