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

import type { KubeObject } from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { pause, type Clock } from '../clock';
import { listPath, objectPath, type KindSpec } from '../kinds';
import type { InventoryMetrics } from '../metrics';
import type { InventoryOptions } from '../options';
import { withConfigMapData } from '../projection/configMaps';
import type { ProjectionContext } from '../projection/metadata';
import { projectObject } from '../projection/project';
import { isRaw } from '../projection/raw';
import type { KindRecord } from '../store/KindRecord';
import { Replacement } from '../store/TableDraft';
import {
  classifyFailure,
  KindTooLargeError,
  KubeStatusError,
  messageOf,
  type FailureClass,
} from '../transport/errors';
import { readList } from '../transport/lists';
import { readJson, type RequestContext } from '../transport/request';
import { followWatch, type WatchEvent } from '../transport/watches';
import { listAccept, OBJECT, watchAccept } from './accept';
import { backoffMs, jitteredMs } from './backoff';
import type { Slots } from './Slots';

/** What the watchers of one connection share. */
export interface WatcherContext {
  cluster: string;
  connection: ClusterConnection;
  clock: Clock;
  options: InventoryOptions;
  slots: Slots;
  projection: ProjectionContext;
  metrics: InventoryMetrics;
}

/** What a watcher reports. */
export interface WatcherEvents {
  /** Objects or state changed in a way that readers can see. */
  changed(): void;
  /** The first list has ended, well or badly. */
  settled(): void;
  unauthorized(error: unknown): void;
  /** The API server could not be reached, or the connection broke. */
  unreachable(error: unknown): void;
}

/** A watch that ends this early without a single event has not worked. */
const SHORT_WATCH_MS = 1_000;

/**
 * So often in a row has a refusal to be heard before what was read is forgotten: an API server that starts refuses for a
 * moment what it will allow.
 */
const BELIEVED_REFUSALS = 3;

/** Lists a kind and follows it, for as long as its signal lasts. */
export class KindWatcher {
  private resourceVersion?: string;
  private failures = 0;
  private refusals = 0;
  private listed = false;
  private mistrusted = false;
  private relist = new AbortController();

