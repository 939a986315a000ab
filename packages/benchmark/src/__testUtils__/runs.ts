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

import {
  encodeHistogram,
  newHistogram,
  toDistribution,
} from '../engine/histograms';
import { seededRandom } from '../engine/schedule';
import { importedResult } from '../formats/results';
import { RunResult, Slice } from '../model/result';

/** A valid run with the fields given and nothing else of interest. */
export function runWith(fields: Partial<RunResult> = {}): RunResult {
  const run = importedResult({
    id: 'run',
    name: 'run',
    generator: { name: 'meshplane', caveats: [] },
    precision: 'exact',
    counts: { sent: 0, ok: 0, errors: {}, statuses: {} },
    latency: {},
  });
  return {
    ...run,
    validity: { status: 'valid', gates: [], notes: [] },
    ...fields,
  };
}

/** How a made-up run goes. */
export interface RunRecipe {
  seconds?: number;
  rate?: number;
  /** Microseconds of the n-th request in a second; `random` is seeded by the run. */
  latency?: (second: number, random: () => number) => number;
  /** Failed requests in a second. */
  failures?: (second: number) => number;
  seed?: number;
  id?: string;
}

/** A run with exact histograms and seconds, as the engine gives it. */
export function makeRun(recipe: RunRecipe = {}): RunResult {
  const {
    seconds = 30,
    rate = 500,
    seed = 1,
    id = `run-${seed}`,
    latency = (_second, random) => 1000 + 1000 * random(),
    failures = () => 0,
  } = recipe;
  const random = seededRandom(seed);
  const whole = newHistogram();
  const slices: Slice[] = [];
  let ok = 0;
  let failed = 0;
  for (let second = 0; second < seconds; second++) {
    const bad = failures(second);
    const part = newHistogram(2);
    for (let i = 0; i < rate - bad; i++) {
      const us = Math.max(1, Math.round(latency(second, random)));
      whole.recordValue(us);
      part.recordValue(us);
    }
    ok += rate - bad;
    failed += bad;
    slices.push({
      second,
      scheduled: rate,
      sent: rate,
      ok: rate - bad,
      errors: bad > 0 ? { http_5xx: bad } : {},
      bytes: 0,
      hdr: encodeHistogram(part),
    });
  }
  const response = toDistribution(whole);
  return runWith({
    id,
    measuredSeconds: seconds,
    targetRate: rate,
    achievedRate: rate,
    counts: {
      sent: ok + failed,
      ok,
      errors: failed > 0 ? { http_5xx: failed } : {},
      statuses: { 200: ok, ...(failed > 0 ? { 503: failed } : {}) },
    },
    latency: response ? { response } : {},
    slices,
  });
}
