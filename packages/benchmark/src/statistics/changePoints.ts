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

import { mean, requireFinite, variance } from './basics';
import { twoSidedT } from './welch';

/** Where a series changed its level. @public */
export interface ChangePoint {
  /** First value of the new level. */
  index: number;
  /** Statistic of E-divisive at the split that found it. */
  q: number;
  p: number;
  /** Larger one of the relative changes forward and backward; 0.05 is 5 %. */
  magnitude: number;
  meanBefore: number;
  meanAfter: number;
}

/** @public */
export interface ChangePointOptions {
  /** Values that are looked at together. */
  window: number;
  /** Highest p of a change point that is kept. */
  maxP: number;
  /** Smallest relative change that is kept. */
  minMagnitude: number;
}

/** @public */
export const defaultChangePointOptions: ChangePointOptions = {
  window: 50,
  maxP: 0.001,
  minMagnitude: 0.05,
};

/** Splits are looked for with a laxer p, and weak ones are pruned afterwards, when their neighbours are known. */
function weakP(maxP: number): number {
  if (maxP < 0.05) {
    return maxP * 10;
  }
  return maxP < 0.5 ? maxP * 2 : maxP;
}

interface Split {
  index: number;
  q: number;
}

interface Candidate extends Split {
  start: number;
  end: number;
}

/**
 * Change points of a history by E-divisive means (Matteson and James 2014) with Student's t as significance test, after
 * Fleming et al., "Hunter" (2023), which is Apache Otava today.
 *
 * In each segment the split with the highest q over all beginnings of the right part's end is tested and, if it is
 * significant, both sides are split further. Then the worst points are dropped one by one and their neighbours computed
 * anew. The variance is that of a population (ddof 0) although a t test expects that of a sample: deliberately, so that
 * the numbers agree with those of Otava.
 * @public
 */
export function changePoints(
  series: readonly number[],
  options: Partial<ChangePointOptions> = {},
): ChangePoint[] {
  if (series.length === 0) {
    return [];
  }
  requireFinite(series, 'The series');
  const settings = { ...defaultChangePointOptions, ...options };
  const splits: Split[] = [];
  const { window } = settings;
  const step = Math.max(1, Math.floor(window / 2));
  let start = 0;
  while (start < series.length) {
    const end = Math.min(start + window, series.length);
    const found = divide(series, start, end, weakP(settings.maxP));
    splits.push(...found.filter(f => !splits.some(s => s.index === f.index)));
    // Windows overlap by half, but none looks back behind a change that is known.
    start = Math.max(start + step, ...found.map(f => f.index));
  }
  splits.sort((a, b) => a.index - b.index);
  return prune(series, splits, settings);
}

/**
 * Splits the segment whose best split has the highest q of all, until that one is not significant: a lower q elsewhere is
 * not tried, as in the original algorithm.
 */
function divide(
  series: readonly number[],
  start: number,
  end: number,
  maxP: number,
): Split[] {
  const found: Split[] = [];
  const candidates: Candidate[] = [];
  const add = (from: number, to: number) => {
    const split = bestSplit(series, from, to);
    if (split) {
      candidates.push({ ...split, start: from, end: to });
    }
  };
  add(start, end);
  while (candidates.length > 0) {
    const best = candidates.reduce((a, b) => (b.q > a.q ? b : a));
    if (!(splitP(series, best.start, best.index, best.end) <= maxP)) {
      break;
    }
    found.push({ index: best.index, q: best.q });
    candidates.splice(candidates.indexOf(best), 1);
    add(best.start, best.index);
    add(best.index, best.end);
  }
  return found.sort((a, b) => a.index - b.index);
}

/**
 * The split with the highest q over every position τ and every end κ of the right part. Sums of absolute differences
 * are carried along, so that a window costs its square.
 */
