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

import path from 'node:path';
import { z } from 'zod';
import { runAutocannon } from './autocannon';
import { effort } from './effort';
import { perfRun, runPinned } from './perfRun';
import type { Tool } from './tools';

const CONNECTIONS = 50;
const SECONDS = effort(5, 2);

/** Requests per second, and the generator's processor time for each. */
export interface ClosedLoopResult {
  rate: number;
  cpuMicroseconds?: number;
}

/** A generator that sends as fast as answers come. */
export interface ClosedLoopTool {
  name: string;
  /** What has to be there for it. */
  program?: Tool;
  measure(url: string): Promise<ClosedLoopResult>;
}

/** What can be had of Node's sockets at all. */
export const BARE_SOCKETS = 'bare Node sockets';

export const CLOSED_LOOP_TOOLS: readonly ClosedLoopTool[] = [
  { name: 'meshplane http1', measure: ours('--transport', 'http1') },
  {
    name: 'meshplane http1-autocannon',
    measure: ours('--transport', 'http1-autocannon'),
  },
  { name: BARE_SOCKETS, measure: bareSockets },
  { name: 'autocannon', measure: autocannon },
  { name: 'wrk', program: 'wrk', measure: ours('--generator', 'wrk') },
  { name: 'Fortio', program: 'fortio', measure: ours('--generator', 'fortio') },
  { name: 'vegeta', program: 'vegeta', measure: ours('--generator', 'vegeta') },
];

function ours(...options: string[]): ClosedLoopTool['measure'] {
  return async url => {
    const { achievedRate, counts, generator } = await perfRun(url, [
      ...options,
      ...['--rate', 'max', '--connections', String(CONNECTIONS)],
      ...['--duration', `${SECONDS}s`],
    ]);
    return {
      rate: achievedRate,
      cpuMicroseconds: perRequest(generator.cpuSeconds, counts.ok),
    };
  };
}

async function autocannon(url: string): Promise<ClosedLoopResult> {
  const { rate, requests, cpuSeconds } = await runAutocannon(url, [
    ...['-c', String(CONNECTIONS), '-d', String(SECONDS)],
  ]);
  return { rate, cpuMicroseconds: perRequest(cpuSeconds, requests) };
}

const bareSchema = z.object({
  answers: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
});

async function bareSockets(url: string): Promise<ClosedLoopResult> {
  const { stdout } = await runPinned([
    process.execPath,
    ...['--require', require.resolve('tsx/cjs')],
    path.join(__dirname, 'bareSocketsProcess.ts'),
    ...[url, String(CONNECTIONS), String(SECONDS)],
  ]);
  const { answers, seconds, cpuSeconds } = bareSchema.parse(JSON.parse(stdout));
  return {
    rate: answers / seconds,
    cpuMicroseconds: perRequest(cpuSeconds, answers),
  };
}

function perRequest(cpuSeconds: number | undefined, requests: number) {
  return cpuSeconds === undefined ? undefined : (cpuSeconds / requests) * 1e6;
}
