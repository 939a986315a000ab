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

import type { Histogram } from 'hdr-histogram-js';
import { decodeHistogram, newHistogram } from '../engine/histograms';
import type { LiveView } from '../engine/live';
import { measuredSecondsOf } from '../engine/plan';
import type { LoadProfile } from '../model/profile';
import type { Slice } from '../model/result';
import { mergeSlices } from './mergeSlices';

/** What one generator tells of itself, about once a second. @public */
export interface ShardLive {
  phase: LiveView['phase'];
  /** Of the measured phase. */
  elapsedSeconds: number;
  /** Seconds that are new or that late answers have changed. */
  slices: readonly Slice[];
}

interface ShardState {
  elapsedSeconds: number;
  phase: LiveView['phase'];
  slices: Map<number, Slice>;
}

const PHASES: readonly LiveView['phase'][] = [
  'connect',
  'warm-up',
  'measured',
  'drain',
];

/**
 * Puts together what several generators tell while they run. A second is whole when the slowest of them has passed it, so
 * that one that is a moment behind does not look like a load that sinks.
 *
 * @public
 */
export class LiveMerger {
  readonly #plannedSeconds: number;
  readonly #shards: ShardState[];
  readonly #changed = new Set<number>();
  readonly #response: Histogram = newHistogram(2);
  readonly #counts: LiveView['counts'] = {
    scheduled: 0,
    sent: 0,
    ok: 0,
    errors: {},
  };

  constructor(profile: LoadProfile, shards: number) {
    this.#plannedSeconds = measuredSecondsOf(profile);
    this.#shards = Array.from({ length: shards }, () => ({
      elapsedSeconds: 0,
      phase: 'connect',
      slices: new Map(),
    }));
  }

  /** Takes what a generator says; a second that comes again replaces what was known of it. */
  add(shard: number, { phase, elapsedSeconds, slices }: ShardLive): void {
    const state = this.#shards[shard];
    state.phase = phase;
    state.elapsedSeconds = elapsedSeconds;
    for (const slice of slices) {
      const before = state.slices.get(slice.second);
      if (before) this.#count(before, -1);
      this.#count(slice, 1);
      state.slices.set(slice.second, slice);
      this.#changed.add(slice.second);
    }
  }

  /** Whole seconds that are new since the last call or that have changed, ascending. */
  takeSeconds(): Slice[] {
    const elapsed = this.#elapsed();
    const whole = [...this.#changed].filter(second => second + 1 <= elapsed);
    whole.forEach(second => this.#changed.delete(second));
    return this.#merged(whole);
  }

  /** Everything that was told, whole seconds or not. */
  slices(): Slice[] {
    return mergeSlices(this.#shards.map(({ slices }) => [...slices.values()]));
  }

  /**
   * How far the load is. Service latency and endpoints are empty: seconds do not have them. Changes with the next
   * {@link LiveMerger.add}.
   */
  view(): LiveView {
    const elapsedSeconds = this.#elapsed();
    const [lastSlice] = this.#merged([Math.floor(elapsedSeconds) - 1]);
    return {
      phase:
        PHASES.find(phase => this.#shards.some(s => s.phase === phase)) ??
        'connect',
      elapsedSeconds,
      plannedSeconds: this.#plannedSeconds,
      counts: this.#counts,
      response: this.#response,
      service: newHistogram(2),
      endpoints: {},
      lastSlice,
    };
  }

  #elapsed(): number {
    return Math.min(...this.#shards.map(shard => shard.elapsedSeconds));
  }

  #merged(seconds: readonly number[]): Slice[] {
    return mergeSlices(
      this.#shards.map(({ slices }) =>
        seconds.flatMap(second => slices.get(second) ?? []),
      ),
    );
  }

  #count(slice: Slice, sign: 1 | -1): void {
    const counts = this.#counts;
    counts.scheduled += sign * slice.scheduled;
    counts.sent += sign * slice.sent;
    counts.ok += sign * slice.ok;
    for (const [outcome, count] of Object.entries(slice.errors))
      counts.errors[outcome] = (counts.errors[outcome] ?? 0) + sign * count;
    if (!slice.hdr) return;
    const histogram = decodeHistogram(slice.hdr);
    if (sign === 1) this.#response.add(histogram);
    else this.#response.subtract(histogram);
  }
}
