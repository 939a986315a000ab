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

import { type RunResult, runResultSchema } from '@meshplane/benchmark/model';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
import type { ProfileRow, RunFilter, RunPlan, RunRow } from '../model';

/** Midnight of a day, ISO 8601; the tests of the stores live in January 2026. */
export const day = (number: number): string =>
  `2026-01-${String(number).padStart(2, '0')}T00:00:00.000Z`;

/** What a person would write for a profile. */
export function profileInput(
  overrides: Record<string, unknown> = {},
): ProfileRow['input'] {
  return profileInputSchema.parse({
    name: 'Checkout',
    load: {
      name: 'Checkout',
      endpoints: [{ url: 'http://shop.example.com/pay' }],
      load: { model: 'open', stages: [{ seconds: 60, from: 100, to: 100 }] },
    },
    ...overrides,
  });
}

/** The plan of a run of {@link profileInput}. */
export function runPlan(): RunPlan {
  const input = profileInput();
  return { input, load: input.load };
}

/** A run that waits. */
export function run(id: string, overrides: Partial<RunRow> = {}): RunRow {
  const targets = overrides.targets ?? ['shop.example.com:80'];
  return {
    id,
    name: `Run ${id}`,
    state: 'queued',
    targets,
    queueKey: [...targets].sort().join(','),
    runner: { type: 'local', generator: 'meshplane' },
    generator: 'meshplane',
    origin: 'manual',
    labels: {},
    note: '',
    createdAt: day(1),
    createdBy: 'user:default/ada',
    baseline: false,
    ...overrides,
  };
}

/** A run that ended well on a day. */
export function finished(
  id: string,
  end: number,
  overrides: Partial<RunRow> = {},
): RunRow {
  return run(id, {
    state: 'succeeded',
    createdAt: day(end),
    startedAt: day(end),
    endedAt: day(end),
    end: 'complete',
    precision: 'exact',
    validity: 'valid',
    ...overrides,
  });
}

/** All runs, newest first, changed by the given keys. */
export function runFilter(overrides: Partial<RunFilter> = {}): RunFilter {
  return {
    sort: 'createdAt',
    order: 'desc',
    limit: 100,
    offset: 0,
    ...overrides,
  };
}

/** A result with a histogram per distribution; `shape` makes them differ. */
export function runResult(
  id: string,
  { shape = 'a', seconds = 3 }: { shape?: string; seconds?: number } = {},
): RunResult {
  const distribution = (name: string) => ({
    count: 3,
    min: 1.5,
    percentiles: { '50': 2, '99.9': 3.25 },
    hdr: `HISTFAAA${name}${shape}==`,
  });
  return runResultSchema.parse({
    id,
    name: `Result ${id}`,
    generator: { name: 'meshplane', version: '1' },
    startedAt: '2026-01-01T00:00:00Z',
    measuredSeconds: seconds,
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: { sent: 3, ok: 3, errors: { http_5xx: 0 } },
    achievedRate: 0.1 + 0.2,
    latency: {
      response: distribution('response'),
      service: distribution('service'),
      lag: { count: 0, percentiles: {} },
    },
    endpoints: {
      pay: { sent: 3, ok: 3, errors: {}, response: distribution('response') },
      look: { sent: 0, ok: 0, errors: {} },
    },
    slices: Array.from({ length: seconds }, (_, second) => ({
      second,
      scheduled: 1,
      sent: 1,
      ok: 1,
      errors: {},
      bytes: 10,
      hdr: `HISTFslice${second}`,
      lagP99Ms: 0.25,
    })),
    preserved: { odd: 'nul \u0000, half \ud800', nested: [null, 1e-7] },
  });
}
