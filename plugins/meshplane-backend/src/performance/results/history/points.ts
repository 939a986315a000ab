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

import type { RunRow } from '../../stores/model';
import type { HistoryMetric, HistoryPoint } from './metrics';

/**
 * One point per release, the median of its runs; runs without release are points of their own. Oldest first, by the
 * first run of each.
 */
export function pointsOf(
  rows: readonly RunRow[],
  metric: HistoryMetric,
): HistoryPoint[] {
  const groups = new Map<
    string,
    { at: string; release?: string; runs: { row: RunRow; value: number }[] }
  >();
  const byTime = rows
    .map(row => ({ row, at: row.startedAt ?? row.createdAt }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const { row, at } of byTime) {
    const value = row.headline && metric.value(row.headline);
    if (value === undefined || !Number.isFinite(value)) continue;
    const { release, id } = row;
    const key = release === undefined ? `run ${id}` : `release ${release}`;
    const group = groups.get(key) ?? { at, release, runs: [] };
    group.runs.push({ row, value });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ at, release, runs }) => ({
    at,
    ...(release !== undefined && { release }),
    value: median(runs.map(({ value }) => value)),
    runIds: runs.map(({ row }) => row.id),
    baseline: runs.some(({ row }) => row.baseline),
  }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
