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
import {
  finishedRunStates,
  type LiveState,
} from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import type { RunRow, RunStore } from '../stores/model';
import { type OnRunEvent, RunFollower } from './RunFollower';

/**
 * Tells followers of a run everything about it from its beginning. What this replica knows is told at once; of runs of
 * other replicas, what they have written, within a second.
 */
export class RunFeed {
  readonly #store: RunStore;
  readonly #timing: Timing;
  readonly #followMs: number;
  readonly #live = new Map<string, LiveState>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #closing = new AbortController();

  constructor(options: { store: RunStore; timing: Timing; followMs: number }) {
    this.#store = options.store;
    this.#timing = options.timing;
    this.#followMs = options.followMs;
  }

  /** Wakes those who follow a run, because its row or its seconds have changed. */
  changed(run: string) {
    for (const wake of this.#waiting.get(run) ?? []) wake();
  }

  /** A load of this replica has told how far it is. */
  told(run: string, live: LiveState) {
    this.#live.set(run, live);
    this.changed(run);
  }

  /** This replica makes the load no more. */
  forget(run: string) {
    this.#live.delete(run);
    this.changed(run);
  }

  /** Ends all streams. */
  close() {
    this.#closing.abort();
  }

  /** See `RunService.watch`. */
  async watch(run: string, onEvent: OnRunEvent, signal: AbortSignal) {
    const first = await this.#get(run);
    const follower = new RunFollower(
      onEvent,
      await plannedSecondsOf(this.#store, first),
    );
    for await (const row of this.#changes(run, signal)) {
      const live = this.#live.get(run);
      await follower.row(row, () => this.#positionOf(row));
      await follower.seconds(
        await this.#store.seconds(run, follower.lastSecond),
        live === undefined && row.state === 'running',
      );
      if (live && row.state === 'running') await follower.live(live);
      if (isFinished(row)) {
        await onEvent({ type: 'end', run: row });
        return;
      }
    }
  }

  /** See `RunService.finished`. */
  async finished(run: string, signal: AbortSignal): Promise<RunRow> {
    for await (const row of this.#changes(run, signal))
      if (isFinished(row)) return row;
    signal.throwIfAborted();
    throw new Error('The backend is shutting down');
  }

  /** The row of a run now and after each change, until the signal aborts. */
  async *#changes(run: string, outer: AbortSignal) {
    const signal = AbortSignal.any([outer, this.#closing.signal]);
    while (!signal.aborted) {
      // Asked for before the database is read, so that nothing in between is missed.
      const news = this.#news(run, signal);
      yield await this.#get(run);
      await news;
    }
  }

  async #get(run: string): Promise<RunRow> {
    const row = await this.#store.get(run);
    if (!row) throw new NotFoundError(`There is no run "${run}"`);
    return row;
  }

  async #positionOf({ id, state }: RunRow) {
    return state === 'queued'
      ? (await this.#store.queuePositions()).get(id)
      : undefined;
  }

  #news(run: string, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const waiting = this.#waiting.get(run) ?? new Set();
      this.#waiting.set(run, waiting);
      let cancel = () => {};
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(run) === waiting)
          this.#waiting.delete(run);
        resolve();
      };
      cancel = this.#timing.schedule(this.#followMs, done);
      signal.addEventListener('abort', done, { once: true });
      waiting.add(done);
    });
  }
}

async function plannedSecondsOf(store: RunStore, { id }: RunRow) {
  const load = (await store.plan(id))?.load.load;
  if (!load) return 0;
  return load.model === 'open'
    ? load.stages.reduce((sum, { seconds }) => sum + seconds, 0)
    : load.seconds;
}

function isFinished({ state }: RunRow): boolean {
  return finishedRunStates.includes(state);
}
