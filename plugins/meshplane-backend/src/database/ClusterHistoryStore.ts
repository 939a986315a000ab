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
  ClusterDetail,
  ClusterState,
} from '@meshplane/plugin-meshplane-common';

/** A change of state as pages show it. */
export type HistoryEntry = ClusterDetail['history'][number];

/** Keeps the states of cluster connections over restarts. */
export interface ClusterHistoryStore {
  /**
   * Notes that a cluster is in a state since a time. It is not noted again while the newest entry has the same state, so
   * that restarts and several backends that see the same give one entry.
   */
  record(change: {
    cluster: string;
    /** ISO 8601. */
    at: string;
    to: ClusterState;
    message: string;
  }): Promise<void>;
  /**
   * Changes of a cluster, newest first.
   *
   * @param limit - 100 if it is missing
   */
  list(cluster: string, options?: { limit?: number }): Promise<HistoryEntry[]>;
  /** Drops what is older, and keeps the newest entry of each cluster. @returns how many entries were dropped */
  removeBefore(time: Date): Promise<number>;
}
