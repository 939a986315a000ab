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
import type { CustomResourceDefinition, KindId } from '@meshplane/meshes';
import type {
  KindStatus,
  SnapshotInfo,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { Clock } from './clock';
import type {
  InventoryDelta,
  InventorySnapshot,
  ReconcileStatus,
} from './Inventory';
import { apiVersionOf, CRD_KIND, kindOfCrd, type KindSpec } from './kinds';
import type { InventoryMetrics } from './metrics';
import type { InventoryOptions } from './options';
import type { ProjectionContext } from './projection/metadata';
import {
  ClusterSnapshot,
  emptySnapshot,
  type Availability,
} from './store/ClusterSnapshot';
import { KindRecord } from './store/KindRecord';
import type { KindTable } from './store/KindTable';
import { jitteredMs } from './sync/backoff';
import { ClusterSession } from './sync/ClusterSession';
import { Publisher } from './sync/Publisher';
import { Reconciler } from './sync/Reconciler';
import { Slots } from './sync/Slots';

/** What the inventories of all clusters share. */
export interface ClusterInventoryContext {
  clock: Clock;
  options: InventoryOptions;
  projection: ProjectionContext;
  metrics: InventoryMetrics;
  logger: LoggerService;
  /** A connection broke or its credentials are refused. */
  onFailure(
    cluster: string,
    connection: ClusterConnection,
    error: unknown,
  ): void;
  onDelta(delta: InventoryDelta): void;
}

/** The inventory of one cluster over all its connections, one after the other. */
export class ClusterInventory {
  private readonly records = new Map<KindId, KindRecord>();
  private readonly publisher: Publisher;
  private readonly ending = new Set<Promise<void>>();
  private readonly dropped = new Set<KindId>();
  private session?: ClusterSession;
  private connection?: ClusterConnection;
  private snapshot: ClusterSnapshot;
  private reconcile?: ReconcileStatus;
  private wasComplete = false;
  private cancelRetry?: () => void;

  constructor(
    private readonly cluster: string,
    private readonly context: ClusterInventoryContext,
  ) {
    const { clock, options, metrics } = context;
    this.snapshot = emptySnapshot(cluster, new Date(clock.now()).toISOString());
    this.publisher = new Publisher(clock, options, lagMs => {
      metrics.published(cluster, lagMs);
      this.publish();
    });
  }

  get current(): InventorySnapshot {
    return this.snapshot;
  }

  get reconcileStatus(): ReconcileStatus | undefined {
    return this.reconcile;
  }

  kinds(): readonly KindStatus[] {
    return [...this.records.values()]
      .map(record => record.status())
      .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }

  /** Reads through this connection from now on; none means that the cluster cannot be talked to at present. */
  use(connection: ClusterConnection | undefined): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.endSession();
    if (connection) this.beginSession(connection);
    this.publisher.touch();
  }

  /** Resolves when all sockets are closed. */
  async stop(): Promise<void> {
    this.connection = undefined;
    this.endSession();
    this.publisher.stop();
    await Promise.all(this.ending);
  }

  private beginSession(connection: ClusterConnection): void {
    const { cluster, context } = this;
    const { clock, options, metrics, logger, projection } = context;
    const slots = new Slots(options.listConcurrency);
    const session = new ClusterSession(
      { cluster, connection, clock, options, slots, projection, metrics },
      {
        ensure: spec => this.ensure(spec),
        kinds: () => [...this.records.keys()],
        drop: kind => this.drop(kind),
        changed: () => this.publisher.touch(),
      },
      logger,
      {
        unauthorized: error => this.onUnauthorized(session, connection, error),
        unreachable: error => context.onFailure(cluster, connection, error),
      },
    );
    this.session = session;
    session.start();
    const reconciler = new Reconciler(
      {
        cluster,
        clock,
        options,
        slots,
        metrics,
        logger,
        records: () => [...this.records.values()],
        request: session.requestContext(),
        restart: kind => session.restart(kind),
      },
      this.reconcile,
      status => {
        this.reconcile = status;
      },
    );
    this.track(reconciler.run());
  }

  private onUnauthorized(
    session: ClusterSession,
    connection: ClusterConnection,
    error: unknown,
  ): void {
    // Several kinds hear of it at the same time.
    if (this.session !== session) return;
    const { clock, options } = this.context;
    this.endSession();
    this.publisher.touch();
    this.context.onFailure(this.cluster, connection, error);
    // If the health check disagrees, it goes on offering the same connection: then it was a hiccup.
    this.cancelRetry = clock.schedule(() => {
      if (this.connection === connection && !this.session) {
        this.beginSession(connection);
      }
    }, jitteredMs(clock, options.backoffMaxMs));
  }

  private endSession(): void {
    this.cancelRetry?.();
    this.cancelRetry = undefined;
    if (this.session) this.track(this.session.stop());
    this.session = undefined;
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.ending.delete(tracked));
    this.ending.add(tracked);
  }

  private ensure(spec: KindSpec): KindRecord {
    const found = this.records.get(spec.id);
    if (found) {
      if (apiVersionOf(found.spec) !== apiVersionOf(spec)) found.forget();
      found.spec = spec;
      return found;
    }
    const record = new KindRecord(spec);
    this.records.set(spec.id, record);
    return record;
  }

  private drop(kind: KindId): void {
    if (!this.records.delete(kind)) return;
    this.dropped.add(kind);
    this.publisher.touch();
  }

  private publish(): void {
    const { cluster, context } = this;
    const tables = new Map<KindId, KindTable>();
    const availability = new Map<KindId, Availability>();
    const kinds = new Set<KindId>();
    const namespaces = new Set<string>();
    for (const [kind, record] of this.records) {
      const { table, namespaces: touched } = record.draft.publish();
      tables.set(kind, table);
      availability.set(kind, record.availability());
      if (
        touched.length > 0 ||
        availability.get(kind) !== this.snapshot.availability(kind)
      ) {
        kinds.add(kind);
      }
      for (const namespace of touched) namespaces.add(namespace);
    }
    for (const kind of this.dropped) {
      if (this.records.has(kind)) continue;
      kinds.add(kind);
      namespaces.add('');
    }
    this.dropped.clear();
    this.snapshot = new ClusterSnapshot({
      cluster,
      info: {
        version: this.snapshot.version + 1,
        at: new Date(context.clock.now()).toISOString(),
        completeness: this.completeness(),
      },
      tables,
      availability,
      unwatched: unwatchedKinds(
        availability.get(CRD_KIND) === 'synced'
          ? tables.get(CRD_KIND)
          : undefined,
        context.projection,
      ),
    });
    context.onDelta({
      cluster,
      snapshot: this.snapshot,
      kinds: [...kinds].sort(),
      namespaces: [...namespaces].sort(),
    });
  }

  private completeness(): SnapshotInfo['completeness'] {
    if (!this.session?.caughtUp) return this.wasComplete ? 'stale' : 'loading';
    this.wasComplete = true;
    for (const record of this.records.values()) {
      if (record.problem) return 'partial';
    }
    return 'complete';
  }
}

/** Whether a kind without a record is served, as far as the CRDs tell. */
function unwatchedKinds(
  crds: KindTable | undefined,
  { scope }: ProjectionContext,
): (kind: KindId) => Availability {
  if (!crds) return () => 'unknown';
  return kind => {
    const group = kind.slice(kind.indexOf('.') + 1);
    // Groups that are built into the API server have no CRDs.
    if (!kind.includes('.') || !scope.isMeshGroup(group)) return 'unknown';
    const served = crds
      .list()
      .some(crd => kindOfCrd(crd as CustomResourceDefinition)?.id === kind);
    return served ? 'unknown' : 'absent';
  };
}
