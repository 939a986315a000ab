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

import { headlineLatency } from '../formats/results';
import { Distribution, RunResult, Slice } from '../model/result';
import {
  bootstrapLatency,
  bootstrapRatio,
  LatencyStatistic,
} from '../statistics/bootstrap';
import {
  MIN_TAIL_TO_JUDGE,
  percentileInterval,
  quantilesOf,
  tailCount,
} from '../statistics/distribution';
import { failures } from '../statistics/failures';
import { GateTarget } from './gateTarget';

/** What a gate sees of a run: the value, how sure it is, or why it cannot be judged. */
export interface Measured {
  value?: number;
  interval?: [number, number];
  /** Set where the value must not be judged. */
  obstacle?: string;
  /** How the interval came about, or that there is none. */
  basis?: string;
}

const Z95 = 1.96;

/** Takes the value of a gate out of a finished run. */
export function measure(target: GateTarget, result: RunResult): Measured {
  const { metric, endpoint } = target;
  if (endpoint !== undefined && !result.endpoints?.[endpoint]) {
    const known = Object.keys(result.endpoints ?? {});
    return {
      obstacle: `the result has no endpoint "${endpoint}"${
        known.length > 0 ? `; it has ${known.join(', ')}` : ''
      }`,
    };
  }
  switch (metric) {
    case 'errors':
      return measureErrors(target, result);
    case 'rate':
      return measureRate(target, result);
    default:
      return measureLatency(target, result);
  }
}

function measureLatency(target: GateTarget, result: RunResult): Measured {
  const { metric, endpoint } = target;
  const headline = headlineLatency(result);
  let distribution: Distribution | undefined;
  if (endpoint !== undefined) {
    distribution = result.endpoints?.[endpoint].response;
  } else if (metric === 'service') {
    distribution = result.latency.service;
  } else {
    distribution = headline?.distribution;
  }
  if (!distribution || distribution.count === 0) {
    return { obstacle: 'the run has no latencies of this kind' };
  }
  // Seconds hold the headline of all endpoints together, nothing else can be drawn from them.
  const isHeadline =
    endpoint === undefined && distribution === headline?.distribution;
  const slices = isHeadline ? result.slices : [];
  const { aggregation } = target.threshold;
  return aggregation.kind === 'percentile'
    ? measurePercentile(aggregation.percentile, distribution, slices)
    : measureMoment(
        aggregation.kind as 'avg' | 'min' | 'max',
        distribution,
        slices,
      );
}

function measurePercentile(
  percentile: number,
  distribution: Distribution,
  slices: readonly Slice[],
): Measured {
  const quantiles = quantilesOf(distribution);
  const us = quantiles.at(percentile);
  if (us === undefined) {
    return {
      obstacle: `the result does not tell the percentile ${percentile}`,
    };
  }
  const value = us / 1000;
  const tail = tailCount(distribution.count, percentile);
  if (tail < MIN_TAIL_TO_JUDGE && percentile > 0 && percentile < 100) {
    return {
      value,
      obstacle: `only ${tail} of ${distribution.count} samples lie beyond it, ${MIN_TAIL_TO_JUDGE} are needed: lengthen the run`,
    };
  }
  const [blocks] = bootstrapLatency(slices, [
    { kind: 'percentile', percentile },
  ]);
  if (blocks) {
    return { value, interval: toMs(blocks, value), basis: 'block bootstrap' };
  }
  const ranks = percentileInterval(quantiles, percentile);
  return ranks
    ? { value, interval: toMs(ranks, value), basis: 'order statistics' }
    : { value, basis: 'no interval: the source does not keep a distribution' };
}

function measureMoment(
  kind: 'avg' | 'min' | 'max',
  distribution: Distribution,
  slices: readonly Slice[],
): Measured {
  const { mean, min, max, stddev, count } = distribution;
  const us = { avg: mean, min, max }[kind];
  if (us === undefined) {
    return { obstacle: `the result does not tell "${kind}"` };
  }
  const value = us / 1000;
  if (kind !== 'avg') {
    return { value, basis: 'as observed' };
  }
  const statistic: LatencyStatistic = { kind };
  const [blocks] = bootstrapLatency(slices, [statistic]);
  if (blocks) {
    return { value, interval: toMs(blocks, value), basis: 'block bootstrap' };
  }
  if (stddev === undefined) {
    return { value, basis: 'no interval: the source keeps no deviation' };
  }
  const half = (Z95 * stddev) / Math.sqrt(count);
  return {
    value,
    interval: toMs([us - half, us + half], value),
    basis: 'standard error',
  };
}

/**
 * Milliseconds, widened where needed so that the value lies inside: seconds are kept with two digits, the whole with
 * three, and an interval that excludes its own value would confuse.
 */
function toMs(
  interval: readonly [number, number],
  value: number,
): [number, number] {
  return [
    Math.min(interval[0] / 1000, value),
    Math.max(interval[1] / 1000, value),
  ];
}

function countsOf(target: GateTarget, result: RunResult) {
  return target.endpoint === undefined
    ? result.counts
    : result.endpoints![target.endpoint];
}

function measureErrors(target: GateTarget, result: RunResult): Measured {
  const { failed, finished } = failures(countsOf(target, result));
  if (target.threshold.aggregation.kind === 'count') {
    return { value: failed, basis: 'as counted' };
  }
  if (finished === 0) {
    return { obstacle: 'no request was finished' };
  }
  const value = failed / finished;
  const wilson = wilsonInterval(failed, finished);
  const blocks =
    target.endpoint === undefined && failed > 0
      ? bootstrapRatio(result.slices, slice => {
          const counted = failures(slice);
          return { part: counted.failed, whole: counted.finished };
        })
      : undefined;
  // The wider of both: blocks without a single error would claim certainty.
  return {
    value,
    interval: blocks
      ? [Math.min(blocks[0], wilson[0]), Math.max(blocks[1], wilson[1])]
      : wilson,
    basis: blocks ? 'block bootstrap' : 'Wilson',
  };
}

/** 95 % interval of a share by Wilson (1927). */
export function wilsonInterval(part: number, whole: number): [number, number] {
  const p = part / whole;
  const z2 = Z95 * Z95;
  const center = (p + z2 / (2 * whole)) / (1 + z2 / whole);
  const half =
    (Z95 / (1 + z2 / whole)) *
    Math.sqrt((p * (1 - p)) / whole + z2 / (4 * whole * whole));
  return [
    part === 0 ? 0 : Math.max(0, center - half),
    part === whole ? 1 : Math.min(1, center + half),
  ];
}

function measureRate(target: GateTarget, result: RunResult): Measured {
  const { ok } = countsOf(target, result);
  if (target.threshold.aggregation.kind === 'count') {
    return { value: ok, basis: 'as counted' };
  }
  if (target.endpoint === undefined && result.precision === 'summary') {
    return { value: result.achievedRate, basis: 'as reported' };
  }
  if (result.measuredSeconds <= 0) {
    return { obstacle: 'the result tells no duration' };
  }
  const value = ok / result.measuredSeconds;
  const blocks =
    target.endpoint === undefined
      ? bootstrapRatio(result.slices, slice => ({ part: slice.ok, whole: 1 }))
      : undefined;
  return blocks
    ? {
        value,
        interval: [Math.min(blocks[0], value), Math.max(blocks[1], value)],
        basis: 'block bootstrap',
      }
    : { value, basis: 'as counted' };
}
