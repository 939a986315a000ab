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

import { decodeHistogram, newHistogram } from './histograms';

/** Adds up the latencies of seconds, so that their percentiles can be told at any time. @public */
export class LatencyTotal {
  readonly #histogram = newHistogram(2);

  /** @param hdr - of a second, as `Slice.hdr` has it */
  add(hdr: string): void {
    this.#histogram.add(decodeHistogram(hdr));
  }

  /** Microseconds at a percentile (0–100); undefined where there is nothing yet. */
  at(percentile: number): number | undefined {
    return this.#histogram.totalCount > 0
      ? this.#histogram.getValueAtPercentile(percentile)
      : undefined;
  }
}
