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

import { jStat } from 'jstat';
import { Slice } from '../model/result';
import { decodeHdr } from '../formats/hdr/decodeHdr';
import { ascending, median, requireFinite } from './basics';

/** One measurement over the course of a run. @public */
export interface TimedValue {
  second: number;
  value: number;
}

/** Whether something rises or falls over a run. @public */
export interface Trend {
  verdict: 'rising' | 'falling' | 'no trend' | 'too short';
  /** Unit of the values; slopes are in this unit per hour. */
  unit: string;
  /** Theil-Sen slope and its 95 % interval. */
  slopePerHour?: number;
  interval?: [number, number];
  /** The slope over the whole run as a share of the median. */
  relativeChange?: number;
  /** Mann-Kendall, two-sided. */
  p?: number;
  points: number;
  sentence: string;
}

/** @public */
export interface TrendOptions {
  alpha: number;
  /** Smallest change over the run, as a share of the median, that is called a trend. */
  minRelativeChange: number;
}

/** Points that the series is thinned out to: neighbours of a second depend on each other, which the test does not know. */
const MAX_POINTS = 60;
const MIN_POINTS = 10;

/**
 * Mann-Kendall test for a monotone trend (Mann 1945, Kendall 1975) with correction for ties.
 * @public
 */
export function mannKendall(values: readonly number[]): {
  s: number;
  z: number;
  p: number;
} {
  requireFinite(values, 'The series');
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      s += Math.sign(values[k] - values[i]);
    }
  }
  const spread = kendallVariance(values);
  const z = spread === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(spread);
  return { s, z, p: Math.min(1, 2 * jStat.normal.cdf(-Math.abs(z), 0, 1)) };
}

/** Variance of S: (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values. */
function kendallVariance(values: readonly number[]): number {
  const groups = new Map<number, number>();
  for (const value of values) {
    groups.set(value, (groups.get(value) ?? 0) + 1);
  }
  const term = (t: number) => t * (t - 1) * (2 * t + 5);
  let ties = 0;
  for (const t of groups.values()) {
    ties += term(t);
  }
  return (term(values.length) - ties) / 18;
}

/**
 * Theil-Sen slope: the median of the slopes between all pairs of points, with the interval of Sen (1968) from the order
 * statistics of those slopes. Per second of the time given.
 * @public
 */
export function theilSen(
  points: readonly TimedValue[],
  confidence = 0.95,
): { slope: number; interval: [number, number] } {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    for (let k = i + 1; k < points.length; k++) {
      const dt = points[k].second - points[i].second;
      if (dt !== 0) {
        slopes.push((points[k].value - points[i].value) / dt);
      }
    }
  }
  if (slopes.length === 0) {
    throw new RangeError('A slope needs two points at different times');
  }
  const sorted = ascending(slopes);
  const half =
    -jStat.normal.inv((1 - confidence) / 2, 0, 1) *
    Math.sqrt(kendallVariance(points.map(p => p.value)));
  const low = Math.floor((sorted.length - half) / 2);
  const high = Math.ceil((sorted.length + half) / 2) - 1;
  return {
    slope: median(slopes),
    interval: [
      sorted[Math.max(0, low)],
      sorted[Math.min(sorted.length - 1, high)],
    ],
  };
}

/**
 * Trend of a measurement over a soak test: memory that leaks, latency that creeps. Says `rising` or `falling` only where
 * Mann-Kendall is significant, the interval of the slope excludes zero and the change over the run is relevant.
 * @public
 */
export function detectTrend(
  series: readonly TimedValue[],
  unit: string,
  options: Partial<TrendOptions> = {},
): Trend {
  const { alpha = 0.01, minRelativeChange = 0.05 } = options;
  const points = thinOut(series);
  if (points.length < MIN_POINTS) {
    return {
      verdict: 'too short',
      unit,
      points: points.length,
      sentence: `too short for a trend: ${points.length} points, at least ${MIN_POINTS} are needed`,
    };
  }
  const { p } = mannKendall(points.map(point => point.value));
  const { slope, interval } = theilSen(points);
  const seconds = points[points.length - 1].second - points[0].second;
  const level = Math.abs(median(points.map(point => point.value)));
  const change = slope * seconds;
  const relativeChange = level > 0 ? change / level : undefined;
  const isRelevant =
    change !== 0 &&
    (relativeChange === undefined ||
      Math.abs(relativeChange) >= minRelativeChange);
  const excludesZero = interval[0] > 0 || interval[1] < 0;
  const isTrend = p < alpha && excludesZero && isRelevant;
  const direction = slope > 0 ? 'rising' : 'falling';
  const verdict = isTrend ? direction : 'no trend';
  const perHour = (value: number) => Number((value * 3600).toPrecision(3));
  return {
    verdict,
    unit,
    slopePerHour: slope * 3600,
    interval: [interval[0] * 3600, interval[1] * 3600],
    ...(relativeChange === undefined ? {} : { relativeChange }),
    p,
    points: points.length,
    sentence: `${verdict}: ${perHour(
      slope,
    )} ${unit} per hour (95 % interval ${perHour(interval[0])} to ${perHour(
      interval[1],
    )}), p ${p.toPrecision(2)}, over ${Math.round(seconds)} s`,
  };
}

/** Medians of equal stretches of time. */
function thinOut(series: readonly TimedValue[]): TimedValue[] {
  const sorted = series
    .filter(point => Number.isFinite(point.value))
    .sort((a, b) => a.second - b.second);
  if (sorted.length <= MAX_POINTS) {
    return sorted;
  }
  const perPoint = sorted.length / MAX_POINTS;
  return Array.from({ length: MAX_POINTS }, (_, i) => {
    const part = sorted.slice(
      Math.round(i * perPoint),
      Math.round((i + 1) * perPoint),
    );
    return {
      second: median(part.map(point => point.second)),
      value: median(part.map(point => point.value)),
    };
  });
}

/**
 * Trends of latency (ms), good answers (req/s) and errors (req/s) over the seconds of a run. Memory and the like come from
 * elsewhere and go to {@link detectTrend} themselves.
 * @public
 */
export function soakTrends(
  slices: readonly Slice[],
  options: Partial<TrendOptions> = {},
): Record<'p50' | 'p99' | 'throughput' | 'errors', Trend> {
  const p50: TimedValue[] = [];
  const p99: TimedValue[] = [];
  for (const { second, hdr } of slices) {
    const histogram = hdr ? decodeHdr(hdr) : undefined;
    if (histogram && histogram.totalCount > 0) {
      const at = (p: number) => histogram.getValueAtPercentile(p) / 1000;
      p50.push({ second, value: at(50) });
      p99.push({ second, value: at(99) });
    }
  }
  const errors = slices.map(slice => ({
    second: slice.second,
    value: Object.values(slice.errors).reduce((s, n) => s + n, 0),
  }));
  const good = slices.map(({ second, ok }) => ({ second, value: ok }));
  return {
    p50: detectTrend(p50, 'ms', options),
    p99: detectTrend(p99, 'ms', options),
    throughput: detectTrend(good, 'req/s', options),
    errors: detectTrend(errors, 'req/s', options),
  };
}
