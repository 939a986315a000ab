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

import { bucketsOf } from '@meshplane/benchmark';
import type { Distribution, Slice } from '@meshplane/benchmark/model';
import { addCounts, type Counts } from '../counts';

/** Columns that a chart over time has at most; longer runs put seconds together. */
const MAX_CELLS = 1800;
/** Seconds that stay together when a run is resampled: within them latencies depend on each other. */
const BLOCK_SECONDS = 5;
/** Blocks of a long run become longer instead of more. */
const MAX_BLOCKS = 240;

/** A stretch of a run: one second, or a few of a very long one. */
export interface Cell {
  /** The sums of the stretch divided by its seconds, so that rates stay rates; without histogram. */
  slice: Omit<Slice, 'hdr'>;
  /** Latencies of all its seconds; absent where none are known. */
  counts?: Counts;
}

/** Decodes the seconds of a run, in order, each once. */
export function cellsOf(slices: readonly Slice[]): Cell[] {
  const sorted = [...slices].sort((a, b) => a.second - b.second);
  const perCell = Math.max(1, Math.ceil(sorted.length / MAX_CELLS));
  const cells: Cell[] = [];
  for (let at = 0; at < sorted.length; at += perCell)
    cells.push(cellOf(sorted.slice(at, at + perCell)));
  return cells;
}

/** Latencies of stretches of at least five seconds. */
export function blocksOf(cells: readonly Cell[]): Counts[] {
  const perBlock = Math.max(
    BLOCK_SECONDS,
    Math.ceil(cells.length / MAX_BLOCKS),
  );
  const blocks: Counts[] = [];
  // What is left at the end is too short to stand for a stretch.
  for (let at = 0; at + perBlock <= cells.length; at += perBlock) {
    const block = new Map<number, number>();
    for (const { counts } of cells.slice(at, at + perBlock))
      if (counts) addCounts(block, counts);
    if (block.size > 0) blocks.push(block);
  }
  return blocks;
}

/** Samples of a distribution that keeps a histogram; undefined for others. */
export function countsOf(
  distribution: Pick<Distribution, 'count' | 'hdr'>,
): Counts | undefined {
  const { hdr, count } = distribution;
  if (!hdr) return undefined;
  const buckets = bucketsOf({ count, percentiles: {}, hdr }) ?? [];
  return new Map(buckets.map(bucket => [bucket.to, bucket.count]));
}

function cellOf(slices: readonly Slice[]): Cell {
  const counts = new Map<number, number>();
  for (const { ok, hdr } of slices) {
    const known = countsOf({ count: ok, hdr });
    if (known) addCounts(counts, known);
  }
  return {
    slice: slices.length === 1 ? withoutHdr(slices[0]) : meanOf(slices),
    ...(counts.size > 0 && { counts }),
  };
}

function withoutHdr({ hdr: _, ...slice }: Slice): Cell['slice'] {
  return slice;
}

function meanOf(slices: readonly Slice[]): Cell['slice'] {
  const mean = (value: (slice: Slice) => number) =>
    Math.round(slices.reduce((sum, s) => sum + value(s), 0) / slices.length);
  const outcomes = new Set(slices.flatMap(({ errors }) => Object.keys(errors)));
  const lags = slices.flatMap(({ lagP99Ms }) =>
    lagP99Ms === undefined ? [] : [lagP99Ms],
  );
  return {
    second: slices[0].second,
    scheduled: mean(s => s.scheduled),
    sent: mean(s => s.sent),
    ok: mean(s => s.ok),
    errors: Object.fromEntries(
      [...outcomes].map(outcome => [
        outcome,
        mean(s => s.errors[outcome] ?? 0),
      ]),
    ),
    bytes: mean(s => s.bytes),
    ...(lags.length > 0 && { lagP99Ms: Math.max(...lags) }),
  };
}
