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
import type { KindId, KubeObject } from '@meshplane/meshes';
import { pause, type Clock } from '../clock';
import type { ReconcileStatus } from '../Inventory';
import { listPath, objectPath } from '../kinds';
import type { InventoryMetrics } from '../metrics';
import type { InventoryOptions } from '../options';
import { isRaw } from '../projection/raw';
import type { KindRecord } from '../store/KindRecord';
import { KubeStatusError, messageOf } from '../transport/errors';
import { readList } from '../transport/lists';
import { readJson, type RequestContext } from '../transport/request';
import { METADATA_ITEM, METADATA_LIST } from './accept';
import { jitteredMs } from './backoff';
import type { Slots } from './Slots';

/** More suspects than this are not asked for one by one. */
const MAX_SINGLE_CHECKS = 50;

/** What the reconciler of one connection works with. */
export interface ReconcilerContext {
  cluster: string;
  clock: Clock;
  options: InventoryOptions;
  slots: Slots;
  metrics: InventoryMetrics;
  logger: LoggerService;
  records(): Iterable<KindRecord>;
  request: RequestContext;
  /** Reads a kind anew. */
  restart(kind: KindId): void;
}

interface Identity {
  namespace?: string;
  name: string;
  uid?: string;
  resourceVersion?: string;
}

/** What the list says and the store does not, or the other way round. */
interface Suspect {
  namespace?: string;
  name: string;
  /** The object as kept when the difference was seen. */
  kept?: KubeObject;
  /** What the cluster has; undefined if it has none. */
  real?: Identity;
}

/**
 * Compares what the watches have built with fresh lists of metadata. A watch is always a little behind or ahead of a
 * list, so a difference counts as drift only if it is still the same after a while.
 */
export class Reconciler {
  private current: ReconcileStatus;

  constructor(
    private readonly context: ReconcilerContext,
    before: ReconcileStatus | undefined,
    private readonly onStatus: (status: ReconcileStatus) => void,
  ) {
    this.current = before ?? { drift: 0, driftTotal: 0 };
  }

  /** Reconciles again and again until the signal of the connection aborts. */
  async run(): Promise<void> {
    const { clock, options, request } = this.context;
    for (;;) {
      await pause(
        clock,
        jitteredMs(clock, options.reconcileIntervalMs),
        request.signal,
      );
      if (request.signal.aborted) return;
      await this.reconcile();
    }
  }

  private async reconcile(): Promise<void> {
    const { cluster, request, metrics, logger, restart, clock } = this.context;
    let drift = 0;
    for (const record of this.context.records()) {
      if (!record.synced) continue;
      const kind = record.spec.id;
      try {
        const found = await this.driftOf(record);
        if (request.signal.aborted) return;
        if (found === 0) continue;
        drift += found;
        metrics.drifted(cluster, kind, found);
        logger.warn(
          `Cluster "${cluster}": ${found} objects of kind "${kind}" differ from a fresh list; reading them anew`,
        );
        restart(kind);
      } catch (error) {
        if (request.signal.aborted) return;
        // The watch meets the same trouble and reports it.
        logger.debug(
          `Cluster "${cluster}": kind "${kind}" could not be reconciled: ${messageOf(
            error,
          )}`,
        );
      }
    }
    this.current = {
      lastAt: new Date(clock.now()).toISOString(),
      drift,
      driftTotal: this.current.driftTotal + drift,
    };
    this.onStatus(this.current);
  }

  private async driftOf(record: KindRecord): Promise<number> {
    const { clock, options, request } = this.context;
    const suspects = await this.suspectsOf(record);
    if (suspects.length === 0) return 0;
    const checked =
      suspects.length > MAX_SINGLE_CHECKS
        ? suspects
        : await this.askAgain(record, suspects);
    await pause(clock, options.reconcileGraceMs, request.signal);
    return checked.filter(({ namespace, name, kept, real }) => {
      const now = record.draft.get(namespace, name);
      return now === kept && !sameState(now, real);
    }).length;
  }

  private async suspectsOf(record: KindRecord): Promise<Suspect[]> {
    const { options, request, slots } = this.context;
    const { spec, draft } = record;
    const unseen = new Map<string, KubeObject>();
    for (const object of draft.objects())
      unseen.set(keyOf(object.metadata), object);
    const suspects: Suspect[] = [];
    await readList(
      request,
      {
        path: listPath(spec),
        accept: METADATA_LIST,
        labelSelector: spec.labelSelector,
        firstPageSize: options.pageSize,
        maxPageSize: options.pageSize,
        maxPageBytes: options.maxPageBytes,
        timeoutMs: options.requestTimeoutMs,
        slot: run => slots.run(request.signal, run),
      },
      items => {
        for (const item of items) {
          const real = identityOf(item);
          if (!real) continue;
          const { namespace, name } = real;
          unseen.delete(keyOf(real));
          const kept = draft.get(namespace, name);
          if (!sameState(kept, real)) {
            suspects.push({ namespace, name, kept, real });
          }
        }
      },
    );
    for (const kept of unseen.values()) {
      const { namespace, name } = kept.metadata;
      suspects.push({ namespace, name, kept });
    }
    return suspects;
  }

  /** The list is some seconds old by now: what each of the suspects is at this moment. */
  private async askAgain(
    record: KindRecord,
    suspects: readonly Suspect[],
  ): Promise<Suspect[]> {
    const { options, request } = this.context;
    const checked: Suspect[] = [];
    for (const { namespace, name } of suspects) {
      let real: Identity | undefined;
      try {
        const { value } = await readJson(
          request,
          objectPath(record.spec, namespace, name),
          {
            accept: METADATA_ITEM,
            timeoutMs: options.requestTimeoutMs,
            maxBytes: options.maxLineBytes,
          },
        );
        real = identityOf(value);
      } catch (error) {
        if (!(error instanceof KubeStatusError) || error.status !== 404) {
          throw error;
        }
      }
      const kept = record.draft.get(namespace, name);
      checked.push({ namespace, name, kept, real });
    }
    return checked;
  }
}

function identityOf(item: unknown): Identity | undefined {
  const metadata = isRaw(item) && isRaw(item.metadata) ? item.metadata : {};
  const { name, namespace, uid, resourceVersion } = metadata;
  if (typeof name !== 'string') return undefined;
  return {
    name,
    namespace: typeof namespace === 'string' ? namespace : undefined,
    uid: typeof uid === 'string' ? uid : undefined,
    resourceVersion:
      typeof resourceVersion === 'string' ? resourceVersion : undefined,
  };
}

function sameState(
  kept: KubeObject | undefined,
  real: Identity | undefined,
): boolean {
  return (
    kept?.metadata.uid === real?.uid &&
    kept?.metadata.resourceVersion === real?.resourceVersion
  );
}

function keyOf({ namespace = '', name }: Identity): string {
  return `${namespace}/${name}`;
}
