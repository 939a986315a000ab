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

import type { LatencyHeatmap } from '@meshplane/plugin-meshplane-common';

/** A heatmap small enough to be drawn: neighbouring seconds and buckets are added up. */
export interface HeatmapBins {
  /** Seconds that one column stands for. */
  secondsPerColumn: number;
  /** Upper edges of the rows in microseconds, ascending. */
  edges: number[];
  /** Lower edge of the first row. */
  lowest: number;
  columns: Array<{ second: number; counts: number[] }>;
  largest: number;
}

/**
 * Adds neighbours up until there are at most `maxColumns` and `maxRows`, and cuts rows off in which nothing ever was.
 * Nothing is lost: the sum of all counts stays.
 */
export function heatmapBins(
  heatmap: LatencyHeatmap,
  maxColumns: number,
  maxRows: number,
): HeatmapBins {
  const { edges, columns } = heatmap;
  const isUsed = (row: number) =>
    columns.some(column => (column.counts[row] ?? 0) > 0);
  let first = 0;
  while (first < edges.length - 1 && !isUsed(first)) first += 1;
  let last = edges.length - 1;
  while (last > first && !isUsed(last)) last -= 1;
  const perRow = Math.max(1, Math.ceil((last - first + 1) / maxRows));
  const rows = Math.ceil((last - first + 1) / perRow);
  const end = Math.max(0, ...columns.map(column => column.second)) + 1;
  const secondsPerColumn = Math.max(1, Math.ceil(end / maxColumns));
  const binned = Array.from(
    { length: Math.ceil(end / secondsPerColumn) },
    (_, index) => ({
      second: index * secondsPerColumn,
      counts: new Array<number>(rows).fill(0),
    }),
  );
  for (const column of columns) {
    const bin = binned[Math.floor(column.second / secondsPerColumn)];
    for (let row = first; row <= last; row += 1) {
      bin.counts[Math.floor((row - first) / perRow)] += column.counts[row] ?? 0;
    }
  }
  const upper = Array.from(
    { length: rows },
    (_, row) => edges[Math.min(first + (row + 1) * perRow - 1, last)],
  );
  const step = edges.length > 1 ? edges[1] / edges[0] : 2;
  return {
    secondsPerColumn,
    edges: upper,
    lowest: first > 0 ? edges[first - 1] : (edges[0] ?? 1) / step,
    columns: binned,
    largest: Math.max(1, ...binned.flatMap(bin => bin.counts)),
  };
}

/** Row with most of the counts of a column; undefined where it is empty. */
export function busiestRow(counts: readonly number[]): number | undefined {
  const most = Math.max(...counts);
  return most > 0 ? counts.indexOf(most) : undefined;
}
