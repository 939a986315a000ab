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

import { compareRuns, type RunResult } from '@meshplane/benchmark';
import type { BenchRow } from '../types';
import { effort } from './effort';

const PAIRS = effort(200, 40);
const RUNS_PER_SIDE = [5, 6, 10];
/** Spread between runs of p50 and of p99, as measured on runs of 5 s at 1000 req/s. */
const SPREAD = { p50: 0.029, p99: 0.26 };
const NOMINAL_PERCENT = 5;
const REQUESTS = 5000;

/** Share of comparisons of equal sides that end as "regression" or "improvement". */
export function simulatedPairs(): BenchRow[] {
  return RUNS_PER_SIDE.map(runs => {
    const random = seededRandom(runs);
    let alarms = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const side = () => Array.from({ length: runs }, () => aRun(random));
      const { verdict } = compareRuns(side(), side());
      if (verdict === 'regression' || verdict === 'improvement') alarms += 1;
    }
    return {
      what: `false alarms, ${PAIRS} simulated pairs of ${runs} runs per side`,
      value: (alarms / PAIRS) * 100,
      unit: '%',
      goal: NOMINAL_PERCENT,
    };
  });
}

/** A run whose percentiles, throughput and errors vary as those of runs do: log-normally, a slow run being slow in all. */
function aRun(random: () => number): RunResult {
  const slow = normal(random);
  const vary = (level: number, spread: number) =>
    level * Math.exp(spread * (0.5 * slow + Math.sqrt(0.75) * normal(random)));
  const p50 = vary(1000, SPREAD.p50);
  const p99 = Math.max(p50 * 1.5, vary(4000, SPREAD.p99));
  const failed = Math.floor(random() * 3);
  return {
    version: 'meshplane.io/run-result/v1',
    id: `simulated-${random()}`,
    name: 'simulated',
    labels: {},
    generator: { name: 'simulated', caveats: [] },
    measuredSeconds: 5 * (1 + 0.0005 * normal(random)),
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [], notes: [] },
    counts: {
      sent: REQUESTS,
      ok: REQUESTS - failed,
      errors: { http_5xx: failed },
      statuses: {},
    },
    achievedRate: 1000,
    targetRate: 1000,
    latency: {
      response: {
        count: REQUESTS - failed,
        percentiles: { '50': p50, '90': p50 * 1.3, '99': p99 },
      },
    },
    slices: [],
    gates: [],
    warnings: [],
  };
}

/** Equally distributed numbers of 0 to 1, the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of the standard normal distribution, by Box and Muller. */
function normal(random: () => number): number {
  return (
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  );
}
