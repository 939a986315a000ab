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

import type { ClusterSummary } from '@meshplane/plugin-meshplane-common';
import type { Cluster } from '../../clusters/ClusterAccess';
import type { InventorySnapshot } from '../../inventory/Inventory';

/** What a list shows of a cluster. */
export function clusterSummaryOf(
  cluster: Cluster,
  snapshot: InventorySnapshot,
): ClusterSummary {
  const { name, title, uid, source, note, health } = cluster;
  const read = readInfoOf(cluster, snapshot);
  return {
    name,
    title,
    uid,
    source,
    note,
    health,
    // Without a list, a count of 0 would be a claim.
    nodes: countOf(snapshot, 'Node'),
    pods: countOf(snapshot, 'Pod'),
    snapshot: read,
  };
}

/** The snapshot of a cluster, if the cluster has ever been read or is being read. */
export function readInfoOf(cluster: Cluster, snapshot: InventorySnapshot) {
  return snapshot.version > 0 || cluster.connection ? snapshot.info : undefined;
}

function countOf(snapshot: InventorySnapshot, kind: 'Node' | 'Pod') {
  return snapshot.availability(kind) === 'synced'
    ? snapshot.count(kind)
    : undefined;
}
