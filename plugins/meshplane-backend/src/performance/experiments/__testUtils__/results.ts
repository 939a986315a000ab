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

/** A complete and valid run of 10 s × 1 000 req/s, with its p50 and p99 in milliseconds. */
export function resultOf(
  id: string,
  [p50, p99]: [number, number],
  more: Partial<RunResult> = {},
): RunResult {
  return runResultSchema.parse({
    id,
    name: id,
    generator: { name: 'meshplane' },
    startedAt: '2026-11-24T10:00:00.000Z',
    measuredSeconds: 10,
    end: 'complete',
    precision: 'summary',
    validity: { status: 'valid', gates: [] },
    counts: { sent: 10_000, ok: 10_000, errors: {} },
    targetRate: 1000,
    achievedRate: 1000,
    latency: {
      response: {
        count: 10_000,
        percentiles: { '50': p50 * 1000, '90': p50 * 1500, '99': p99 * 1000 },
      },
    },
    ...more,
  });
}
