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

import { Bucket } from '../formats/buckets';
import { ascending, requireFinite } from './basics';

/**
 * Kolmogorov-Smirnov distance of two samples, max|F_A − F_B|, and its exact two-sided p (arrangements counted along
 * lattice paths; without ties). For samples of runs, never of requests, which are not independent.
 * @public
 */
export function ksTest(
  a: readonly number[],
  b: readonly number[],
): { d: number; p: number } {
  requireFinite(a, 'The first sample');
  requireFinite(b, 'The second sample');
  const sa = ascending(a);
  const sb = ascending(b);
  let i = 0;
  let j = 0;
  let d = 0;
  while (i < sa.length && j < sb.length) {
    const x = Math.min(sa[i], sb[j]);
    while (i < sa.length && sa[i] === x) {
      i++;
    }
    while (j < sb.length && sb[j] === x) {
      j++;
    }
    d = Math.max(d, Math.abs(i / sa.length - j / sb.length));
  }
  return { d, p: ksExactP(d, sa.length, sb.length) };
}

/** Share of lattice paths from (0,0) to (n,m) that somewhere reach the distance d. */
function ksExactP(d: number, n: number, m: number): number {
  const inside = (i: number, j: number) =>
    Math.abs(i / n - j / m) < d - 1e-12 ? 1 : 0;
  // Probabilities instead of counts: each step weighs the share of paths, so that large samples do not overflow.
  let row = new Array<number>(m + 1).fill(0);
  for (let i = 0; i <= n; i++) {
    const next = new Array<number>(m + 1).fill(0);
    for (let j = 0; j <= m; j++) {
      if (i === 0 && j === 0) {
        next[0] = inside(0, 0);
      } else {
        const fromA = i > 0 ? (row[j] * i) / (i + j) : 0;
        const fromB = j > 0 ? (next[j - 1] * j) / (i + j) : 0;
        next[j] = inside(i, j) * (fromA + fromB);
      }
    }
    row = next;
  }
  return Math.min(1, Math.max(0, 1 - row[m]));
}

/**
 * Kolmogorov-Smirnov distance of two bucketed distributions, on the edges of both. A number from 0 to 1 that describes;
 * for requests it has no p.
 * @public
 */
export function ksDistance(a: readonly Bucket[], b: readonly Bucket[]): number {
  const edges = ascending([...a, ...b].map(bucket => bucket.to));
  const fa = cumulative(a);
  const fb = cumulative(b);
  let d = 0;
  for (const edge of edges) {
    d = Math.max(d, Math.abs(fa(edge) - fb(edge)));
  }
  return d;
}

/** Share of samples in buckets that end at or below a value; calls must come in ascending order. */
function cumulative(buckets: readonly Bucket[]): (value: number) => number {
  const total = buckets.reduce((s, bucket) => s + bucket.count, 0);
  let index = 0;
  let below = 0;
  return value => {
    while (index < buckets.length && buckets[index].to <= value) {
      below += buckets[index].count;
      index++;
    }
    return below / total;
  };
}

/**
 * Wasserstein-1 distance of two bucketed distributions in microseconds: how far the samples of one have to be moved on
 * average to become the other, ∫|F_A − F_B| dx, every sample at the end of its bucket.
 * @public
 */
export function wasserstein1(
  a: readonly Bucket[],
  b: readonly Bucket[],
): number {
  const edges = [...new Set([...a, ...b].map(bucket => bucket.to))].sort(
    (x, y) => x - y,
  );
  const fa = cumulative(a);
  const fb = cumulative(b);
  let distance = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    distance +=
      Math.abs(fa(edges[i]) - fb(edges[i])) * (edges[i + 1] - edges[i]);
  }
  return distance;
}
