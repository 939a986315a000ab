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

import { Slice } from '../model/result';
import { decodeHdr, forEachRecorded } from '../formats/hdr/decodeHdr';
import { ascending, quantileOfSorted } from './basics';
import { seededRandom } from '../engine/schedule';

/** What is taken from the merged latencies of resampled seconds. @public */
export type LatencyStatistic =
  | { kind: 'percentile'; percentile: number }
  | { kind: 'avg' | 'min' | 'max' };

/** @public */
export interface BootstrapOptions {
  resamples: number;
  /** Seconds that stay together: within them latencies depend on each other. */
  blockSeconds: number;
  confidence: number;
  seed: number;
}

/** @public */
export const defaultBootstrap: BootstrapOptions = {
  resamples: 1000,
  blockSeconds: 5,
  confidence: 0.95,
  seed: 1,
};

/** Fewer blocks than this do not show how much blocks differ. */
const MIN_BLOCKS = 4;

/**
 * Intervals of latency statistics (microseconds) of one run by a circular block bootstrap over its seconds (Politis and
 * Romano 1992): blocks of seconds are drawn with replacement and their histograms merged. Respects that neighbouring
 * seconds resemble each other, which intervals over requests do not.
 *
 * Undefined per statistic where the run is shorter than four blocks or keeps no histograms.
 * @public
 */
export function bootstrapLatency(
  slices: readonly Slice[],
  statistics: readonly LatencyStatistic[],
  options: Partial<BootstrapOptions> = {},
): ([number, number] | undefined)[] {
  const settings = { ...defaultBootstrap, ...options };
  const seconds = sliceCounts(slices);
  if (!seconds || !hasEnoughBlocks(seconds.rows.length, settings)) {
    return statistics.map(() => undefined);
  }
  const { values, rows } = seconds;
  const blocks = blockSums(rows, values.length, settings.blockSeconds);
  const draws = Math.ceil(rows.length / settings.blockSeconds);
  const random = seededRandom(settings.seed);
  const merged = new Float64Array(values.length);
  const seen: number[][] = statistics.map(() => []);
  for (let r = 0; r < settings.resamples; r++) {
    merged.fill(0);
    for (let d = 0; d < draws; d++) {
      const block = blocks[Math.floor(random() * blocks.length)];
      for (let i = 0; i < block.length; i++) {
        merged[i] += block[i];
      }
    }
    statistics.forEach((statistic, i) => {
      const value = takeStatistic(statistic, values, merged);
      if (value !== undefined) {
        seen[i].push(value);
      }
    });
  }
  return seen.map(list => interval(list, settings.confidence));
}

/**
 * Interval of a ratio of sums over seconds, such as errors per request, by the same block bootstrap. Undefined where
 * the run is too short.
 * @public
 */
export function bootstrapRatio(
  slices: readonly Slice[],
  ratio: (slice: Slice) => { part: number; whole: number },
  options: Partial<BootstrapOptions> = {},
): [number, number] | undefined {
  const settings = { ...defaultBootstrap, ...options };
  if (!hasEnoughBlocks(slices.length, settings)) {
    return undefined;
  }
  const pairs = slices.map(ratio);
  const draws = Math.ceil(pairs.length / settings.blockSeconds);
  const random = seededRandom(settings.seed);
  const seen: number[] = [];
  for (let r = 0; r < settings.resamples; r++) {
    let part = 0;
    let whole = 0;
    for (let d = 0; d < draws; d++) {
      const start = Math.floor(random() * pairs.length);
      for (let i = 0; i < settings.blockSeconds; i++) {
        const pair = pairs[(start + i) % pairs.length];
        part += pair.part;
        whole += pair.whole;
      }
    }
    if (whole > 0) {
      seen.push(part / whole);
    }
  }
  return interval(seen, settings.confidence);
}

function hasEnoughBlocks(seconds: number, settings: BootstrapOptions): boolean {
  return seconds >= MIN_BLOCKS * settings.blockSeconds;
}

/** Counts of every second over the union of all recorded values, ascending. */
function sliceCounts(
  slices: readonly Slice[],
): { values: number[]; rows: Float64Array[] } | undefined {
  const perSlice: Map<number, number>[] = [];
  const all = new Set<number>();
  for (const slice of slices) {
    const counts = new Map<number, number>();
    if (slice.hdr) {
      forEachRecorded(decodeHdr(slice.hdr), (_lowest, highest, count) => {
        counts.set(highest, count);
        all.add(highest);
      });
    }
    perSlice.push(counts);
  }
  if (all.size === 0) {
    return undefined;
  }
  const values = ascending([...all]);
  const index = new Map(values.map((value, i) => [value, i]));
  const rows = perSlice.map(counts => {
    const row = new Float64Array(values.length);
    for (const [value, count] of counts) {
      row[index.get(value)!] = count;
    }
    return row;
  });
  return { values, rows };
}

/** The merged counts of the block that begins at each second, wrapping round at the end. */
function blockSums(
  rows: readonly Float64Array[],
  width: number,
  blockSeconds: number,
): Float64Array[] {
  return rows.map((_, start) => {
    const block = new Float64Array(width);
    for (let i = 0; i < blockSeconds; i++) {
      const row = rows[(start + i) % rows.length];
      for (let k = 0; k < width; k++) {
        block[k] += row[k];
      }
    }
    return block;
  });
}

function takeStatistic(
  statistic: LatencyStatistic,
  values: readonly number[],
  counts: Float64Array,
): number | undefined {
  let total = 0;
  for (const count of counts) {
    total += count;
  }
  if (total === 0) {
    return undefined;
  }
  switch (statistic.kind) {
    case 'avg': {
      let weighted = 0;
      counts.forEach((count, i) => {
        weighted += count * values[i];
      });
      return weighted / total;
    }
    case 'min':
      return values[counts.findIndex(count => count > 0)];
    case 'max': {
      let last = counts.length - 1;
      while (counts[last] === 0) {
        last--;
      }
      return values[last];
    }
    default: {
      const target = Math.max(
        1,
        Math.ceil((statistic.percentile / 100) * total),
      );
      let below = 0;
      for (let i = 0; i < counts.length; i++) {
        below += counts[i];
        if (below >= target) {
          return values[i];
        }
      }
      return values[values.length - 1];
    }
  }
}

function interval(
  seen: readonly number[],
  confidence: number,
): [number, number] | undefined {
  if (seen.length === 0) {
    return undefined;
  }
  const sorted = ascending(seen);
  const tail = (1 - confidence) / 2;
  return [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)];
}
