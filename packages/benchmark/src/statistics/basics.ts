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

/** Sum of numbers. */
export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Variance with `ddof` degrees of freedom taken off (1: of a sample, 0: of a whole population). */
export function variance(values: readonly number[], ddof: 0 | 1 = 1): number {
  const center = mean(values);
  return sum(values.map(v => (v - center) ** 2)) / (values.length - ddof);
}

/** Middle value, the mean of both middle values for an even number; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const half = sorted.length >> 1; // eslint-disable-line no-bitwise
  return sorted.length % 2 === 1
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

/** A sorted copy. */
export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Standard deviation relative to the mean, of a sample. */
export function coefficientOfVariation(values: readonly number[]): number {
  return Math.sqrt(variance(values)) / Math.abs(mean(values));
}

/**
 * Quantile q (0–1) of sorted values, in a straight line between neighbours (type 7, the default of R and NumPy).
 */
export function quantileOfSorted(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** Throws unless all values are finite numbers and there is at least one. */
export function requireFinite(values: readonly number[], what: string): void {
  if (values.length === 0) {
    throw new RangeError(`${what} is empty`);
  }
  const bad = values.find(v => !Number.isFinite(v));
  if (bad !== undefined) {
    throw new RangeError(`${what} has "${bad}", which is no finite number`);
  }
}
