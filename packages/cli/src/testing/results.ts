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

import { runResultSchema, type RunResult } from '@meshplane/benchmark';

/** A valid run of 20 000 requests with the given percentiles, milliseconds. */
export function aResult(
  id: string,
  { p50, p99 }: { p50: number; p99: number },
  changes: Partial<RunResult> = {},
): RunResult {
  return runResultSchema.parse({
    id,
    name: 'cart',
    generator: { name: 'meshplane' },
    measuredSeconds: 20,
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: { sent: 20_000, ok: 20_000, errors: {} },
    achievedRate: 1000,
    targetRate: 1000,
    latency: {
      response: {
        count: 20_000,
        percentiles: { '50': p50 * 1000, '90': p50 * 1200, '99': p99 * 1000 },
      },
    },
    ...changes,
  });
}
