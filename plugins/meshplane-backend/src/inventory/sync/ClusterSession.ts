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
import {
  BUILT_IN_KINDS,
  CRD_KIND,
  customKind,
  kindOfCrd,
  listPath,
  type KindSpec,
} from '../kinds';
import type { KindRecord } from '../store/KindRecord';
import {
  discoverGroups,
  type DiscoveryLimits,
  type ServedKind,
} from '../transport/discovery';
import { classifyFailure, messageOf } from '../transport/errors';
import type { RequestContext } from '../transport/request';
import { KindWatcher, type WatcherContext } from './KindWatcher';

/** Limit for discovery, in milliseconds: without its answer, the kinds are read where every cluster serves them. */
const DISCOVERY_TIMEOUT_MS = 10_000;

const BUILT_IN = new Set(BUILT_IN_KINDS.map(({ id }) => id));

/** The records of a cluster that a session fills. */
export interface SessionRecords {
  /** The record of a kind, made if there is none. */
  ensure(spec: KindSpec): KindRecord;
  kinds(): readonly KindId[];
  /** A kind that is no longer served. */
  drop(kind: KindId): void;
  changed(): void;
}

/** Failures that concern the connection as a whole. */
export interface SessionFailures {
  unauthorized(error: unknown): void;
  unreachable(error: unknown): void;
}

interface Running {
  spec: KindSpec;
  watcher: KindWatcher;
  controller: AbortController;
  done: Promise<void>;
}

/** Reads one cluster through one connection, until it is stopped. */
export class ClusterSession {
  private readonly controller = new AbortController();
  private readonly running = new Map<KindId, Running>();
  private readonly settled = new Set<KindId>();
  private readonly ending = new Set<Promise<void>>();
  private hasCaughtUp = false;

  constructor(
    private readonly context: WatcherContext,
    private readonly records: SessionRecords,
    private readonly logger: LoggerService,
    private readonly failures: SessionFailures,
  ) {}

  /** Whether the first list of every kind has ended, well or badly. */
  get caughtUp(): boolean {
    return this.hasCaughtUp;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  start(): void {
    this.track(this.begin());
  }

  /** Aborts everything; resolves when all sockets are closed. */
  async stop(): Promise<void> {
    this.controller.abort();
    for (const { controller } of this.running.values()) controller.abort();
    while (this.ending.size > 0) await Promise.all(this.ending);
  }

  /** Reads a kind anew. */
  restart(kind: KindId): void {
    this.running.get(kind)?.watcher.restart();
  }

  requestContext(): RequestContext {
    const { connection, clock } = this.context;
    return { connection, clock, signal: this.signal };
  }

  private async begin(): Promise<void> {
    const groups = new Set(BUILT_IN_KINDS.map(({ group }) => group));
    let served = new Map<KindId, ServedKind>();
    try {
      served = await this.discover(group => groups.has(group));
    } catch (error) {
      if (this.signal.aborted) return;
      if (classifyFailure(error) === 'unauthorized') {
        this.failures.unauthorized(error);
        return;
      }
      this.logger.debug(
        `Cluster "${
          this.context.cluster
        }": discovery failed, reading the usual paths: ${messageOf(error)}`,
      );
    }
    if (this.signal.aborted) return;
    const { scope } = this.context.projection;
    for (const spec of BUILT_IN_KINDS) {
      if (!scope.mayRead(spec.group, spec.resource)) continue;
      this.run({ ...spec, ...servedElsewhere(spec, served.get(spec.id)) });
    }
  }

  private discover(
    includesGroup: (group: string) => boolean,
  ): Promise<Map<KindId, ServedKind>> {
    const { options } = this.context;
    const limits: DiscoveryLimits = {
      timeoutMs: Math.min(DISCOVERY_TIMEOUT_MS, options.requestTimeoutMs),
      maxBytes: options.maxPageBytes,
    };
    return discoverGroups(this.requestContext(), limits, includesGroup);
  }

  private run(spec: KindSpec): void {
    const record = this.records.ensure(spec);
    const controller = new AbortController();
    const watcher = new KindWatcher(
      record,
      this.context,
      {
        changed: () => {
          if (controller.signal.aborted) return;
          if (spec.id === CRD_KIND && record.readable) this.followCrds(record);
          this.records.changed();
        },
        settled: () => this.onSettled(spec.id, record),
        unreachable: error => this.failures.unreachable(error),
        unauthorized: error => this.failures.unauthorized(error),
      },
      controller.signal,
    );
    const done = watcher.run();
    this.running.set(spec.id, { spec, watcher, controller, done });
    this.track(done);
  }

  private onSettled(kind: KindId, record: KindRecord): void {
    if (this.signal.aborted) return;
    if (kind === CRD_KIND && !record.readable) {
      // Without leave to read CRDs, discovery still says which of their kinds are served.
      const found = this.followDiscovery().finally(() => this.settle(kind));
      this.track(found);
      return;
    }
    this.settle(kind);
  }

  private settle(kind: KindId): void {
    this.settled.add(kind);
    this.checkCaughtUp();
  }

  private checkCaughtUp(): void {
    if (
      this.hasCaughtUp ||
      [...this.running.keys()].some(one => !this.settled.has(one))
    ) {
      return;
    }
    this.hasCaughtUp = true;
    this.records.changed();
  }

  private followCrds(record: KindRecord): void {
    const specs: KindSpec[] = [];
    for (const object of record.draft.objects()) {
      // The record's projection has made it.
      const spec = kindOfCrd(object as CustomResourceDefinition);
      if (spec && this.wants(spec)) specs.push(spec);
    }
    this.follow(specs);
  }

  private async followDiscovery(): Promise<void> {
    try {
      const served = await this.discover(() => true);
      if (this.signal.aborted) return;
      this.follow(
        [...served.values()]
          .map(customKind)
          .filter(spec => !BUILT_IN.has(spec.id) && this.wants(spec)),
      );
    } catch (error) {
      if (this.signal.aborted) return;
      this.logger.debug(
        `Cluster "${
          this.context.cluster
        }": discovery of custom kinds failed: ${messageOf(error)}`,
      );
    }
  }

  private wants({ id, group, resource }: KindSpec): boolean {
    const { scope } = this.context.projection;
    return scope.mayRead(group, resource) && scope.includesKind(id);
  }

  /** Starts what is new, stops what is gone, starts anew what is served elsewhere. */
  private follow(specs: readonly KindSpec[]): void {
    const wanted = new Map(specs.map(spec => [spec.id, spec]));
    for (const [id, { spec, controller, done }] of this.running) {
      const next = wanted.get(id);
      if (BUILT_IN.has(id) || (next && listPath(next) === listPath(spec))) {
        continue;
      }
      controller.abort();
      this.track(done);
      this.running.delete(id);
      this.settled.delete(id);
    }
    // Those that only an earlier connection has seen.
    for (const id of this.records.kinds()) {
      if (!BUILT_IN.has(id) && !wanted.has(id)) this.records.drop(id);
    }
    for (const spec of specs) {
      if (!this.running.has(spec.id)) this.run(spec);
    }
    this.checkCaughtUp();
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.ending.delete(tracked));
    this.ending.add(tracked);
  }
}

function servedElsewhere(
  spec: KindSpec,
  served: ServedKind | undefined,
): Partial<KindSpec> {
  if (!served || served.kind !== spec.kind) return {};
  const { version, resource, namespaced } = served;
  return { version, resource, namespaced };
}
