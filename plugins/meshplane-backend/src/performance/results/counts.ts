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

/** Samples by value: the highest value of each recorded range in microseconds, and how many are in it. */
export type Counts = ReadonlyMap<number, number>;

/** Adds samples to others. */
export function addCounts(into: Map<number, number>, counts: Counts): void {
  for (const [value, count] of counts)
    into.set(value, (into.get(value) ?? 0) + count);
}

/** Number of samples. */
export function totalOf(counts: Counts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/**
 * Values at percentiles (0–100, ascending), as HdrHistogram defines them: the lowest value that so many samples do not
 * exceed. Empty without samples.
 */
export function valuesAt(
  counts: Counts,
  percentiles: readonly number[],
): number[] {
  const entries = [...counts].sort(([a], [b]) => a - b);
  const values = entries.map(([value]) => value);
  return valuesAtDense(
    values,
    entries.map(([, count]) => count),
    percentiles,
  );
}

/** {@link valuesAt} of counts that are sorted already. */
export function valuesAtDense(
  values: readonly number[],
  counts: ArrayLike<number>,
  percentiles: readonly number[],
): number[] {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += counts[i];
  if (total === 0) return [];
  const found: number[] = [];
  let at = 0;
  let below = counts[0];
  for (const percentile of percentiles) {
    const target = Math.max(1, Math.ceil((percentile / 100) * total));
    while (below < target && at + 1 < values.length) below += counts[++at];
    found.push(values[at]);
  }
  return found;
}
