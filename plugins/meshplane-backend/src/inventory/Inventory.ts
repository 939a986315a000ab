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

import type { KindId, ObjectReader } from '@meshplane/meshes';
import type {
  KindStatus,
  SnapshotInfo,
} from '@meshplane/plugin-meshplane-common';

/** An immutable, indexed state of one cluster. Reading it never waits for the network. */
export interface InventorySnapshot extends ObjectReader {
  readonly cluster: string;
  /** Grows with every change. */
  readonly version: number;
  readonly info: SnapshotInfo;
  /** Number of objects of a kind. */
  count(kind: KindId): number;
}

/** What changed between two snapshots. */
export interface InventoryDelta {
  readonly cluster: string;
  readonly snapshot: InventorySnapshot;
  /** Kinds of which objects changed since the delta before. */
  readonly kinds: readonly KindId[];
  /** Namespaces that were touched; the empty string stands for cluster-scoped objects. */
  readonly namespaces: readonly string[];
}

export interface ReconcileStatus {
  lastAt?: string;
  drift: number;
  driftTotal: number;
}

/** Lists and watches every cluster of a ClusterAccess and keeps the newest snapshot of each. */
export interface Inventory {
  /**
   * The newest snapshot. A cluster that went away keeps its last one, marked `stale`; one that was never read gives an
   * empty snapshot that says `loading`.
   */
  snapshot(cluster: string): InventorySnapshot;
  kinds(cluster: string): readonly KindStatus[];
  reconcileStatus(cluster: string): ReconcileStatus | undefined;
  /** Deltas, coalesced per cluster to a few a second. */
  subscribe(listener: (delta: InventoryDelta) => void): () => void;
  start(): void;
  stop(): Promise<void>;
}
