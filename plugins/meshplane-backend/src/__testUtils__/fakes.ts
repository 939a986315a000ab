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

import { NotFoundError } from '@backstage/errors';
import { objectsFrom, type KindId, type KubeObject } from '@meshplane/meshes';
import type { SnapshotInfo } from '@meshplane/plugin-meshplane-common';
import type {
  Cluster,
  ClusterAccess,
  ClusterChange,
} from '../clusters/ClusterAccess';
import type {
  Inventory,
  InventoryDelta,
  InventorySnapshot,
} from '../inventory/Inventory';

/** The moment at which tests happen. */
export const NOW = new Date('2026-11-24T12:00:00.000Z');

/** A connected cluster. */
export function clusterOf(
  name: string,
  overrides: Partial<Cluster> = {},
): Cluster {
  return {
    name,
    title: name,
    source: 'config',
    uid: `uid-of-${name}`,
    health: {
      state: 'connected',
      message: 'Everything can be read',
      kubernetesVersion: 'v1.36.3',
      circuit: { state: 'closed', consecutiveFailures: 0 },
    },
    permissions: [],
    ...overrides,
  };
}

/** A {@link ClusterAccess} over values that a test sets. */
export class FakeClusterAccess implements ClusterAccess {
  readonly reconnected: string[] = [];
  readonly #clusters = new Map<string, Cluster>();
  readonly #listeners = new Set<(change: ClusterChange) => void>();

  constructor(clusters: Cluster[]) {
    for (const cluster of clusters) this.#clusters.set(cluster.name, cluster);
  }

  list() {
    return [...this.#clusters.values()];
  }

  get(name: string) {
    const cluster = this.#clusters.get(name);
    if (!cluster) throw new NotFoundError(`No cluster "${name}"`);
    return cluster;
  }

  problems() {
    return [
      {
        code: 'cluster-configured-twice',
        severity: 'warning' as const,
        text: "The clusters 'edge' and 'vault' are one and the same.",
      },
    ];
  }

  async reconnect(name: string) {
    this.reconnected.push(name);
    return this.get(name);
  }

  reportFailure() {}

  subscribe(listener: (change: ClusterChange) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds or replaces a cluster and tells everybody. */
  set(cluster: Cluster) {
    const type = this.#clusters.has(cluster.name) ? 'updated' : 'added';
    this.#clusters.set(cluster.name, cluster);
    this.#tell({ type, cluster: cluster.name });
  }

  remove(name: string) {
    this.#clusters.delete(name);
    this.#tell({ type: 'removed', cluster: name });
  }

  #tell(change: ClusterChange) {
    for (const listener of this.#listeners) listener(change);
  }
}

/** A snapshot of plain objects. */
export function snapshotOf(
  cluster: string,
  objects: readonly KubeObject[],
  info: Partial<SnapshotInfo> = {},
): InventorySnapshot {
  const reader = objectsFrom(objects);
  const version = info.version ?? 1;
  return {
    cluster,
    version,
    info: {
      at: NOW.toISOString(),
      completeness: 'complete',
      ...info,
      version,
    },
    list: reader.list,
    get: reader.get,
    ownedBy: reader.ownedBy,
    availability: reader.availability,
    kinds: reader.kinds,
    count: kind => reader.list(kind).length,
  };
}

/** An {@link Inventory} of snapshots that a test sets. */
export class FakeInventory implements Inventory {
  readonly #snapshots = new Map<string, InventorySnapshot>();
  readonly #listeners = new Set<(delta: InventoryDelta) => void>();

  constructor(snapshots: InventorySnapshot[]) {
    for (const snapshot of snapshots)
      this.#snapshots.set(snapshot.cluster, snapshot);
  }

  snapshot(cluster: string) {
    return (
      this.#snapshots.get(cluster) ??
      snapshotOf(cluster, [], { version: 0, completeness: 'loading' })
    );
  }

  kinds() {
    return [];
  }

  reconcileStatus() {
    return undefined;
  }

  subscribe(listener: (delta: InventoryDelta) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {}

  async stop() {}

  /** Replaces a snapshot and tells everybody. */
  set(snapshot: InventorySnapshot, kinds: KindId[] = []) {
    this.#snapshots.set(snapshot.cluster, snapshot);
    for (const listener of this.#listeners)
      listener({ cluster: snapshot.cluster, snapshot, kinds, namespaces: [] });
  }
}
