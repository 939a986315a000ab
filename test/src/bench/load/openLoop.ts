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

import type { RunResult } from '@meshplane/benchmark';
import { median } from '../statistics';
import { effort } from './effort';
import { highestRate } from './highestRate';
import { perfRun } from './perfRun';
import type { Tool } from './tools';

const CONNECTIONS = 50;
const SECONDS = effort(4, 2);
const WARMUP_SECONDS = 1;
const MIN_SHARE = 0.99;
const MAX_LAG_US = 2000;
const FIRST_START = 4000;

/** A generator that holds a constant rate. */
export interface OpenLoopTool {
  name: string;
  program?: Tool;
  options: readonly string[];
}

export const OPEN_LOOP_TOOLS: readonly OpenLoopTool[] = [
  {
    name: 'meshplane http1',
    options: ['--transport', 'http1', '--warmup', `${WARMUP_SECONDS}s`],
  },
  {
    name: 'meshplane http1 --spin',
    options: [
      ...['--transport', 'http1', '--spin'],
      ...['--warmup', `${WARMUP_SECONDS}s`],
    ],
  },
  {
    name: 'meshplane http1-autocannon',
    options: [
      ...['--transport', 'http1-autocannon'],
      ...['--warmup', `${WARMUP_SECONDS}s`],
    ],
  },
  { name: 'Fortio', program: 'fortio', options: ['--generator', 'fortio'] },
  { name: 'vegeta', program: 'vegeta', options: ['--generator', 'vegeta'] },
];

/**
 * The highest rate that a generator holds. Ours must also send on time; the others do not tell whether they do.
 *
 * @param before - answers of earlier rounds, near which the next one is looked for
 */
export function openLoopOf(
  tool: OpenLoopTool,
  url: string,
  before: readonly number[] = [],
): Promise<number> {
  const start =
    before.length > 0 ? Math.round(median(before) * 0.8) : FIRST_START;
  return highestRate(
    async rate =>
      isHeld(
        await perfRun(url, [
          ...tool.options,
          ...['--rate', String(rate), '--connections', String(CONNECTIONS)],
          ...['--duration', `${SECONDS}s`],
        ]),
        rate,
      ),
    start || FIRST_START,
  );
}

function isHeld({ achievedRate, latency }: RunResult, rate: number): boolean {
  const lag = latency.lag?.percentiles['99'];
  return (
    achievedRate >= MIN_SHARE * rate && (lag === undefined || lag <= MAX_LAG_US)
  );
}