  constructor(
    private readonly record: KindRecord,
    private readonly context: WatcherContext,
    private readonly events: WatcherEvents,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when the signal has aborted and the last socket is closed. */
  async run(): Promise<void> {
    this.report('syncing');
    while (!this.signal.aborted) {
      try {
        if (this.resourceVersion === undefined || this.mistrusted) {
          await this.list();
        }
        await this.watch(this.resourceVersion!);
      } catch (error) {
        if (this.signal.aborted) return;
        if (!(await this.recover(error))) return;
      }
    }
  }

  /** Makes the watcher read everything anew, because its state proved wrong. */
  restart(): void {
    // It may be between two watches just now, so that there is nothing to abort.
    this.mistrusted = true;
    this.relist.abort();
  }

  private get spec(): KindSpec {
    return this.record.spec;
  }

  private requestContext(signal = this.signal): RequestContext {
    const { connection, clock } = this.context;
    return { connection, clock, signal };
  }

  private async list(): Promise<void> {
    const { options, clock, metrics, cluster, slots } = this.context;
    if (this.listed) this.record.noteRelist();
    this.listed = true;
    this.mistrusted = false;
    const started = clock.now();
    const next = new Replacement();
    const resourceVersion = await readList(
      this.requestContext(),
      {
        path: listPath(this.spec),
        accept: listAccept(this.spec),
        labelSelector: this.spec.labelSelector,
        firstPageSize: this.spec.firstPageSize,
        maxPageSize: options.pageSize,
        maxPageBytes: options.maxPageBytes,
        timeoutMs: options.requestTimeoutMs,
        slot: run => slots.run(this.signal, run),
      },
      async items => {
        for (const item of items) {
          // What is kept already and has not changed stays the same object: a relist then costs no memory.
          const object = this.known(item) ?? this.project(item);
          if (!object) continue;
          next.add(
            this.wantsData(object) ? await this.enriched(object) : object,
          );
        }
        this.checkSize(next.size);
      },
    );
    this.signal.throwIfAborted();
    const changed = this.record.draft.replace(next);
    this.resourceVersion = resourceVersion;
    metrics.listed(cluster, this.spec.id, clock.now() - started);
    if (!this.report('synced') && changed) this.events.changed();
    this.events.settled();
  }

  private async watch(resourceVersion: string): Promise<void> {
    const { options, clock } = this.context;
    const controller = new AbortController();
    this.relist = new AbortController();
    const relist = this.relist.signal;
    const stop = () => controller.abort();
    const started = clock.now();
    let heard = false;
    this.signal.addEventListener('abort', stop);
    relist.addEventListener('abort', stop);
    try {
      await followWatch(
        this.requestContext(controller.signal),
        {
          path: listPath(this.spec),
          accept: watchAccept(this.spec),
          labelSelector: this.spec.labelSelector,
          resourceVersion,
          timeoutSeconds: Math.round(
            options.watchTimeoutSeconds * (1 + clock.random()),
          ),
          openTimeoutMs: options.requestTimeoutMs,
          idleMs: options.watchIdleMs,
          maxLineBytes: options.maxLineBytes,
        },
        () => this.report('synced'),
        event => {
          heard = true;
          this.failures = 0;
          return this.take(event);
        },
      );
    } catch (error) {
      if (!relist.aborted) throw error;
    } finally {
      this.signal.removeEventListener('abort', stop);
      relist.removeEventListener('abort', stop);
    }
    if (this.signal.aborted) return;
    if (relist.aborted) return;
    if (!heard && clock.now() - started < SHORT_WATCH_MS) {
      throw new Error('The watch ended as soon as it began');
    }
    this.failures = 0;
    this.restarted('ended');
  }

  private take(event: WatchEvent): void | Promise<void> {
    this.record.noteEvent(this.context.clock.now());
    if (event.type === 'BOOKMARK') {
      this.resourceVersion = event.resourceVersion;
      return undefined;
    }
    const object = this.project(event.object);
    if (object && event.type !== 'DELETED' && this.wantsData(object)) {
      return this.enriched(object).then(whole => this.keep(event, whole));
    }
    this.keep(event, object);
    return undefined;
  }

  private keep(event: WatchEvent, object: KubeObject | undefined): void {
    if (this.signal.aborted) return;
    this.resourceVersion = event.resourceVersion;
    if (!object) return;
    const { draft } = this.record;
    const { namespace, name } = object.metadata;
    const visible =
      event.type === 'DELETED'
        ? draft.remove(namespace, name)
        : draft.upsert(object);
    this.checkSize(draft.size);
    if (visible) this.events.changed();
  }

  private project(raw: unknown): KubeObject | undefined {
    return projectObject(this.spec, raw, this.context.projection);
  }

  private known(raw: unknown): KubeObject | undefined {
    const metadata = isRaw(raw) && isRaw(raw.metadata) ? raw.metadata : {};
    if (typeof metadata.name !== 'string') return undefined;
    const kept = this.record.draft.get(
      typeof metadata.namespace === 'string' ? metadata.namespace : undefined,
      metadata.name,
    );
    return kept &&
      kept.metadata.uid === metadata.uid &&
      kept.metadata.resourceVersion === metadata.resourceVersion
      ? kept
      : undefined;
  }

  private wantsData({ metadata }: KubeObject): boolean {
    const { scope } = this.context.projection;
    return Boolean(
      this.spec.dataByName && scope.includesConfigMapData(metadata.name),
    );
  }

  private async enriched(object: KubeObject): Promise<KubeObject> {
    if ('data' in object) return object;
    const { options } = this.context;
    const { namespace, name } = object.metadata;
    try {
      const { value } = await readJson(
        this.requestContext(),
        objectPath(this.spec, namespace, name),
        {
          accept: OBJECT,
          timeoutMs: options.requestTimeoutMs,
          maxBytes: options.maxLineBytes,
        },
      );
      return isRaw(value) ? withConfigMapData(object, value) : object;
    } catch (error) {
      if (error instanceof KubeStatusError && error.status === 401) throw error;
      // It may be gone again, or only its metadata may be read: that it is there is worth keeping.
      return object;
    }
  }

  private checkSize(size: number): void {
    const { maxObjectsPerKind } = this.context.options;
    if (size > maxObjectsPerKind) {
      throw new KindTooLargeError(this.spec.id, maxObjectsPerKind);
    }
  }

  /** @returns whether to go on */
  private async recover(error: unknown): Promise<boolean> {
    const failure = classifyFailure(error);
    this.failures += 1;
    this.restarted(failure);
    if (failure === 'unauthorized') {
      this.report('failing', messageOf(error));
      this.events.settled();
      this.events.unauthorized(error);
      return false;
    }
    if (failure !== 'transient') this.resourceVersion = undefined;
    if (failure === 'too-large') {
      this.record.forget();
      this.events.changed();
    }
    this.reportFailure(failure, error);
    if (failure === 'transient' && !(error instanceof KubeStatusError)) {
      this.events.unreachable(error);
    }
    await pause(this.context.clock, this.waitMs(failure, error), this.signal);
    return !this.signal.aborted;
  }

  private reportFailure(failure: FailureClass, error: unknown): void {
    const refused = failure === 'forbidden' || failure === 'absent';
    this.refusals = refused ? this.refusals + 1 : 0;
    if (
      refused &&
      (!this.record.readable || this.refusals >= BELIEVED_REFUSALS)
    ) {
      this.report(
        failure,
        failure === 'forbidden' ? messageOf(error) : undefined,
      );
    } else if (this.failures > 1 || !this.record.readable) {
      this.report('failing', messageOf(error));
    }
    if (!this.willRelistAtOnce(failure)) this.events.settled();
  }

  private willRelistAtOnce(failure: FailureClass): boolean {
    return (
      (failure === 'gone' || failure === 'protocol') && this.failures === 1
    );
  }

  private waitMs(failure: FailureClass, error: unknown): number {
    const { clock, options } = this.context;
    switch (failure) {
      case 'too-large':
        return jitteredMs(clock, options.slowRetryMs);
      case 'forbidden':
      case 'absent':
        // Quickly at first: a resource may be served, and a role heeded, a moment after the API server says so.
        return backoffMs(clock, this.refusals, {
          backoffInitialMs: options.backoffInitialMs,
          backoffMaxMs: options.slowRetryMs,
        });
      default: {
        if (this.willRelistAtOnce(failure)) return 0;
        const asked =
          error instanceof KubeStatusError
            ? (error.options.retryAfterSeconds ?? 0) * 1000
            : 0;
        return Math.max(
          backoffMs(clock, this.failures, options),
          Math.min(asked, options.backoffMaxMs),
        );
      }
    }
  }

  /** @returns whether readers were told */
  private report(
    state: 'syncing' | 'synced' | 'forbidden' | 'absent' | 'failing',
    error?: string,
  ): boolean {
    if (state === 'synced') this.refusals = 0;
    const changed = this.record.setState(state, error);
    if (changed) this.events.changed();
    return changed;
  }

  private restarted(cause: FailureClass | 'ended'): void {
    const { metrics, cluster } = this.context;
    metrics.watchRestarted(cluster, this.spec.id, cause);
  }
}
