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

import { runAutocannon } from './autocannon';
import { effort } from './effort';
import { perfRun } from './perfRun';
import type { Tool } from './tools';

const CONNECTIONS = 50;
const SECONDS = effort(5, 2);

/** A generator that sends as fast as answers come. */
export interface ClosedLoopTool {
  name: string;
  /** What has to be there for it. */
  program?: Tool;
  /** Options of `meshplane perf run`; `undefined` for stock autocannon, which is started directly. */
  options?: readonly string[];
}

export const CLOSED_LOOP_TOOLS: readonly ClosedLoopTool[] = [
  { name: 'meshplane http1', options: ['--transport', 'http1'] },
  {
    name: 'meshplane http1-autocannon',
    options: ['--transport', 'http1-autocannon'],
  },
  { name: 'autocannon' },
  { name: 'wrk', program: 'wrk', options: ['--generator', 'wrk'] },
  { name: 'Fortio', program: 'fortio', options: ['--generator', 'fortio'] },
  { name: 'vegeta', program: 'vegeta', options: ['--generator', 'vegeta'] },
];

/** Requests per second, and the generator's processor time for each. */
export async function closedLoopOf(
  tool: ClosedLoopTool,
  url: string,
): Promise<{ rate: number; cpuMicroseconds?: number }> {
  const per = (cpuSeconds: number | undefined, requests: number) =>
    cpuSeconds === undefined ? undefined : (cpuSeconds / requests) * 1e6;
  if (!tool.options) {
    const { rate, requests, cpuSeconds } = await runAutocannon(url, [
      ...['-c', String(CONNECTIONS), '-d', String(SECONDS)],
    ]);
    return { rate, cpuMicroseconds: per(cpuSeconds, requests) };
  }
  const { achievedRate, counts, generator } = await perfRun(url, [
    ...tool.options,
    ...['--rate', 'max', '--connections', String(CONNECTIONS)],
    ...['--duration', `${SECONDS}s`],
  ]);
  return {
    rate: achievedRate,
    cpuMicroseconds: per(generator.cpuSeconds, counts.ok),
  };
}
