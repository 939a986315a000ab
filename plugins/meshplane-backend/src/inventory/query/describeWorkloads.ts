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

import type { HealthState, Pod, Workload } from '@meshplane/meshes';
import type { Description } from './describeObject';

/** States of a container in which it is on its way, not in trouble. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing', 'waiting']);

/** Phase, ready containers and the first trouble of a pod. */
export function describePod({ spec, status }: Pod): Description {
  const phase = status?.phase ?? 'Unknown';
  const statuses = status?.containerStatuses ?? [];
  const ready = statuses.filter(one => one.ready).length;
  const restarts = statuses.reduce(
    (sum, { restartCount = 0 }) => sum + restartCount,
    0,
  );
  const trouble = statuses.find(
    ({ state }) =>
      state !== undefined &&
      state !== 'running' &&
      state !== 'Completed' &&
      !STARTING.has(state),
  );
  const words = [phase];
  if (phase === 'Running' || phase === 'Pending') {
    words.push(`${ready} of ${spec.containers.length} containers ready`);
  }
  if (trouble) words.push(`${trouble.name}: ${trouble.state}`);
  if (restarts > 0)
    words.push(restarts === 1 ? '1 restart' : `${restarts} restarts`);
  return {
    health: podHealth(phase, trouble !== undefined, isReady(status)),
    summary: words.join(', '),
  };
}

function isReady(status: Pod['status']): boolean {
  return Boolean(
    status?.conditions?.some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    ),
  );
}

function podHealth(
  phase: string,
  trouble: boolean,
  ready: boolean,
): HealthState {
  if (phase === 'Failed' || trouble) return 'unhealthy';
  if (phase === 'Succeeded') return 'healthy';
  if (phase === 'Running' && ready) return 'healthy';
  return phase === 'Unknown' ? 'unknown' : 'degraded';
}

/** Ready and wanted replicas of a workload; what a Job has done. */
export function describeWorkload(workload: Workload): Description {
  return workload.kind === 'Job'
    ? describeJob(workload)
    : describeReplicas(workload);
}

function describeReplicas({ kind, spec, status }: Workload): Description {
  const daemon = kind === 'DaemonSet';
  const wanted = daemon
    ? status?.desiredNumberScheduled ?? 0
    : spec.replicas ?? 1;
  const ready = (daemon ? status?.numberReady : status?.readyReplicas) ?? 0;
  if (wanted === 0) {
    return {
      health: 'healthy',
      summary: daemon ? 'No node asks for it' : 'Scaled to zero',
    };
  }
  const words = [`${ready} of ${wanted} ready`];
  const updated = daemon
    ? status?.updatedNumberScheduled
    : status?.updatedReplicas;
  if (kind !== 'ReplicaSet' && updated !== undefined && updated < wanted) {
    words.push(`${updated} updated`);
  }
  let health: HealthState = 'healthy';
  if (ready === 0) health = 'unhealthy';
  else if (ready < wanted || words.length > 1) health = 'degraded';
  return { health, summary: words.join(', ') };
}

function describeJob({ status }: Workload): Description {
  const conditions = status?.conditions ?? [];
  const has = (type: string) =>
    conditions.find(one => one.type === type && one.status === 'True');
  const failed = has('Failed');
  if (failed) {
    return {
      health: 'unhealthy',
      summary: `Failed: ${
        failed.message || failed.reason || 'no reason given'
      }`,
    };
  }
  if (has('Complete')) {
    return {
      health: 'healthy',
      summary: `Complete, ${status?.succeeded ?? 0} succeeded`,
    };
  }
  if (has('Suspended')) return { health: 'healthy', summary: 'Suspended' };
  const words = [`${status?.active ?? 0} active`];
  if (status?.failed) words.push(`${status.failed} failed`);
  return {
    health: status?.failed ? 'degraded' : 'healthy',
    summary: words.join(', '),
  };
}
