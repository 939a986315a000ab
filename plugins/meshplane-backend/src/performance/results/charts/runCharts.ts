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
  percentileDisplay,
  quantilesOf,
  tailCount,
} from '@meshplane/benchmark';
import type { Distribution, RunResult } from '@meshplane/benchmark/model';
import type {
  PercentilePoint,
  RunCharts,
} from '@meshplane/plugin-meshplane-common';
import { valuesAt } from '../counts';
import { drawPercentiles, intervalOf } from '../resampling';
import { blocksOf, cellsOf } from './cells';
import { heatmapOf } from './heatmap';

const SEED = 1;
/** Steps per decade of 1 / (1 − p), up to 99.999. */
const STEPS = 10;
const DECADES = 5;

/** Percentiles of a curve whose axis is log(1/(1−p)), with those that people name. */
export const CURVE_PERCENTILES: readonly number[] = [
  ...new Set([
    ...Array.from({ length: DECADES * STEPS + 1 }, (_, step) =>
      Number((100 * (1 - 10 ** (-step / STEPS))).toFixed(5)),
    ),
    50,
    75,
    95,
  ]),
].sort((a, b) => a - b);

/** What the charts of one run show. Decodes every second: for a thread of its own. */
export function runChartsOf(
  result: Pick<RunResult, 'latency' | 'slices'>,
): RunCharts {
  const cells = cellsOf(result.slices);
  const { response, service } = result.latency;
  return {
    percentiles: {
      response: response
        ? withBand(
            curveOf(response),
            drawPercentiles(blocksOf(cells), CURVE_PERCENTILES, SEED),
          )
        : [],
      service: service ? curveOf(service) : [],
    },
    heatmap: heatmapOf(cells),
    timeline: cells.map(({ slice, counts }) => {
      const [p50, p90, p99] = counts ? valuesAt(counts, [50, 90, 99]) : [];
      return { ...slice, p50, p90, p99 };
    }),
  };
}

/** The curve of the latency that stands for a run, without a band. */
export function headlineCurveOf(
  result: Pick<RunResult, 'latency'>,
): PercentilePoint[] {
  const headline = headlineLatency(result as RunResult);
  return headline ? curveOf(headline.distribution) : [];
}

/** Points of a distribution; those that its source lists where it keeps no more. */
export function curveOf(distribution: Distribution): PercentilePoint[] {
  const quantiles = quantilesOf(distribution);
  const hasShape = distribution.hdr || distribution.buckets?.length;
  const percentiles = hasShape
    ? CURVE_PERCENTILES
    : Object.keys(distribution.percentiles)
        .map(Number)
        .filter(percentile => percentile >= 0 && percentile < 100)
        .sort((a, b) => a - b);
  return percentiles.flatMap(percentile => {
    const value = quantiles.at(percentile);
    return value === undefined
      ? []
      : [pointAt(quantiles.count, percentile, value)];
  });
}

/** A point, with how much it is worth by the samples beyond it. */
export function pointAt(
  count: number,
  percentile: number,
  value: number,
): PercentilePoint {
  return {
    percentile,
    value,
    tail: tailCount(count, percentile),
    display: percentileDisplay(count, percentile),
  };
}

/** @param draws - of {@link CURVE_PERCENTILES} */
export function withBand(
  points: readonly PercentilePoint[],
  draws: readonly number[][],
): PercentilePoint[] {
  return points.map(point => {
    const at = CURVE_PERCENTILES.indexOf(point.percentile);
    const interval =
      at < 0 || point.display === 'hidden'
        ? undefined
        : intervalOf(
            draws.map(draw => draw[at]),
            point.value,
          );
    return { ...point, ...(interval && { interval }) };
  });
}
