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

import {
  headlineLatency,
  percentileInterval,
  type Quantiles,
  quantilesOf,
  repeatRules,
} from '@meshplane/benchmark';
import type { Distribution, RunResult } from '@meshplane/benchmark/model';
import type { PercentilePoint } from '@meshplane/plugin-meshplane-common';
import { blocksOf, cellsOf, countsOf } from '../charts/cells';
import {
  CURVE_PERCENTILES,
  curveOf,
  pointAt,
  withBand,
} from '../charts/runCharts';
import { addCounts, type Counts, totalOf, valuesAt } from '../counts';
import { drawPercentiles } from '../resampling';

/** The latencies of all runs of a side, put together. */
export interface MergedSide {
  quantiles: Quantiles;
  /** The whole curve with its band. */
  curve: PercentilePoint[];
  /** Draws of percentiles for intervals; empty where there is too little to resample. */
  draw(percentiles: readonly number[]): number[][];
  /** Interval of one percentile by its order statistics, for sides that are too short to be resampled. */
  roughInterval(percentile: number): [number, number] | undefined;
}

/**
 * Merges the runs of a side, never their percentiles. Undefined where that cannot be done: no latencies, or several runs
 * of which only summaries are known.
 */
export function mergeSide(
  results: readonly RunResult[],
  seed: number,
): MergedSide | undefined {
  const parts = results.flatMap(result => {
    const headline = headlineLatency(result);
    return headline && headline.distribution.count > 0
      ? [headline.distribution]
      : [];
  });
  if (parts.length === 0 || parts.length < results.length) return undefined;
  const counts = parts.map(countsOf);
  if (counts.every(one => one !== undefined))
    return exactSide(results, counts, seed);
  const [first] = parts;
  const merged = parts.length === 1 ? first : mergedBuckets(parts);
  if (!merged) return undefined;
  const quantiles = quantilesOf(merged);
  return {
    quantiles,
    curve: curveOf(merged),
    draw: () => [],
    roughInterval: percentile =>
      merged.buckets ? percentileInterval(quantiles, percentile) : undefined,
  };
}

function exactSide(
  results: readonly RunResult[],
  parts: readonly Counts[],
  seed: number,
): MergedSide {
  const merged = new Map<number, number>();
  for (const part of parts) addCounts(merged, part);
  const count = totalOf(merged);
  const quantiles: Quantiles = {
    count,
    at: percentile => valuesAt(merged, [percentile])[0],
  };
  // Runs are what differs between runs; of too few of them nothing can be drawn but stretches of time.
  const units =
    parts.length >= repeatRules.minimum
      ? parts
      : results.flatMap(({ slices }) => blocksOf(cellsOf(slices)));
  const draw = (percentiles: readonly number[]) =>
    drawPercentiles(units, percentiles, seed);
  const values = valuesAt(merged, CURVE_PERCENTILES);
  return {
    quantiles,
    curve: withBand(
      CURVE_PERCENTILES.map((percentile, index) =>
        pointAt(count, percentile, values[index]),
      ),
      draw(CURVE_PERCENTILES),
    ),
    draw,
    roughInterval: percentile => percentileInterval(quantiles, percentile),
  };
}

/** Buckets of runs of one tool lie over each other; undefined where a source keeps none. */
function mergedBuckets(
  parts: readonly Distribution[],
): Distribution | undefined {
  const all = new Map<string, { from: number; to: number; count: number }>();
  for (const { buckets } of parts) {
    if (!buckets?.length) return undefined;
    for (const { from, to, count } of buckets) {
      const key = `${from} ${to}`;
      const known = all.get(key);
      all.set(key, { from, to, count: count + (known?.count ?? 0) });
    }
  }
  const buckets = [...all.values()].sort(
    (a, b) => a.to - b.to || a.from - b.from,
  );
  return {
    count: buckets.reduce((sum, { count }) => sum + count, 0),
    percentiles: {},
    buckets,
  };
}