function bestSplit(
  series: readonly number[],
  start: number,
  end: number,
): Split | undefined {
  const size = end - start;
  if (size < 2) {
    return undefined;
  }
  // before[k]: sum of |x_i − x_k| over i < k, the cost that k adds to everything before it.
  const within = new Array<number>(size + 1).fill(0);
  for (let k = 1; k < size; k++) {
    let added = 0;
    for (let i = 0; i < k; i++) {
      added += Math.abs(series[start + i] - series[start + k]);
    }
    within[k + 1] = within[k] + added;
  }
  let best: Split | undefined;
  for (let tau = 1; tau < size; tau++) {
    let between = 0;
    let right = 0;
    for (let kappa = tau + 1; kappa <= size; kappa++) {
      const added = series[start + kappa - 1];
      for (let i = 0; i < tau; i++) {
        between += Math.abs(series[start + i] - added);
      }
      right = within[kappa] - within[tau] - between;
      const q = energyStatistic(between, within[tau], right, tau, kappa - tau);
      if (!best || q > best.q) {
        best = { index: start + tau, q };
      }
    }
  }
  return best;
}

/**
 * q = 2/(m+n) · Σ|X_i − Y_j| − 2m/((m+n)(n−1)) · Σ|X_i − X_k| − 2n/((m+n)(m−1)) · Σ|Y_j − Y_k| for n values on the left
 * and m on the right.
 */
function energyStatistic(
  between: number,
  left: number,
  right: number,
  n: number,
  m: number,
): number {
  const all = n + m;
  return (
    (2 / all) * between -
    (n > 1 ? ((2 * m) / (all * (n - 1))) * left : 0) -
    (m > 1 ? ((2 * n) / (all * (m - 1))) * right : 0)
  );
}

/** Two-sided p of a t test with pooled variance between both sides of a split. */
function splitP(
  series: readonly number[],
  start: number,
  index: number,
  end: number,
): number {
  const left = series.slice(start, index);
  const right = series.slice(index, end);
  const n = left.length;
  const m = right.length;
  if (n + m <= 2) {
    return 1;
  }
  const pooled =
    ((n - 1) * variance(left, 0) + (m - 1) * variance(right, 0)) / (n + m - 2);
  const difference = mean(left) - mean(right);
  if (pooled === 0) {
    return difference === 0 ? 1 : 0;
  }
  return twoSidedT(difference / Math.sqrt(pooled * (1 / n + 1 / m)), n + m - 2);
}

function describe(
  series: readonly number[],
  splits: readonly Split[],
  at: number,
): ChangePoint {
  const start = at === 0 ? 0 : splits[at - 1].index;
  const end = at + 1 === splits.length ? series.length : splits[at + 1].index;
  const { index, q } = splits[at];
  const meanBefore = mean(series.slice(start, index));
  const meanAfter = mean(series.slice(index, end));
  return {
    index,
    q,
    p: splitP(series, start, index, end),
    magnitude: Math.max(
      relativeChange(meanBefore, meanAfter),
      relativeChange(meanAfter, meanBefore),
    ),
    meanBefore,
    meanAfter,
  };
}

function relativeChange(from: number, to: number): number {
  if (from === to) {
    return 0;
  }
  return from === 0 ? Infinity : Math.abs(to / from - 1);
}

/** Drops the least significant point while it is too weak, then the smallest one while it is too small. */
function prune(
  series: readonly number[],
  splits: readonly Split[],
  settings: ChangePointOptions,
): ChangePoint[] {
  let kept = [...splits];
  for (;;) {
    const current = kept;
    const points = current.map((_, at) => describe(series, current, at));
    const weakest = worst(points, point => point.p);
    if (weakest && !(weakest.p < settings.maxP)) {
      kept = kept.filter(s => s.index !== weakest.index);
      continue;
    }
    const smallest = worst(points, point => -point.magnitude);
    if (smallest && !(smallest.magnitude > settings.minMagnitude)) {
      kept = kept.filter(s => s.index !== smallest.index);
      continue;
    }
    return points;
  }
}

function worst(
  points: readonly ChangePoint[],
  badness: (point: ChangePoint) => number,
): ChangePoint | undefined {
  return points.reduce<ChangePoint | undefined>(
    (found, point) =>
      found && badness(found) >= badness(point) ? found : point,
    undefined,
  );
}
