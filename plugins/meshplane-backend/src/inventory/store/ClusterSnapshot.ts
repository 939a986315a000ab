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
  CustomResource,
  KindId,
  KnownKinds,
  KubeObject,
} from '@meshplane/meshes';
import type { SnapshotInfo } from '@meshplane/plugin-meshplane-common';
import type { InventorySnapshot } from '../Inventory';
import { KindTable } from './KindTable';

export type Availability = 'synced' | 'absent' | 'unknown';

/** What a snapshot is made of. */
export interface SnapshotParts {
  cluster: string;
  info: SnapshotInfo;
  tables: ReadonlyMap<KindId, KindTable>;
  availability: ReadonlyMap<KindId, Availability>;
  /** Answers for kinds that are not watched. */
  unwatched: (kind: KindId) => Availability;
}

/** The immutable state of a cluster, over tables that snapshots share as long as nothing changes in them. */
export class ClusterSnapshot implements InventorySnapshot {
  readonly cluster: string;
  readonly version: number;
  readonly info: SnapshotInfo;

  constructor(private readonly parts: SnapshotParts) {
    this.cluster = parts.cluster;
    this.info = parts.info;
    this.version = parts.info.version;
  }

  // The overloads promise the shape that belongs to a kind: the projection of that kind has made it.
  list<K extends keyof KnownKinds>(
    kind: K,
    namespace?: string,
  ): readonly KnownKinds[K][];
  list(kind: KindId, namespace?: string): readonly CustomResource[];
  list(kind: KindId, namespace?: string): readonly KubeObject[] {
    return this.table(kind).list(namespace);
  }

  get<K extends keyof KnownKinds>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): KnownKinds[K] | undefined;
  get(
    kind: KindId,
    namespace: string | undefined,
    name: string,
  ): CustomResource | undefined;
  get(
    kind: KindId,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.table(kind).get(namespace, name);
  }

  ownedBy(uid: string): readonly KubeObject[] {
    const owned: KubeObject[] = [];
    for (const table of this.parts.tables.values()) {
      for (const object of table.ownedBy(uid)) owned.push(object);
    }
    return owned;
  }

  /** Objects of a kind with that label, by namespace and name. */
  withLabel(kind: KindId, key: string, value: string): readonly KubeObject[] {
    return this.table(kind).withLabel(key, value);
  }

  /** Pods, or workloads by their template, with a container or init container of exactly that image. */
  withImage(kind: KindId, image: string): readonly KubeObject[] {
    return this.table(kind).withImage(image);
  }

  count(kind: KindId): number {
    return this.table(kind).size;
  }

  availability(kind: KindId): Availability {
    return this.parts.availability.get(kind) ?? this.parts.unwatched(kind);
  }

  kinds(): readonly KindId[] {
    return [...this.parts.availability]
      .filter(
        ([kind, availability]) =>
          availability === 'synced' || this.table(kind).size > 0,
      )
      .map(([kind]) => kind)
      .sort();
  }

  private table(kind: KindId): KindTable {
    return this.parts.tables.get(kind) ?? KindTable.empty;
  }
}

/** The state of a cluster of which nothing was read yet. */
export function emptySnapshot(cluster: string, at: string): ClusterSnapshot {
  return new ClusterSnapshot({
    cluster,
    info: { version: 0, at, completeness: 'loading' },
    tables: new Map(),
    availability: new Map(),
    unwatched: () => 'unknown',
  });
}

/** A snapshot's own extra look-ups, for readers that got it as its interface. */
export function isIndexed(
  snapshot: InventorySnapshot,
): snapshot is ClusterSnapshot {
  return snapshot instanceof ClusterSnapshot;
}
