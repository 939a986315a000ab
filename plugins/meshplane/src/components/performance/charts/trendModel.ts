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

import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';

/** Points between two changes, which lie on one level. */
export interface TrendLevel {
  /** First and last index, both inclusive. */
  from: number;
  to: number;
  value: number;
}

/** Levels of a history as its change points divide it; none where nothing changed. */
export function trendLevels(history: PerformanceHistory): TrendLevel[] {
  const { points } = history;
  const changes = [...history.changePoints].sort((a, b) => a.index - b.index);
  if (changes.length === 0 || points.length === 0) return [];
  const levels: TrendLevel[] = [];
  let from = 0;
  for (const change of changes) {
    if (change.index > from) {
      levels.push({ from, to: change.index - 1, value: change.before });
      from = change.index;
    }
  }
  levels.push({
    from,
    to: points.length - 1,
    value: changes[changes.length - 1].after,
  });
  return levels;
}

/** Indexes whose names stand below the axis: the last one always, and as many before it as there is room for. */
export function labelledIndexes(count: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)));
  const indexes: number[] = [];
  for (let index = count - 1; index >= 0; index -= step) indexes.unshift(index);
  return indexes;
}
