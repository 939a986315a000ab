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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { MeshDefinition } from '@meshplane/meshes';
import type { KindStatus } from '@meshplane/plugin-meshplane-common';
import type { Cluster, ClusterAccess } from '../clusters/ClusterAccess';
import type { Clock } from './clock';
import { ClusterInventory } from './ClusterInventory';
import type {
  Inventory,
  InventoryDelta,
  InventorySnapshot,
  ReconcileStatus,
} from './Inventory';
import { InventoryMetrics } from './metrics';
import type { InventoryOptions } from './options';
import { Interner } from './projection/Interner';
import { scopeOf } from './scope';
import { emptySnapshot } from './store/ClusterSnapshot';

/** What the inventory is made of. */
export interface DefaultInventoryContext {
  access: ClusterAccess;
  logger: LoggerService;
  definitions: readonly MeshDefinition[];
  /**
   * Whether a resource may be read, by API group and plural name, so that nothing is asked for that nobody was told to
   * grant. Absent: the built-in kinds and all that the definitions name.
   */
  mayRead?(group: string, resource: string): boolean;
  metrics?: MetricsService;
  options: InventoryOptions;
  clock: Clock;
}

/** Keeps one {@link ClusterInventory} per configured cluster. */
export class DefaultInventory implements Inventory {
  private readonly clusters = new Map<string, ClusterInventory>();
  private readonly listeners = new Set<(delta: InventoryDelta) => void>();
  private readonly ending = new Set<Promise<void>>();
  private readonly metrics: InventoryMetrics;
  private readonly projection;
  private teardown: (() => void)[] = [];

  constructor(private readonly context: DefaultInventoryContext) {
    this.metrics = new InventoryMetrics(context.metrics);
    this.projection = {
      // One for all clusters: the same charts run in many of them.
      interner: new Interner(),
      scope: scopeOf(context.definitions, context.mayRead),
    };
  }

  snapshot(cluster: string): InventorySnapshot {
    return (
      this.clusters.get(cluster)?.current ??
      emptySnapshot(cluster, new Date(this.context.clock.now()).toISOString())
    );
  }

  kinds(cluster: string): readonly KindStatus[] {
    return this.clusters.get(cluster)?.kinds() ?? [];
  }

  reconcileStatus(cluster: string): ReconcileStatus | undefined {
    return this.clusters.get(cluster)?.reconcileStatus;
  }

  subscribe(listener: (delta: InventoryDelta) => void): () => void {
    // A function of its own, so that the same listener may subscribe twice.
    const own = (delta: InventoryDelta) => listener(delta);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  start(): void {
    if (this.teardown.length > 0) return;
    const { access } = this.context;
    this.teardown = [
      access.subscribe(() => this.follow(access.list())),
      this.metrics.observeObjects(() => this.counts()),
    ];
    this.follow(access.list());
  }

  async stop(): Promise<void> {
    for (const end of this.teardown) end();
    this.teardown = [];
    this.follow([]);
    await Promise.all(this.ending);
  }

  private follow(configured: readonly Cluster[]): void {
    const names = new Set(configured.map(({ name }) => name));
    for (const [name, inventory] of this.clusters) {
      if (names.has(name)) continue;
      this.clusters.delete(name);
      const tracked = inventory
        .stop()
        .finally(() => this.ending.delete(tracked));
      this.ending.add(tracked);
    }
    for (const { name, connection } of configured) {
      let inventory = this.clusters.get(name);
      if (!inventory) {
        inventory = this.make(name);
        this.clusters.set(name, inventory);
      }
      inventory.use(connection);
    }
  }

  private make(cluster: string): ClusterInventory {
    const { access, clock, options, logger } = this.context;
    return new ClusterInventory(cluster, {
      clock,
      options,
      logger,
      metrics: this.metrics,
      projection: this.projection,
      onFailure: (name, connection, error) =>
        access.reportFailure(name, connection, error),
      onDelta: delta => this.tell(delta),
    });
  }

  private tell(delta: InventoryDelta): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(delta);
      } catch (error) {
        this.context.logger.error(
          `A reader of the inventory of cluster "${delta.cluster}" failed`,
          error instanceof Error ? error : new Error(String(error)),
        );
      }
    }
  }

  private *counts() {
    for (const [cluster, inventory] of this.clusters) {
      for (const { kind, objects } of inventory.kinds()) {
        yield { cluster, kind, objects };
      }
    }
  }
}
