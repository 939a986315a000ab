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

import type { Workload } from '../model/objects';
import type { HealthState, MeshComponent, Reason } from '../model/results';
import type { FoundComponent } from './components';
import { inWords, refOf } from './references';

/** How many pods a workload wants and how many are ready; undefined where its status is not known. */
export function replicasOf(workload: Workload): {
  desired: number | undefined;
  ready: number | undefined;
} {
  const { spec, status } = workload;
  if (workload.kind === 'DaemonSet')
    return {
      desired: status?.desiredNumberScheduled,
      ready: status && (status.numberReady ?? 0),
    };
  return {
    desired: spec.replicas ?? 1,
    ready: status && (status.readyReplicas ?? 0),
  };
}

/** The state of one part of an installation, with what is wrong in words. */
export function componentOf(found: FoundComponent): MeshComponent {
  const { workload, rule, version, image } = found;
  const { health, reasons } = workloadHealth(workload, rule.role);
  return {
    role: rule.role,
    object: refOf(workload),
    version,
    image,
    ...replicasOf(workload),
    health,
    reasons,
  };
}

function workloadHealth(
  workload: Workload,
  role: MeshComponent['role'],
): { health: HealthState; reasons: Reason[] } {
  const object = refOf(workload);
  const name = inWords(object);
  const { desired, ready } = replicasOf(workload);
  const verdict = (
    health: HealthState,
    severity: Reason['severity'],
    code: string,
    text: string,
  ) => ({ health, reasons: [{ code, severity, text, object }] });

  if (desired === undefined || ready === undefined)
    return verdict(
      'unknown',
      'info',
      'status-unknown',
      `${name} has no status yet`,
    );
  if (desired === 0) {
    if (workload.kind === 'DaemonSet')
      return verdict(
        'degraded',
        'warning',
        'no-nodes',
        `${name} runs on no node: no node matches its selector and tolerations`,
      );
    return role === 'control-plane'
      ? verdict(
          'unhealthy',
          'error',
          'scaled-to-zero',
          `${name} is scaled to zero`,
        )
      : verdict(
          'healthy',
          'info',
          'scaled-to-zero',
          `${name} is scaled to zero`,
        );
  }
  if (ready === 0)
    return verdict(
      'unhealthy',
      'error',
      'not-ready',
      `${name} has 0 of ${desired} pods ready`,
    );
  if (ready < desired)
    return verdict(
      'degraded',
      'warning',
      'not-ready',
      `${name} has ${ready} of ${desired} pods ready`,
    );
  const { generation } = workload.metadata;
  const observed = workload.status?.observedGeneration;
  if (
    generation !== undefined &&
    observed !== undefined &&
    observed < generation
  )
    return verdict(
      'degraded',
      'warning',
      'not-observed',
      `The last change of ${name} has not been picked up yet (generation ${generation}, observed ${observed})`,
    );
  return { health: 'healthy', reasons: [] };
}

const ORDER: readonly HealthState[] = [
  'healthy',
  'unknown',
  'degraded',
  'unhealthy',
];

/** The worst of several states; `unknown` for none. */
export function worst(states: readonly HealthState[]): HealthState {
  return (
    states.reduce<HealthState | undefined>(
      (found, state) =>
        found === undefined || ORDER.indexOf(state) > ORDER.indexOf(found)
          ? state
          : found,
      undefined,
    ) ?? 'unknown'
  );
}
