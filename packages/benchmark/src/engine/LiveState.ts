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

import type { Slice } from '../model/result';
import {
  addToHistogram,
  encodeHistogram,
  newHistogram,
  toHistogram,
} from './histograms';
import { LatencyCounts } from './LatencyCounts';
import type { LiveView } from './live';
import type { SliceDelta } from './SecondSlices';

interface SliceTotal {
  second: number;
  scheduled: number;
  sent: number;
  ok: number;
  errors: Record<string, number>;
  bytes: number;
  response: LatencyCounts;
  lag: LatencyCounts;
}

/** Adds up what the shards report while they run: the seconds of the run, and the view that gates and progress see. */
export class LiveState {
  readonly view: LiveView;
  readonly #seconds: (SliceTotal | undefined)[] = [];
  readonly #changed = new Set<number>();
  readonly #names: string[];

  constructor(plannedSeconds: number, endpointNames: string[]) {
    this.#names = endpointNames;
    this.view = {
      phase: 'connect',
      elapsedSeconds: 0,
      plannedSeconds,
      counts: { scheduled: 0, sent: 0, ok: 0, errors: {} },
      response: newHistogram(2),
      service: newHistogram(2),
      endpoints: Object.fromEntries(
        endpointNames.map(name => [
          name,
          { sent: 0, ok: 0, errors: {}, response: newHistogram(2) },
        ]),
      ),
    };
  }

  add(delta: SliceDelta): void {
    const { view } = this;
    this.#addToSecond(delta);
    view.counts.scheduled += delta.scheduled;
    addCounts(view.counts, delta);
    addToHistogram(view.response, delta.response, 2);
    addToHistogram(view.service, delta.service, 2);
    if (this.#names.length === 1) {
      const endpoint = view.endpoints[this.#names[0]];
      addCounts(endpoint, delta);
      addToHistogram(endpoint.response, delta.response, 2);
    }
    delta.endpoints.forEach((part, index) => {
      const endpoint = view.endpoints[this.#names[index]];
      addCounts(endpoint, part);
      addToHistogram(endpoint.response, part.response, 2);
    });
  }

  /** Updates the view's clock and last whole second. */
  advance(phase: LiveView['phase'], elapsedSeconds: number): void {
    this.view.phase = phase;
    this.view.elapsedSeconds = elapsedSeconds;
    const last = this.#seconds[Math.floor(elapsedSeconds) - 1];
    this.view.lastSlice = last && toSlice(last, false);
  }

  /**
   * Whole seconds that are new since the last call or that late answers have changed, with their histograms.
   */
  takeWholeSeconds(): Slice[] {
    const whole = [...this.#changed]
      .filter(second => second + 1 <= this.view.elapsedSeconds)
      .sort((a, b) => a - b);
    return whole.map(second => {
      this.#changed.delete(second);
      return toSlice(this.#seconds[second]!, true);
    });
  }

  /** All seconds of the run. */
  slices(): Slice[] {
    return this.#seconds.flatMap(second =>
      second ? [toSlice(second, true)] : [],
    );
  }

  #addToSecond(delta: SliceDelta): void {
    let total = this.#seconds[delta.second];
    if (!total) {
      total = {
        second: delta.second,
        scheduled: 0,
        sent: 0,
        ok: 0,
        errors: {},
        bytes: 0,
        response: new LatencyCounts(2),
        lag: new LatencyCounts(2),
      };
      this.#seconds[delta.second] = total;
    }
    this.#changed.add(delta.second);
    total.scheduled += delta.scheduled;
    total.bytes += delta.bytes;
    addCounts(total, delta);
    total.response.addSparse(delta.response);
    total.lag.addSparse(delta.lag);
  }
}

function addCounts(
  total: { sent: number; ok: number; errors: Record<string, number> },
  part: { sent: number; ok: number; errors: Record<string, number> },
): void {
  total.sent += part.sent;
  total.ok += part.ok;
  for (const [outcome, count] of Object.entries(part.errors)) {
    total.errors[outcome] = (total.errors[outcome] ?? 0) + count;
  }
}

function toSlice(total: SliceTotal, withHistogram: boolean): Slice {
  const { second, scheduled, sent, ok, errors, bytes, response, lag } = total;
  return {
    second,
    scheduled,
    sent,
    ok,
    errors: { ...errors },
    bytes,
    hdr:
      withHistogram && response.total > 0
        ? encodeHistogram(toHistogram(response))
        : undefined,
    lagP99Ms:
      lag.total > 0
        ? toHistogram(lag).getValueAtPercentile(99) / 1000
        : undefined,
  };
}
