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

import { importPerformance } from '@meshplane/benchmark';
import {
  type Distribution,
  runResultSchema,
  type RunResult,
} from '@meshplane/benchmark/model';

/** How a made-up run goes. */
export interface Recipe {
  seconds?: number;
  /** Requests per second. */
  rate?: number;
  /** Microseconds of the n-th request of a second. */
  latency?: (second: number, request: number) => number;
  /** Anything else of the result. */
  more?: Partial<RunResult>;
}

/** A valid run with exact histograms and seconds, as the engine gives it. */
export function measured(id: string, recipe: Recipe = {}): RunResult {
  const { seconds = 30, rate = 100, latency = () => 1000 } = recipe;
  const perSecond = Array.from({ length: seconds }, (_, second) =>
    Array.from({ length: rate }, (__, request) =>
      Math.round(latency(second, request)),
    ),
  );
  const count = seconds * rate;
  return runResultSchema.parse({
    id,
    name: id,
    generator: { name: 'meshplane' },
    startedAt: '2026-11-24T10:00:00.000Z',
    measuredSeconds: seconds,
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: { scheduled: count, sent: count, ok: count, errors: {} },
    targetRate: rate,
    achievedRate: rate,
    latency: { response: distributionOf(perSecond.flat()) },
    slices: perSecond.map((latencies, second) => ({
      second,
      scheduled: rate,
      sent: rate,
      ok: rate,
      errors: {},
      bytes: 100 * rate,
      hdr: distributionOf(latencies).hdr,
      lagP99Ms: 0.1,
    })),
    ...recipe.more,
  });
}

/** A histogram of latencies in microseconds. Made by an importer that keeps every one of them. */
export function distributionOf(latencies: readonly number[]): Distribution {
  const lines = latencies.map((latency, seq) =>
    JSON.stringify({
      attack: 'made up',
      seq,
      code: 200,
      timestamp: '2026-11-24T10:00:00Z',
      latency: latency * 1000,
      bytes_out: 0,
      bytes_in: 0,
      error: '',
    }),
  );
  const { results, errors } = importPerformance(lines.join('\n'));
  const found = results[0]?.latency.service ?? results[0]?.latency.response;
  if (!found?.hdr)
    throw new Error(`No histogram was made: ${JSON.stringify(errors)}`);
  return found;
}
