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

import type { CoverageState } from '@meshplane/meshes';

/** Order in which coverage states are listed everywhere. */
export const COVERAGE_STATES: readonly CoverageState[] = [
  'on-mesh',
  'partial',
  'opted-out',
  'off-mesh',
  'unknown',
];

/** Counts by state; states that do not occur may be left out. */
export type CoverageCounts = Partial<Record<CoverageState, number>>;

/** All workloads of the counts. */
export function totalOf(counts: CoverageCounts): number {
  return COVERAGE_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

/** Sums counts of several clusters. */
export function sumCounts(all: readonly CoverageCounts[]): CoverageCounts {
  const sum: CoverageCounts = {};
  for (const counts of all) {
    for (const state of COVERAGE_STATES) {
      sum[state] = (sum[state] ?? 0) + (counts[state] ?? 0);
    }
  }
  return sum;
}
