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

import type { MeshDefinition } from '@meshplane/meshes';
import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import { obstacleOf } from '../execution/rollOut';
import { workloadName, type NamespaceFacts } from '../facts/NamespaceFacts';
import {
  strategyInWords,
  unavailableDuringRollout,
  wantedPods,
} from '../facts/rollout';
import { selects } from '../kube/selector';
import type { LiveBudget, LiveWorkload } from '../kube/shapes';
import { answerInWords, answersOf } from '../marks/answers';
import { counted, finding } from './finding';

/** What a sidecar mesh cannot do for the workloads of a namespace. */
export function sidecarLimits(
  workloads: readonly LiveWorkload[],
  definition: MeshDefinition,
): PreflightFinding[] {
  const { bypassUids, type } = definition.proxy;
  const findings: PreflightFinding[] = [];
  const onHost = workloads.filter(({ spec }) => spec.template.spec.hostNetwork);
  if (onHost.length > 0) {
    findings.push(
      finding(
        'host-network',
        'warning',
        'Workloads on the host network stay off the mesh',
        `${counted(onHost.length, 'workload')} cannot be captured.`,
        {
          evidence: onHost.map(workloadName),
          remedy: 'Take "hostNetwork" out of the pod template if it may go.',
        },
      ),
    );
  }
  if (type !== 'sidecar' || bypassUids.length === 0) return findings;
  const bypassing = workloads.flatMap(workload =>
    containersAs(workload, bypassUids).map(
      ({ name, uid }) =>
        `${workloadName(workload)}: container ${name}, UID ${uid}`,
    ),
  );
  if (bypassing.length > 0) {
    findings.push(
      finding(
        'bypass-uid',
        'warning',
        'Containers run as the user of the proxy',
        `Traffic of UID ${bypassUids.join(
          ', ',
        )} is not sent through the proxy.`,
        {
          evidence: bypassing,
          remedy: 'Give these containers another "runAsUser".',
        },
      ),
    );
  }
  return findings;
}

function containersAs({ spec }: LiveWorkload, uids: readonly number[]) {
  const pod = spec.template.spec;
  return pod.containers.flatMap(({ name, securityContext }) => {
    const uid = securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
    return uid !== undefined && uids.includes(uid) ? [{ name, uid }] : [];
  });
}

/** Pods that nobody makes anew, so that they keep what they have. */
export function unmanagedPods({
  barePods,
  jobs,
}: NamespaceFacts): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  if (barePods.length > 0) {
    findings.push(
      finding(
        'bare-pods',
        'warning',
        'Pods without a workload cannot be restarted',
        `${counted(
          barePods.length,
          'pod',
        )} would not come back after a restart and are left as they are.`,
        {
          evidence: barePods.map(
            ({ metadata }) => `Pod ${metadata.namespace}/${metadata.name}`,
          ),
          remedy: 'Delete and create them by hand when it suits you.',
        },
      ),
    );
  }
  if (jobs.length > 0) {
    findings.push(
      finding(
        'jobs',
        'info',
        'Running Jobs are left alone',
        'Their pods keep what they have; those of later Jobs follow the change. With sidecars that are not native, a Job whose proxy runs on does not end.',
        {
          evidence: jobs.map(
            ({ metadata }) => `Job ${metadata.namespace}/${metadata.name}`,
          ),
        },
      ),
    );
  }
  return findings;
}

/** Workloads that opted out themselves stay as they are. */
export function optOuts(
  workloads: readonly LiveWorkload[],
  definition: MeshDefinition,
): PreflightFinding[] {
  const evidence = workloads.flatMap(workload => {
    const [answer] = answersOf(
      definition,
      'workload',
      workload.spec.template.metadata,
    );
    return answer && !answer.on
      ? [`${workloadName(workload)}: ${answerInWords(answer)}`]
      : [];
  });
  return evidence.length === 0
    ? []
    : [
        finding(
          'opted-out',
          'info',
          'Workloads that opted out stay off the mesh',
          `${counted(
            evidence.length,
            'workload',
          )} said so in the pod template.`,
          {
            evidence,
            remedy:
              'Bring a single workload onto the mesh to override its choice.',
          },
        ),
      ];
}

