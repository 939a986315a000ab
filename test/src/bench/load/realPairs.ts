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
  abbaSchedule,
  compareRuns,
  loadProfileSchema,
  runLoad,
  type LoadProfile,
  type RunResult,
} from '@meshplane/benchmark';
import type { BenchRow } from '../types';
import { effort, tell } from './effort';
import { startNginx } from './nginx';

const PAIRS = effort(30, 2);
const RUNS_PER_SIDE = 5;
const SECONDS = effort(2, 1);
const RATE = 1000;
const ATTEMPTS = 4;
const NOMINAL_PERCENT = 5;

/**
 * Share of comparisons of one and the same server with itself that end as "regression" or "improvement". A pair
 * of which a run stays invalid is not judged, as nobody could.
 */
export async function realPairs(): Promise<BenchRow[]> {
  const nginx = await startNginx();
  let judged = 0;
  let alarms = 0;
  try {
    for (let pair = 1; pair <= PAIRS; pair += 1) {
      const sides = await measurePair(nginx.url);
      if (!sides) {
        tell(`pair ${pair} of ${PAIRS}: not judged, too many invalid runs`);
        continue;
      }
      const comparison = compareRuns(sides.A, sides.B);
      const verdict = comparison.verdict ?? comparison.reasons.join('; ');
      tell(`pair ${pair} of ${PAIRS}: ${verdict}`);
      if (comparison.status === 'refused') continue;
      judged += 1;
      if (verdict === 'regression' || verdict === 'improvement') alarms += 1;
    }
  } finally {
    await nginx.stop();
  }
  if (judged === 0) {
    tell('No pair could be judged: the runs were invalid');
    return [];
  }
  return [
    {
      what: `false alarms, ${judged} real pairs of ${RUNS_PER_SIDE} runs per side, ${SECONDS} s at ${RATE} req/s`,
      value: (alarms / judged) * 100,
      unit: '%',
      goal: NOMINAL_PERCENT,
    },
  ];
}

async function measurePair(
  url: string,
): Promise<Record<'A' | 'B', RunResult[]> | undefined> {
  const sides = { A: [] as RunResult[], B: [] as RunResult[] };
  for (const { side, seed } of abbaSchedule(RUNS_PER_SIDE)) {
    const profile = loadProfileSchema.parse({
      name: `A/A ${side}`,
      endpoints: [{ url }],
      load: {
        model: 'open',
        stages: [{ seconds: SECONDS, from: RATE, to: RATE }],
        seed,
      },
      warmupSeconds: 0.5,
    });
    const result = await validRun(profile);
    if (!result) return undefined;
    sides[side].push(result);
  }
  return sides;
}

/** A run that may be compared; one that measured its generator is made again. */
async function validRun(profile: LoadProfile): Promise<RunResult | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const result = await runLoad(profile);
    if (result.validity.status === 'valid') return result;
  }
  return undefined;
}
