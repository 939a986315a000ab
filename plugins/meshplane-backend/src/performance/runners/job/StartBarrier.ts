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

import type { ShardMessage } from '@meshplane/benchmark';
import type { Timing } from '../../../clusters/timing';

/** A start is told at least this long ahead. */
const LEAST_LEAD_MS = 5000;
/** And this many times as long as the slowest shard took to hear of something. */
const LEAD_FACTOR = 3;
/** Clocks that are known worse than this would not begin together. */
export const MAX_UNCERTAINTY_MS = 50;

type Ready = Extract<ShardMessage, { type: 'ready' }>;

/**
 * Lets several shards begin at one moment: waits until all are ready, measures how long they take to hear of something,
 * and chooses a moment far enough ahead, on the clock that all have compared theirs with.
 */
export class StartBarrier {
  readonly #shards: number;
  readonly #timing: Timing;
  readonly #ready = new Map<number, Ready & { at: number }>();
  readonly #prepared = new Set<number>();
  readonly #armed = new Set<number>();
  #askedAt: number | undefined;
  #lead = LEAST_LEAD_MS;
  /** On the reference clock, once chosen. */
  startAt: number | undefined;
  /** On this machine's clock: by then all must have heard of the start. */
  deadline: number | undefined;

  constructor(shards: number, timing: Timing) {
    this.#shards = shards;
    this.#timing = timing;
  }

  /** @throws Error where the clock of a shard is not known well enough */
  take(message: ShardMessage): void {
    const now = this.#timing.now();
    if (message.type === 'ready') {
      this.#checkClock(message);
      this.#ready.set(message.shard, { ...message, at: now });
    } else if (message.type === 'prepared' && this.#askedAt !== undefined) {
      this.#prepared.add(message.shard);
      this.#lead = Math.max(this.#lead, LEAD_FACTOR * (now - this.#askedAt));
    } else if (message.type === 'armed' && message.startAt === this.startAt) {
      this.#armed.add(message.shard);
    }
  }

  get noneReady(): boolean {
    return this.#ready.size === 0;
  }

  get allReady(): boolean {
    return this.#ready.size === this.#shards;
  }

  get allPrepared(): boolean {
    return this.#prepared.size === this.#shards;
  }

  get allArmed(): boolean {
    return this.#armed.size === this.#shards;
  }

  missing(step: 'ready' | 'prepared' | 'armed'): number[] {
    const there = {
      ready: this.#ready,
      prepared: this.#prepared,
      armed: this.#armed,
    }[step];
    return Array.from({ length: this.#shards }, (_, index) => index).filter(
      index => !there.has(index),
    );
  }

  /** The shards are being asked to answer. */
  asked(): void {
    this.#askedAt = this.#timing.now();
  }

  /** Chooses the moment. One shard needs no lead. */
  choose(): number {
    const now = this.#timing.now();
    // What a shard said of the reference clock is at least this old; the largest is the nearest to the truth.
    const reference = Math.max(
      ...[...this.#ready.values()].map(ready => ready.now + (now - ready.at)),
    );
    this.startAt = Math.ceil(reference + this.#lead);
    this.deadline = now + this.#lead;
    return this.startAt;
  }

  #checkClock({ shard, clock }: Ready) {
    if (this.#shards === 1) return;
    const uncertainty = clock?.uncertaintyMs ?? Infinity;
    if (uncertainty > MAX_UNCERTAINTY_MS)
      throw new Error(
        `The clock of shard ${shard} is known to ±${Math.ceil(
          uncertainty,
        )} ms only, and at most ±${MAX_UNCERTAINTY_MS} ms let shards begin together: the API server answers its pod too slowly. Try again when the cluster is less busy, or take one shard`,
      );
  }
}
