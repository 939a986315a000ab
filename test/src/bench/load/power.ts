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

import { simulatePower } from '@meshplane/benchmark';
import type { BenchRow } from '../types';
import { effort } from './effort';

const TRIALS = effort(4000, 400);
const RUNS = [5, 6, 8, 10, 15];
/** Spread between runs, effect, and the power in percent by runs per side that is published for them. */
const TABLE: [cv: number, effect: number, percent: number[]][] = [
  [0.02, 0.03, [44, 57, 76, 85, 96]],
  [0.02, 0.05, [84, 95, 99, 100, 100]],
  [0.05, 0.05, [21, 30, 40, 48, 69]],
  [0.05, 0.1, [62, 80, 92, 97, 100]],
  [0.1, 0.1, [19, 29, 39, 49, 66]],
  [0.1, 0.2, [59, 77, 91, 96, 99]],
];

/** Share of comparisons in which the exact test finds a change that is there. */
export function powerRows(): BenchRow[] {
  return TABLE.flatMap(([cv, effect, published], row) =>
    RUNS.map((runsPerSide, column) => ({
      what: `power, spread ${cv * 100} %, effect ${
        effect * 100
      } %, ${runsPerSide} runs per side`,
      value:
        simulatePower({
          runsPerSide,
          cv,
          effect,
          trials: TRIALS,
          seed: row * RUNS.length + column + 1,
        }) * 100,
      unit: '%',
      peer: `published: ${published[column]} %`,
    })),
  );
}
