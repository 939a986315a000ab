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
  ClusterHealth,
  FeaturePermission,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { Reason } from '@meshplane/meshes';

/** A configured cluster and what is known of it at this moment; an immutable value. */
export interface Cluster {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly note?: string;
  /** UID of the namespace kube-system, once read. */
  readonly uid?: string;
  readonly health: ClusterHealth;
  readonly permissions: readonly FeaturePermission[];
  /**
   * Set while the cluster may be talked to: connected or degraded. A new object after each reconnect, so that readers
   * notice by identity that their lists and watches have to start again.
   */
  readonly connection?: ClusterConnection;
}

/** A change in the set of clusters or in one of them. */
export type ClusterChange =
  | { type: 'added' | 'removed'; cluster: string }
  /** State, connection or permissions changed. */
  | { type: 'updated'; cluster: string };

/**
 * All clusters of all sources, watched for health. One bad, slow or unauthorised cluster never delays an answer here:
 * everything is served from memory.
 */
export interface ClusterAccess {
  list(): readonly Cluster[];
  /** @throws NotFoundError naming the cluster and the ones that exist. */
  get(name: string): Cluster;
  /** Problems of sources and configuration that belong to no single cluster. */
  problems(): readonly Reason[];
  /** Closes the circuit and checks at once; resolves when the check has ended. */
  reconnect(name: string): Promise<Cluster>;
  /** Reported by users of a connection, so that an expired token opens the circuit without waiting for the next check. */
  reportFailure(
    name: string,
    connection: ClusterConnection,
    error: unknown,
  ): void;
  subscribe(listener: (change: ClusterChange) => void): () => void;
}