/** Budgets of a workload that allow no disruption at present although its rollout takes pods away. */
export function exhaustedBudgets(
  workload: LiveWorkload,
  budgets: readonly LiveBudget[],
): LiveBudget[] {
  if (wantedPods(workload) === 0 || unavailableDuringRollout(workload) === 0) {
    return [];
  }
  return budgets.filter(
    ({ spec, status }) =>
      status.disruptionsAllowed < 1 &&
      selects(spec.selector, workload.spec.template.metadata.labels),
  );
}

/** What a restart of these workloads means for whoever uses them. */
export function restartChecks(
  workloads: readonly LiveWorkload[],
  { budgets, unreadable }: NamespaceFacts,
): PreflightFinding[] {
  if (workloads.length === 0) return [];
  const findings: PreflightFinding[] = [];
  const blocked = workloads.flatMap(workload =>
    exhaustedBudgets(workload, budgets).map(
      ({ metadata, status }) =>
        `${workloadName(workload)}: PodDisruptionBudget "${metadata.name}", ${
          status.currentHealthy
        } of ${status.expectedPods} pods healthy, ${
          status.desiredHealthy
        } required`,
    ),
  );
  const budgetsUnread = unreadable.some(text =>
    text.startsWith('poddisruptionbudgets'),
  );
  if (blocked.length > 0) {
    findings.push(
      finding(
        'disruption-budget',
        'blocking',
        'Disruption budgets allow no restart',
        'The rollout would take pods away that a budget requires.',
        {
          evidence: blocked,
          remedy:
            'Add replicas, loosen the budget, or let the rollout surge (maxUnavailable 0, maxSurge 1).',
        },
      ),
    );
  } else if (!budgetsUnread) {
    findings.push(
      finding(
        'disruption-budget',
        'passed',
        'Disruption budgets allow the restart',
        `${counted(
          budgets.length,
          'budget',
        )} looked at. They are looked at again before each workload.`,
      ),
    );
  }
  const down = workloads.filter(
    workload =>
      wantedPods(workload) > 0 &&
      unavailableDuringRollout(workload) >= wantedPods(workload),
  );
  if (down.length > 0) {
    findings.push(
      finding(
        'downtime',
        'warning',
        'Workloads are away while they restart',
        'All pods of these workloads go before new ones are there.',
        {
          evidence: down.map(
            one => `${workloadName(one)}: ${strategyInWords(one)}`,
          ),
          remedy: 'Choose a quiet time, or add replicas first.',
        },
      ),
    );
  }
  findings.push(
    finding(
      'rollout-strategy',
      'info',
      'How the pods are replaced',
      'Each workload follows its own rollout strategy.',
      {
        evidence: workloads.map(
          one => `${workloadName(one)}: ${strategyInWords(one)}`,
        ),
      },
    ),
  );
  return findings;
}

/** Workloads whose pods would not be replaced by a change of their template. */
export function withObstacles(
  workloads: readonly LiveWorkload[],
): PreflightFinding[] {
  const evidence = workloads.flatMap(workload => {
    const obstacle = obstacleOf(workload);
    return obstacle ? [`${workloadName(workload)}: ${obstacle}`] : [];
  });
  return evidence.length === 0
    ? []
    : [
        finding(
          'rollout-obstacle',
          'warning',
          'Workloads that cannot be restarted from here',
          `${counted(evidence.length, 'workload')} is left out of the restart.`,
          {
            evidence,
            remedy: 'Resume the rollout, or delete their pods by hand.',
          },
        ),
      ];
}

/** What could not be looked at. */
export function unreadableKinds({
  unreadable,
}: NamespaceFacts): PreflightFinding[] {
  return unreadable.length === 0
    ? []
    : [
        finding(
          'not-readable',
          'warning',
          'Not everything could be looked at',
          'The checks that need it were left out.',
          {
            evidence: [...unreadable],
            remedy: 'Grant the permissions that the documentation lists.',
          },
        ),
      ];
}
