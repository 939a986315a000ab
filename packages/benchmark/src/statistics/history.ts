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
import { mean, requireFinite, variance } from './basics';
import { ChangePoint, ChangePointOptions, changePoints } from './changePoints';

/** Releases below which change points have too little to stand on. */
const MIN_HISTORY = 10;
/** Points on either side of a change before it is reported. */
const MIN_SIDE = 4;
const MIN_PREDICTION = 3;

/** What a history of releases says; one value per release, the median of its runs. @public */
export type HistoryFinding =
  | { kind: 'change'; change: ChangePoint }
  | {
      /** The latest value lies outside of what the earlier ones let expect. */
      kind: 'outlier';
      index: number;
      value: number;
      interval: [number, number];
    };

/**
 * Interval in which the next value lies with the given confidence if nothing changes, from a short history:
 * mean ± t · s · √(1 + 1/n).
 *
 * @throws RangeError for fewer than three values.
 * @public
 */
export function predictionInterval(
  history: readonly number[],
  confidence = 0.99,
): [number, number] {
  requireFinite(history, 'The history');
  const n = history.length;
  if (n < MIN_PREDICTION) {
    throw new RangeError(
      `A prediction needs at least ${MIN_PREDICTION} values, not "${n}"`,
    );
  }
  const t = jStat.studentt.inv(1 - (1 - confidence) / 2, n - 1);
  const half = t * Math.sqrt(variance(history) * (1 + 1 / n));
  return [mean(history) - half, mean(history) + half];
}

/**
 * Changes in a history of releases: change points with at least four values on either side; with fewer than ten values
 * whether the latest one lies outside of the prediction interval of the others and at least the smallest magnitude off.
 * For people to look at, never to fail a pipeline: a history is not an interleaved comparison.
 * @public
 */
export function inspectHistory(
  series: readonly number[],
  options: Partial<ChangePointOptions> = {},
): HistoryFinding[] {
  if (series.length >= MIN_HISTORY) {
    return changePoints(series, options)
      .filter(
        ({ index }) => index >= MIN_SIDE && series.length - index >= MIN_SIDE,
      )
      .map(change => ({ kind: 'change', change }));
  }
  if (series.length <= MIN_PREDICTION) {
    return [];
  }
  const index = series.length - 1;
  const value = series[index];
  const before = series.slice(0, index);
  const interval = predictionInterval(before);
  const { minMagnitude = 0.05 } = options;
  const level = Math.abs(mean(before));
  const isOff = Math.abs(value - mean(before)) >= minMagnitude * level;
  return isOff && (value < interval[0] || value > interval[1])
    ? [{ kind: 'outlier', index, value, interval }]
    : [];
}
