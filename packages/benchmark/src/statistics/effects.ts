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
import { ascending, median, requireFinite } from './basics';
import { uQuantile, uStatistic } from './mannWhitney';

/** Sizes up to which the interval uses the exact distribution of U. */
const MAX_EXACT = 20;

/** A shift with its interval, in the unit of the data. @public */
export interface Shift {
  shift: number;
  interval: [number, number];
  confidence: number;
}

/**
 * Hodges-Lehmann shift: the median of all differences b − a, with the interval from the order statistics of those
 * differences at the quantile of U (Hollander, Wolfe and Chicken, 4.2 and 4.3). Beyond 20 values per side the quantile
 * comes from the normal approximation.
 * @public
 */
export function hodgesLehmann(
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): Shift {
  requireFinite(a, 'The first sample');
  requireFinite(b, 'The second sample');
  const differences = ascending(b.flatMap(y => a.map(x => y - x)));
  const n = b.length;
  const m = a.length;
  const tail = (1 - confidence) / 2;
  const k =
    n <= MAX_EXACT && m <= MAX_EXACT
      ? uQuantile(n, m, tail)
      : approximateQuantile(n, m, tail);
  return {
    shift: median(differences),
    interval: [differences[k - 1], differences[differences.length - k]],
    confidence,
  };
}

function approximateQuantile(n: number, m: number, tail: number): number {
  const spread = Math.sqrt((n * m * (n + m + 1)) / 12);
  const k = Math.floor((n * m) / 2 + jStat.normal.inv(tail, 0, 1) * spread);
  return Math.min(Math.max(k, 1), n * m);
}

/**
 * Cliff's δ = 2U/(nm) − 1: −1 where all of b lie below a, 1 where all lie above.
 * @public
 */
export function cliffsDelta(
  a: readonly number[],
  b: readonly number[],
): number {
  return (2 * uStatistic(a, b)) / (a.length * b.length) - 1;
}

/**
 * A12 = U/(nm): the chance that a value of b is greater than one of a (Vargha and Delaney 2000).
 * @public
 */
export function a12(a: readonly number[], b: readonly number[]): number {
  return uStatistic(a, b) / (a.length * b.length);
}

/** Words for |δ| with the bounds 0.147, 0.33, 0.474 of Romano et al. 2006. @public */
export function effectSizeName(
  delta: number,
): 'negligible' | 'small' | 'moderate' | 'large' {
  const size = Math.abs(delta);
  if (size < 0.147) {
    return 'negligible';
  }
  if (size < 0.33) {
    return 'small';
  }
  return size < 0.474 ? 'moderate' : 'large';
}

/**
 * p values corrected for several tests by the method of Holm (1979), in the order given.
 * @public
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((i, j) => p[i] - p[j]);
  const corrected = new Array<number>(p.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, p[index] * (p.length - rank)));
    corrected[index] = highest;
  });
  return corrected;
}

/**
 * Equivalence: whether the 90 % interval of the Hodges-Lehmann shift lies within ± margin, which is two one-sided tests
 * at 5 % (Schuirmann 1987). `margin` is in the unit of the data.
 * @public
 */
export function equivalent(
  a: readonly number[],
  b: readonly number[],
  margin: number,
): { equivalent: boolean; interval: [number, number] } {
  const { interval } = hodgesLehmann(a, b, 0.9);
  return {
    equivalent: interval[0] >= -margin && interval[1] <= margin,
    interval,
  };
}
