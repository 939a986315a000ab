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

import { type Counts, valuesAtDense } from './counts';

/** Fewer units than this do not show how much units differ. */
export const MIN_UNITS = 4;
const RESAMPLES = 500;
const CONFIDENCE = 0.95;

/**
 * Draws of percentiles from units that are resampled with replacement and merged: blocks of seconds of one run, or whole
 * runs. Respects that samples inside a unit depend on each other, which an interval over requests does not.
 *
 * @param percentiles - 0 to 100, ascending
 * @param seed - the same draws for the same seed, so that a chart does not change when it is looked at again
 * @returns one row of percentile values per draw, microseconds; empty with too few units
 */
export function drawPercentiles(
  units: readonly Counts[],
  percentiles: readonly number[],
  seed: number,
): number[][] {
  if (units.length < MIN_UNITS) return [];
  const values = [...new Set(units.flatMap(unit => [...unit.keys()]))].sort(
    (a, b) => a - b,
  );
  if (values.length === 0) return [];
  const indexes = new Map(values.map((value, index) => [value, index]));
  // Sparse rows: a block of seconds has few of the values that a whole run has.
  const rows = units.map(unit => ({
    at: Uint32Array.from(unit.keys(), value => indexes.get(value)!),
    counts: Float64Array.from(unit.values()),
  }));
  const random = seededRandom(seed);
  const merged = new Float64Array(values.length);
  const draws: number[][] = [];
  for (let draw = 0; draw < RESAMPLES; draw++) {
    merged.fill(0);
    for (let unit = 0; unit < rows.length; unit++) {
      const { at, counts } = rows[Math.floor(random() * rows.length)];
      for (let i = 0; i < at.length; i++) merged[at[i]] += counts[i];
    }
    draws.push(valuesAtDense(values, merged, percentiles));
  }
  return draws.filter(row => row.length > 0);
}

/**
 * The middle 95 % of draws, widened to hold the value that they are about: histograms of seconds are coarser than those
 * of runs.
 */
export function intervalOf(
  draws: readonly number[],
  value: number,
): [number, number] | undefined {
  if (draws.length === 0) return undefined;
  const sorted = [...draws].sort((a, b) => a - b);
  const tail = (1 - CONFIDENCE) / 2;
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return [Math.min(at(tail), value), Math.max(at(1 - tail), value)];
}

/** Mulberry32. */
function seededRandom(seed: number): () => number {
  /* eslint-disable no-bitwise */
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /* eslint-enable no-bitwise */
}
