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

import type { Component } from '../model/design';

/** What has to be there before the rest is, from the first to the last; all other kinds come after these. */
const RANKS: readonly (readonly string[])[] = [
  ['CustomResourceDefinition'],
  ['Namespace'],
  [
    'ServiceAccount',
    'Role',
    'ClusterRole',
    'RoleBinding',
    'ClusterRoleBinding',
  ],
  [
    'ConfigMap',
    'Secret',
    'LimitRange',
    'ResourceQuota',
    'PriorityClass',
    'RuntimeClass',
  ],
  ['StorageClass', 'PersistentVolume', 'PersistentVolumeClaim'],
  ['Service'],
  [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Pod',
    'Job',
    'CronJob',
  ],
];
const RANK = new Map(
  RANKS.flatMap((kinds, rank) => kinds.map(kind => [kind, rank] as const)),
);

/** Components in the order in which they are deployed; those of one rank by their ids. */
export function inDeploymentOrder(
  components: readonly Component[],
): Component[] {
  return [...components].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

function rankOf({ kind }: Component): number {
  return RANK.get(kind) ?? RANKS.length;
}
