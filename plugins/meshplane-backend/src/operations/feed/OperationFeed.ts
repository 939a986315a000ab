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
import type {
  OperationEvent,
  OperationState,
} from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import { stepViewOf, summaryOf } from '../views/operationViews';

/** Log entries that are read at a time. */
const PAGE = 200;
const MAX_PER_CALLER = 20;
const MAX_STREAMS = 500;

/** States after which nothing comes unless somebody resumes or rolls back. */
const ENDED: readonly OperationState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
];

/** Who follows an operation. */
export interface Follower {
  /** Identity, for the limit per caller. */
  readonly caller: string;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Log entries up to this one are known. */
  readonly after: number;
  /** Resolves when the reader can take more. */
  send(event: OperationEvent): Promise<void>;
}

/**
 * Tells followers of an operation everything that is written about it, from the database: it makes no difference which
 * replica runs the operation. What this replica writes is told at once, the rest within a second.
 */
export class OperationFeed {
  readonly #store: Pick<OperationStore, 'get' | 'steps' | 'log'>;
  readonly #timing: Timing;
  readonly #followMs: number;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #followers = new Set<Follower>();
  readonly #closing = new AbortController();

  constructor(options: {
    store: Pick<OperationStore, 'get' | 'steps' | 'log'>;
    timing: Timing;
    followMs: number;
  }) {
    this.#store = options.store;
    this.#timing = options.timing;
    this.#followMs = options.followMs;
  }

  /** Wakes those who follow the operation. */
  changed(operation: string) {
    for (const wake of this.#waiting.get(operation) ?? []) wake();
  }

  /** @throws ServiceUnavailableError if no further stream may be opened */
  checkRoom(caller: string) {
    if (this.#closing.signal.aborted)
      throw new ServiceUnavailableError('The backend is shutting down');
    const own = [...this.#followers].filter(one => one.caller === caller);
    if (own.length >= MAX_PER_CALLER)
      throw new ServiceUnavailableError(
        `"${caller}" follows ${own.length} operations, the most that one caller may; close some pages`,
      );
    if (this.#followers.size >= MAX_STREAMS)
      throw new ServiceUnavailableError(
        `${MAX_STREAMS} operations are followed, the most that this backend serves`,
      );
  }

  /** Resolves when the operation has ended, the follower has gone or the backend stops. */
  async follow(id: string, follower: Follower): Promise<void> {
    this.#followers.add(follower);
    const signal = AbortSignal.any([follower.signal, this.#closing.signal]);
    try {
      await this.#follow(id, follower, signal);
    } finally {
      this.#followers.delete(follower);
    }
  }

  /** Ends all streams and takes no new ones. */
  close() {
    this.#closing.abort();
  }

  async #follow(id: string, follower: Follower, signal: AbortSignal) {
    let seq = follower.after;
    let version: number | undefined;
    while (!signal.aborted) {
      const news = this.#news(id, signal);
      // Before the log: what has ended by now has its whole log by now.
      const operation = await this.#store.get(id);
      if (!operation) return;
      seq = await this.#sendLog(id, seq, follower, signal);
      if (operation.version !== version) {
        version = operation.version;
        const steps = await this.#store.steps(id);
        await follower.send({
          type: 'update',
          operation: summaryOf(operation),
          steps: steps.map(stepViewOf),
        });
      }
      if (ENDED.includes(operation.state) && seq >= operation.logSeq) {
        await follower.send({ type: 'end', state: operation.state });
        return;
      }
      await news;
    }
  }

  async #sendLog(
    id: string,
    after: number,
    follower: Follower,
    signal: AbortSignal,
  ) {
    let seq = after;
    while (!signal.aborted) {
      const entries = await this.#store.log(id, seq, PAGE);
      for (const entry of entries) {
        await follower.send({ type: 'log', entry });
        seq = entry.seq;
      }
      if (entries.length < PAGE) break;
    }
    return seq;
  }

  /** Resolves with the next change; asked for before the database is read, so that none is missed in between. */
  #news(id: string, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      let cancel = () => {};
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting)
          this.#waiting.delete(id);
        resolve();
      };
      cancel = this.#timing.schedule(this.#followMs, done);
      signal.addEventListener('abort', done, { once: true });
      waiting.add(done);
    });
  }
}
