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

import type { OperationInput } from '@meshplane/plugin-meshplane-common';
import type { StepSpec } from '../../../operations/model';
import { counted } from '../checks/finding';
import {
  VERIFY_COVERAGE,
  type VerifyParams,
} from '../execution/coverageExpectation';
import { ENSURE_WAYPOINT } from '../execution/ensureWaypoint';
import { MARK_NAMESPACE, SETTLE_SECONDS } from '../execution/markNamespace';
import {
  RESTART_WORKLOADS,
  type RestartParams,
} from '../execution/restartParams';
import type { NamespaceFacts } from '../facts/NamespaceFacts';
import { unavailableDuringRollout, wantedPods } from '../facts/rollout';
import type { LiveWorkload } from '../kube/shapes';
import { isEmpty, marksInWords, valuesBefore } from '../marks/marks';
import { restartTargets, type WorkloadChange } from './change';

type Pace = OperationInput<'workload.restart'>['pace'];

const WAYPOINT_TIMEOUT_SECONDS = 180;
const VERIFY_TIMEOUT_SECONDS = 120;
/** A guess: from the creation of a pod until it is available. */
const SECONDS_PER_POD = 10;

/** Ids of the steps; the changes of a plan name them. */
export const STEP = {
  waypoint: 'waypoint',
  mark: 'mark',
  restart: 'restart',
  verify: 'verify',
} as const;

/** The steps that carry a change out, in the order in which they are safe. */
export function stepsOf(
  facts: NamespaceFacts,
  change: WorkloadChange,
  options: {
    pace: Pace;
    /** Absent: none is made. */
    waypoint?: string;
    /** Absent: nothing is verified. */
    verify?: Omit<VerifyParams, 'timeoutSeconds' | 'namespace'>;
  },
): StepSpec[] {
  const namespace = facts.name;
  const { pace, waypoint, verify } = options;
  const steps: StepSpec[] = [];
  if (waypoint !== undefined) {
    steps.push({
      id: STEP.waypoint,
      type: ENSURE_WAYPOINT,
      title: `Make waypoint "${waypoint}"`,
      why: 'Requests that are sent to a waypoint which is not there would fail, so it comes first.',
      params: {
        namespace,
        name: waypoint,
        timeoutSeconds: WAYPOINT_TIMEOUT_SECONDS,
      },
      estimatedSeconds: 30,
      reversible: true,
    });
  }
  const marked = !isEmpty(change.namespaceMarks);
  if (marked) {
    steps.push({
      id: STEP.mark,
      type: MARK_NAMESPACE,
      title: `Mark namespace "${namespace}": ${marksInWords(
        change.namespaceMarks,
      ).join(', ')}`,
      params: {
        namespace,
        marks: change.namespaceMarks,
        settleSeconds: change.restarts.size > 0 ? SETTLE_SECONDS : 0,
      },
      estimatedSeconds: 4,
      reversible: true,
    });
  }
  if (change.restarts.size > 0) {
    const params: RestartParams = {
      namespace,
      workloads: restartTargets(change, facts),
      pace,
      ...(marked && {
        namespaceMarks: {
          set: change.namespaceMarks,
          before: valuesBefore(facts.namespace.metadata, change.namespaceMarks),
        },
      }),
    };
    steps.push({
      id: STEP.restart,
      type: RESTART_WORKLOADS,
      title: `Restart ${counted(change.restarts.size, 'workload')}, ${
        pace.parallel
      } at a time`,
      why: reasonsInWords(change),
      params: { ...params },
      estimatedSeconds: restartSeconds([...change.restarts.keys()], pace),
      reversible: true,
    });
  }
  if (verify) {
    const params: VerifyParams = {
      ...verify,
      namespace,
      timeoutSeconds: VERIFY_TIMEOUT_SECONDS,
    };
    steps.push({
      id: STEP.verify,
      type: VERIFY_COVERAGE,
      title: 'Look at the coverage',
      why: 'What counts is what the pods have, not what was written.',
      params: { ...params },
      estimatedSeconds: 10,
      reversible: true,
    });
  }
  return steps;
}

function reasonsInWords({ restarts }: WorkloadChange): string {
  const byReason = new Map<string, string[]>();
  for (const [{ kind, metadata }, reason] of restarts) {
    const names = byReason.get(reason) ?? [];
    names.push(`${kind} ${metadata.name}`);
    byReason.set(reason, names);
  }
  return [...byReason]
    .map(([reason, names]) => `${names.join(', ')}: ${reason}`)
    .join('; ');
}

function restartSeconds(
  workloads: readonly LiveWorkload[],
  { parallel, timeoutSeconds }: Pace,
): number {
  const each = workloads.map(workload => {
    const pods = wantedPods(workload);
    const batch = Math.max(1, unavailableDuringRollout(workload));
    return Math.min(timeoutSeconds, Math.ceil(pods / batch) * SECONDS_PER_POD);
  });
  const sum = each.reduce((a, b) => a + b, 0);
  return Math.ceil(sum / Math.min(parallel, Math.max(1, workloads.length)));
}
