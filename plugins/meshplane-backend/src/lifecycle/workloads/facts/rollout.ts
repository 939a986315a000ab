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

import type { LiveWorkload } from '../kube/shapes';

/** How far the pods of a workload follow its template. */
export interface RolloutState {
  readonly state: 'complete' | 'progressing' | 'failed';
  readonly detail: string;
  /** 0..1 */
  readonly share: number;
}

/** The state of a rollout from the workload's own status, as its controller reports it. */
export function rolloutOf(workload: LiveWorkload): RolloutState {
  const { metadata, status } = workload;
  if (status.observedGeneration < (metadata.generation ?? 0)) {
    return progressing('its controller has not seen the change yet', 0);
  }
  const refused = status.conditions.find(
    ({ type, status: on }) => type === 'ReplicaFailure' && on === 'True',
  );
  if (refused) {
    return {
      state: 'failed',
      detail: `new pods are refused: ${refused.message ?? refused.reason}`,
      share: 0,
    };
  }
  switch (workload.kind) {
    case 'Deployment':
      return deploymentRollout(workload);
    case 'StatefulSet':
      return statefulSetRollout(workload);
    default:
      return daemonSetRollout(workload);
  }
}

function deploymentRollout({ spec, status }: LiveWorkload): RolloutState {
  const stalled = status.conditions.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (stalled) {
    return {
      state: 'failed',
      detail: stalled.message ?? 'its progress deadline is exceeded',
      share: 0,
    };
  }
  const wanted = spec.replicas ?? 1;
  if (status.updatedReplicas < wanted) {
    return count('updated', status.updatedReplicas, wanted, 0);
  }
  if (status.replicas > status.updatedReplicas) {
    const old = status.replicas - status.updatedReplicas;
    return progressing(`${old} old pods are still there`, 0.9);
  }
  return status.availableReplicas < wanted
    ? count('available', status.availableReplicas, wanted, 0.5)
    : complete(wanted);
}

function statefulSetRollout({ spec, status }: LiveWorkload): RolloutState {
  const wanted = spec.replicas ?? 1;
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const toUpdate = Math.max(0, wanted - partition);
  const updated =
    // Once all pods are of one revision, the controller counts none as updated.
    status.currentRevision === status.updateRevision
      ? wanted
      : status.updatedReplicas;
  if (updated < toUpdate) return count('updated', updated, toUpdate, 0);
  return status.readyReplicas < wanted
    ? count('ready', status.readyReplicas, wanted, 0.5)
    : complete(wanted);
}

function daemonSetRollout({ status }: LiveWorkload): RolloutState {
  const wanted = status.desiredNumberScheduled;
  if (status.updatedNumberScheduled < wanted) {
    return count('updated', status.updatedNumberScheduled, wanted, 0);
  }
  return status.numberAvailable < wanted
    ? count('available', status.numberAvailable, wanted, 0.5)
    : complete(wanted);
}

function count(
  what: string,
  have: number,
  wanted: number,
  from: number,
): RolloutState {
  return progressing(
    `${have} of ${wanted} pods are ${what}`,
    from + (have / wanted) * 0.5,
  );
}

function progressing(detail: string, share: number): RolloutState {
  return { state: 'progressing', detail, share };
}

function complete(pods: number): RolloutState {
  return {
    state: 'complete',
    detail: `all ${pods} pods are of the newest template and available`,
    share: 1,
  };
}

/** Most pods that a rollout of this workload takes away before their successors are there. */
export function unavailableDuringRollout({
  kind,
  spec,
  status,
}: LiveWorkload): number {
  if (kind === 'Deployment') {
    const wanted = spec.replicas ?? 1;
    if (spec.strategy?.type === 'Recreate') return wanted;
    const { maxUnavailable = '25%', maxSurge = '25%' } =
      spec.strategy?.rollingUpdate ?? {};
    const down = amount(maxUnavailable, wanted, Math.floor);
    // Kubernetes does not let both be zero: then one pod goes first.
    return down === 0 && amount(maxSurge, wanted, Math.ceil) === 0 ? 1 : down;
  }
  const rolling = spec.updateStrategy?.rollingUpdate;
  if (kind === 'StatefulSet') {
    const wanted = spec.replicas ?? 1;
    return wanted === 0
      ? 0
      : Math.max(1, amount(rolling?.maxUnavailable ?? 1, wanted, Math.ceil));
  }
  const nodes = status.desiredNumberScheduled;
  if (amount(rolling?.maxSurge ?? 0, nodes, Math.ceil) > 0) return 0;
  return amount(rolling?.maxUnavailable ?? 1, nodes, Math.ceil);
}

function amount(
  value: number | string,
  of: number,
  round: (value: number) => number,
): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value);
  return percent ? round((Number(percent[1]) * of) / 100) : Number(value) || 0;
}

/** Number of pods that a workload asks for. */
export function wantedPods({ kind, spec, status }: LiveWorkload): number {
  return kind === 'DaemonSet'
    ? status.desiredNumberScheduled
    : spec.replicas ?? 1;
}

/** How its pods are replaced, in a few words. */
export function strategyInWords(workload: LiveWorkload): string {
  const { kind, spec } = workload;
  if (kind === 'Deployment' && spec.strategy?.type === 'Recreate') {
    return 'all pods go before new ones come (Recreate)';
  }
  if (spec.updateStrategy?.type === 'OnDelete') {
    return 'pods are only replaced when somebody deletes them (OnDelete)';
  }
  const down = unavailableDuringRollout(workload);
  return down === 0
    ? 'new pods come first (surge)'
    : `at most ${down} of ${wantedPods(workload)} pods are away at a time`;
}
