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
import { requireFinite } from './basics';

/** Sizes up to which the exact distribution of U is used. */
const MAX_EXACT = 20;

/** Outcome of a two-sided Mann-Whitney test. @public */
export interface MannWhitney {
  /** Pairs (a, b) with b greater than a, ties counting half: U of the second sample. */
  u: number;
  p: number;
  method: 'exact' | 'asymptotic';
}

/**
 * Two-sided Mann-Whitney test of whether values of `b` tend to be greater or smaller than those of `a`.
 *
 * Exact (all arrangements of ranks counted) without ties and with at most 20 values per side. Otherwise by the normal
 * distribution with continuity and tie correction: μ = nm/2, s² = nm/12 · ((N+1) − Σ(t³−t)/(N(N−1))),
 * z = (|U−μ| − 0.5)/s (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 4.1).
 *
 * @throws RangeError for empty samples and numbers that are not finite.
 * @public
 */
export function mannWhitney(
  a: readonly number[],
  b: readonly number[],
): MannWhitney {
  requireFinite(a, 'The first sample');
  requireFinite(b, 'The second sample');
  const u = uStatistic(a, b);
  const ties = tieTerm([...a, ...b]);
  const exact = ties === 0 && a.length <= MAX_EXACT && b.length <= MAX_EXACT;
  return {
    u,
    p: exact
      ? exactP(u, a.length, b.length)
      : asymptoticP(u, a.length, b.length, ties),
    method: exact ? 'exact' : 'asymptotic',
  };
}

/** The p of {@link mannWhitney} by the normal distribution, whatever the size. @public */
export function mannWhitneyAsymptotic(
  a: readonly number[],
  b: readonly number[],
): number {
  return asymptoticP(
    uStatistic(a, b),
    a.length,
    b.length,
    tieTerm([...a, ...b]),
  );
}

/** Pairs in which b is greater than a; equal pairs count half. */
export function uStatistic(a: readonly number[], b: readonly number[]): number {
  let u = 0;
  for (const y of b) {
    for (const x of a) {
      if (y > x) {
        u += 1;
      } else if (y === x) {
        u += 0.5;
      }
    }
  }
  return u;
}

const cache = new Map<string, number[]>();

/**
 * For every value of U, the number of ways to draw it when n of n + m ranks are chosen. Dynamic programme over the ranks:
 * choosing rank k as the i-th adds k − i to U (Mann and Whitney 1947).
 */
export function uCounts(n: number, m: number): number[] {
  const key = `${n},${m}`;
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const ways = Array.from({ length: n + 1 }, () =>
    new Array<number>(n * m + 1).fill(0),
  );
  ways[0][0] = 1;
  for (let rank = 1; rank <= n + m; rank++) {
    for (let chosen = Math.min(rank, n); chosen >= 1; chosen--) {
      const gain = rank - chosen;
      if (gain <= m) {
        for (let u = n * m; u >= gain; u--) {
          ways[chosen][u] += ways[chosen - 1][u - gain];
        }
      }
    }
  }
  cache.set(key, ways[n]);
  return ways[n];
}

/** Largest k with P(U < k) ≤ tail, at least 1: the order statistic that bounds an interval (R's qwilcox). */
export function uQuantile(n: number, m: number, tail: number): number {
  const counts = uCounts(n, m);
  const total = counts.reduce((s, c) => s + c, 0);
  let k = 0;
  let below = counts[0];
  while (below / total < tail && k < n * m) {
    k++;
    below += counts[k];
  }
  return Math.max(k, 1);
}

/** Smallest p that the exact test can give for these sizes: more than α means that it can never be significant. @public */
export function smallestP(n: number, m: number): number {
  const counts = uCounts(n, m);
  return Math.min(1, 2 / counts.reduce((s, c) => s + c, 0));
}

function exactP(u: number, na: number, nb: number): number {
  const counts = uCounts(nb, na);
  const total = counts.reduce((s, c) => s + c, 0);
  const low = Math.min(u, na * nb - u);
  let tail = 0;
  for (let i = 0; i <= low; i++) {
    tail += counts[i];
  }
  return Math.min(1, (2 * tail) / total);
}

function asymptoticP(u: number, na: number, nb: number, ties: number): number {
  const all = na + nb;
  const center = (na * nb) / 2;
  const spread =
    ((na * nb) / 12) * (all + 1 - (all > 1 ? ties / (all * (all - 1)) : 0));
  if (spread <= 0) {
    return 1;
  }
  const z = Math.max(0, Math.abs(u - center) - 0.5) / Math.sqrt(spread);
  return Math.min(1, 2 * jStat.normal.cdf(-z, 0, 1));
}

/** Σ(t³ − t) over groups of t equal values; 0 without ties. */
function tieTerm(values: readonly number[]): number {
  const groups = new Map<number, number>();
  for (const value of values) {
    groups.set(value, (groups.get(value) ?? 0) + 1);
  }
  let term = 0;
  for (const t of groups.values()) {
    term += t ** 3 - t;
  }
  return term;
}
