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
import { runPinned } from './perfRun';

const AUTOCANNON = path.join(
  path.dirname(require.resolve('autocannon/package.json')),
  'autocannon.js',
);
const resultSchema = z.object({
  /** Milliseconds. */
  latency: z.record(z.string(), z.number()),
  requests: z.looseObject({ total: z.number(), average: z.number() }),
  duration: z.number(),
});

/** What stock autocannon says of a run. */
export interface AutocannonResult {
  /** Requests per second. */
  rate: number;
  /** Milliseconds, by percentile as in `99.9`; it has no p95. */
  latencyMs: Record<string, number>;
  requests: number;
  cpuSeconds?: number;
}

/** The command of the package as it is, on the second core. */
export async function runAutocannon(
  url: string,
  options: readonly string[],
): Promise<AutocannonResult> {
  const { stdout, stderr, cpuSeconds } = await runPinned([
    process.execPath,
    AUTOCANNON,
    ...['--json', '--no-progress', ...options, url],
  ]);
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) {
    throw new Error(`autocannon printed no result: ${stderr.trim()}`);
  }
  const result = resultSchema.parse(JSON.parse(line));
  const latencyMs: Record<string, number> = {};
  for (const [key, value] of Object.entries(result.latency)) {
    const match = /^p(\d+)(?:_(\d+))?$/.exec(key);
    if (match) {
      latencyMs[match[2] ? `${match[1]}.${match[2]}` : match[1]] = value;
    }
  }
  return {
    rate: result.requests.total / result.duration,
    latencyMs,
    requests: result.requests.total,
    cpuSeconds,
  };
}
