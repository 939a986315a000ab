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

import { ServiceUnavailableError } from '@backstage/errors';
import type { MeshplaneEvent } from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess, ClusterChange } from '../clusters/ClusterAccess';
import type { OperationRecord } from '../database/operations/records';
import type { Inventory, InventoryDelta } from '../inventory/Inventory';
import { EventStream, type EventSink } from './EventStream';

/** Streams of one caller: one per open page of the portal, with room for pages that are still being closed. */
const MAX_STREAMS_PER_CALLER = 20;
const MAX_STREAMS = 1000;
const HEARTBEAT_MS = 20_000;

/** Who reads a stream. */
export interface Subscriber {
  /** Identity, for the limit per caller. */
  readonly caller: string;
  /** Whether events of the cluster may be sent. */
  allows(cluster: { name: string; source: string }): boolean;
  /**
   * Asked with every heartbeat: permissions may be withdrawn and credentials expire while a stream is open.
   *
   * @returns the filter from now on, or undefined to end the stream
   */
  renew(): Promise<Subscriber['allows'] | undefined>;
}

interface OpenStream {
  readonly stream: EventStream;
  readonly subscriber: Subscriber;
  allows: Subscriber['allows'];
}

/** Tells every open stream what changed in the clusters that its reader may see. */
export class EventHub {
  readonly #clusters: ClusterAccess;
  readonly #now: () => Date;
  readonly #open = new Set<OpenStream>();
  readonly #cleanup: (() => void)[];
  #closed = false;

  /**
   * @param options - `every`: calls back at an interval until the returned function is called
   */
  constructor(options: {
    clusters: ClusterAccess;
    inventory: Pick<Inventory, 'subscribe'>;
    operations: {
      subscribe(listener: (operation: OperationRecord) => void): () => void;
    };
    now: () => Date;
    every?: (milliseconds: number, run: () => void) => () => void;
  }) {
    this.#clusters = options.clusters;
    this.#now = options.now;
    this.#cleanup = [
      options.clusters.subscribe(change => this.#onClusterChange(change)),
      options.inventory.subscribe(delta => this.#onDelta(delta)),
      options.operations.subscribe(one => this.#onOperation(one)),
      (options.every ?? everyByTimer)(HEARTBEAT_MS, () => this.#heartbeat()),
    ];
  }

  /** Number of open streams. */
  get size() {
    return this.#open.size;
  }

  /**
   * Opens a stream, which begins with `hello`.
   *
   * @returns closes it; to be called when the reader has gone
   * @throws ServiceUnavailableError if the caller has too many
   */
  open(sink: EventSink, subscriber: Subscriber): () => void {
    this.checkRoom(subscriber.caller);
    const entry = {
      stream: new EventStream(sink),
      subscriber,
      allows: subscriber.allows,
    };
    this.#open.add(entry);
    entry.stream.send({ type: 'hello', at: this.#at() });
    return () => this.#close(entry);
  }

  /** @throws ServiceUnavailableError if no further stream may be opened */
  checkRoom(caller: string) {
    if (this.#closed)
      throw new ServiceUnavailableError('The backend is shutting down');
    const own = [...this.#open].filter(s => s.subscriber.caller === caller);
    if (own.length >= MAX_STREAMS_PER_CALLER)
      throw new ServiceUnavailableError(
        `"${caller}" has ${own.length} event streams open, the most that one caller may have; close some pages`,
      );
    if (this.#open.size >= MAX_STREAMS)
      throw new ServiceUnavailableError(
        `${MAX_STREAMS} event streams are open, the most that this backend serves`,
      );
  }

  /** Ends all streams and takes no new ones. */
  close() {
    this.#closed = true;
    for (const clean of this.#cleanup.splice(0)) clean();
    for (const entry of [...this.#open]) this.#close(entry);
  }

  #close(entry: OpenStream) {
    this.#open.delete(entry);
    entry.stream.close();
  }

  #onClusterChange(change: ClusterChange) {
    if (change.type !== 'updated') {
      this.#send({ type: 'cluster-list', at: this.#at() });
      return;
    }
    const cluster = this.#find(change.cluster);
    if (!cluster) return;
    const { state, message } = cluster.health;
    this.#send(
      {
        type: 'cluster',
        cluster: cluster.name,
        state,
        message,
        at: this.#at(),
      },
      cluster,
    );
  }

  #onDelta({ cluster: name, snapshot, kinds }: InventoryDelta) {
    const cluster = this.#find(name);
    if (!cluster) return;
    this.#send(
      {
        type: 'inventory',
        cluster: name,
        version: snapshot.version,
        kinds: [...kinds],
        at: this.#at(),
      },
      cluster,
    );
  }

  /** An operation is shown to those who may see all of its clusters. */
  #onOperation({ id, state, cluster, clusters, parent }: OperationRecord) {
    const found = clusters.map(name => this.#find(name));
    const known = found.filter(one => one !== undefined);
    // A cluster that is gone: nobody knows who might have seen it.
    if (known.length !== found.length) return;
    this.#send(
      {
        type: 'operation',
        operation: id,
        state,
        ...(cluster && { cluster }),
        ...(parent && { parent }),
        at: this.#at(),
      },
      ...known,
    );
  }

  #send(
    event: MeshplaneEvent,
    ...clusters: readonly { name: string; source: string }[]
  ) {
    for (const { stream, allows } of this.#open)
      if (clusters.every(cluster => allows(cluster))) stream.send(event);
  }

  #heartbeat() {
    for (const entry of [...this.#open]) {
      if (!entry.stream.heartbeat()) {
        this.#open.delete(entry);
        continue;
      }
      entry.subscriber.renew().then(
        allows => {
          if (allows) entry.allows = allows;
          else this.#close(entry);
        },
        // Not to be able to ask is not a yes.
        () => this.#close(entry),
      );
    }
  }

  #find(name: string) {
    return this.#clusters.list().find(cluster => cluster.name === name);
  }

  #at() {
    return this.#now().toISOString();
  }
}

function everyByTimer(milliseconds: number, run: () => void) {
  const timer = setInterval(run, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
