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

import { LatencyTotal, quantilesOf } from '@meshplane/benchmark';
import type { Slice } from '@meshplane/benchmark/model';
import type {
  LiveState,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';

/** A second as the timeline shows it. */
export function timelinePointOf({ hdr, ...slice }: Slice): TimelinePoint {
  if (!hdr) return slice;
  const latency = quantilesOf({ count: slice.ok || 1, percentiles: {}, hdr });
  return {
    ...slice,
    p50: latency.at(50),
    p90: latency.at(90),
    p99: latency.at(99),
  };
}

/**
 * How far a load is that another replica makes, of the seconds that it has written. There, more is known: this is a
 * second late.
 */
export class LiveOfSeconds {
  readonly #plannedSeconds: number;
  readonly #latency = new LatencyTotal();
  readonly #errors: Record<string, number> = {};
  #sent = 0;
  #ok = 0;

  constructor(plannedSeconds: number) {
    this.#plannedSeconds = plannedSeconds;
  }

  /** Adds the seconds that have come. @returns undefined if there are none */
  add(slices: readonly Slice[]): LiveState | undefined {
    const last = slices.at(-1);
    if (!last) return undefined;
    for (const { sent, ok, errors, hdr } of slices) {
      this.#sent += sent;
      this.#ok += ok;
      for (const [outcome, count] of Object.entries(errors))
        this.#errors[outcome] = (this.#errors[outcome] ?? 0) + count;
      if (hdr) this.#latency.add(hdr);
    }
    return {
      phase: 'measured',
      elapsedSeconds: last.second + 1,
      plannedSeconds: this.#plannedSeconds,
      sent: this.#sent,
      ok: this.#ok,
      errors: { ...this.#errors },
      rate: last.sent,
      p50: this.#latency.at(50),
      p90: this.#latency.at(90),
      p99: this.#latency.at(99),
      lagP99Ms: last.lagP99Ms,
    };
  }
}
