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

import type { LatencyHeatmap } from '@meshplane/plugin-meshplane-common';
import type { Cell } from './cells';

const MAX_BUCKETS = 40;

/** Latency over time, in buckets of equal steps of the logarithm; undefined where no second keeps a histogram. */
export function heatmapOf(cells: readonly Cell[]): LatencyHeatmap | undefined {
  let low = Infinity;
  let high = 0;
  for (const { counts } of cells)
    for (const value of counts?.keys() ?? []) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (high === 0) return undefined;
  const from = Math.max(1, low);
  const buckets = high > from ? MAX_BUCKETS : 1;
  const step = Math.log(high / from) / buckets;
  const bucketOf = (value: number) =>
    buckets === 1
      ? 0
      : Math.min(
          buckets - 1,
          // The lowest value lies on the edge below the first bucket.
          Math.max(
            0,
            Math.ceil(Math.log(Math.max(1, value) / from) / step) - 1,
          ),
        );
  return {
    edges: Array.from({ length: buckets }, (_, index) =>
      index === buckets - 1 ? high : from * Math.exp(step * (index + 1)),
    ),
    columns: cells.map(({ slice, counts }) => {
      const column = new Array<number>(buckets).fill(0);
      for (const [value, count] of counts ?? [])
        column[bucketOf(value)] += count;
      return { second: slice.second, counts: column };
    }),
  };
}
