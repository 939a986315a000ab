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
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type {
  Cluster,
  ClusterAccess,
  ClusterChange,
} from '../../clusters/ClusterAccess';

/** Clusters as a test sets them. */
export class FakeAccess implements ClusterAccess {
  readonly failures: { cluster: string; error: unknown }[] = [];
  private readonly clusters = new Map<string, Cluster>();
  private readonly listeners = new Set<(change: ClusterChange) => void>();
  /** Called for every reported failure, after it was noted. */
  onFailure?: () => void;

  /** Adds a cluster or gives it another connection. */
  connect(name: string, connection: ClusterConnection | undefined): void {
    const type = this.clusters.has(name) ? 'updated' : 'added';
    this.clusters.set(name, {
      name,
      title: name,
      source: 'test',
      health: {
        state: connection ? 'connected' : 'unreachable',
        message: '',
        circuit: { state: 'closed', consecutiveFailures: 0 },
      },
      permissions: [],
      connection,
    });
    this.emit({ type, cluster: name });
  }

  remove(name: string): void {
    this.clusters.delete(name);
    this.emit({ type: 'removed', cluster: name });
  }

  list(): readonly Cluster[] {
    return [...this.clusters.values()];
  }

  get(name: string): Cluster {
    const cluster = this.clusters.get(name);
    if (!cluster) throw new NotFoundError(`There is no cluster "${name}"`);
    return cluster;
  }

  problems() {
    return [];
  }

  async reconnect(name: string): Promise<Cluster> {
    return this.get(name);
  }

  reportFailure(
    cluster: string,
    _connection: ClusterConnection,
    error: unknown,
  ): void {
    this.failures.push({ cluster, error });
    this.onFailure?.();
  }

  subscribe(listener: (change: ClusterChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private emit(change: ClusterChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
