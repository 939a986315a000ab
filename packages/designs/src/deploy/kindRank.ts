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

/** Kinds in the order in which they are applied where no relationship says more; what is not named comes before the last group. */
const GROUPS: readonly (readonly string[])[] = [
  ['CustomResourceDefinition'],
  ['Namespace'],
  [
    'PriorityClass',
    'StorageClass',
    'IngressClass',
    'GatewayClass',
    'RuntimeClass',
  ],
  ['ResourceQuota', 'LimitRange'],
  [
    'ServiceAccount',
    'ClusterRole',
    'Role',
    'ClusterRoleBinding',
    'RoleBinding',
  ],
  ['ConfigMap', 'Secret', 'PersistentVolume', 'PersistentVolumeClaim'],
  ['NetworkPolicy', 'PodDisruptionBudget'],
  ['Service', 'Endpoints', 'EndpointSlice', 'ServiceEntry'],
  [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Pod',
    'Job',
    'CronJob',
  ],
  ['HorizontalPodAutoscaler'],
  ['Gateway', 'DestinationRule', 'ReferenceGrant', 'ReferencePolicy'],
];
const LAST = [
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

const RANK = new Map(
  GROUPS.flatMap((kinds, rank) => kinds.map(kind => [kind, rank] as const)),
);

/** Place of a kind in the usual order; smaller ones are applied first. */
export function kindRank(kind: string): number {
  return RANK.get(kind) ?? GROUPS.length + (LAST.includes(kind) ? 1 : 0);
}
