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
  type RunResult,
  runResultSchema,
  type Slice,
} from '@meshplane/benchmark';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
// The histograms of the engine, which it does not publish: what is stored must be as large as what is measured.
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import {
  encodeHistogram,
  newHistogram,
  toDistribution,
  // eslint-disable-next-line @backstage/no-relative-monorepo-imports
} from '../../../../packages/benchmark/src/engine/histograms';
import type { RunPlan, RunRow } from '../../src/performance/stores/model';

/** Profiles over which the runs are spread; each has a history of its own. */
export const PROFILES = 20;
export const SECONDS = 60;
const RATE = 200;
const RUNS_PER_RELEASE = 5;
const BASELINES_PER = 100;
const START = Date.parse('2024-01-01T00:00:00Z');
const HOUR = 3_600_000;
/** Minutes of seconds that are drawn; runs take them in turn, since drawing 600 000 histograms would take longer than all the rest. */
const DRAWN_MINUTES = 40;

const plan: RunPlan = (() => {
  const input = profileInputSchema.parse({
    name: 'Checkout',
    load: {
      name: 'Checkout',
      endpoints: [{ url: 'http://shop.example.com/pay' }],
      load: {
        model: 'open',
        stages: [{ seconds: SECONDS, from: RATE, to: RATE }],
      },
    },
  });
  return { input, load: input.load };
})();

/** Runs as a portal has them after years, the same ones each time. */
export class GeneratedRuns {
  readonly #random = randomFrom(20_260_101);
  readonly #minutes: Slice[][] = [];

  /** The run of an index, oldest first. */
  run(index: number): { row: RunRow; plan: RunPlan; result: RunResult } {
    const id = `run-${String(index).padStart(6, '0')}`;
    const profile = index % PROFILES;
    const turn = Math.floor(index / PROFILES);
    const at = new Date(START + index * HOUR).toISOString();
    const result = this.#result(id, profile, turn);
    const { percentiles } = result.latency.response!;
    return {
      plan,
      result,
      row: {
        id,
        name: `Checkout ${profile}`,
        state: index % 50 === 49 ? 'failed' : 'succeeded',
        profileId: `profile-${profile}`,
        profileVersion: 1,
        entityRef: `component:default/shop-${profile % 10}`,
        cluster: `cluster-${profile % 4}`,
        targets: [`shop-${profile}.example.com:80`],
        queueKey: `shop-${profile}.example.com:80`,
        runner: { type: 'local', generator: 'meshplane' },
        generator: 'meshplane',
        origin: 'schedule',
        release: `1.${Math.floor(turn / RUNS_PER_RELEASE)}`,
        labels: { version: `1.${Math.floor(turn / RUNS_PER_RELEASE)}` },
        note: index % 97 === 0 ? 'after the upgrade of the proxies' : '',
        createdAt: at,
        createdBy: 'user:default/ada',
        startedAt: at,
        endedAt: new Date(Date.parse(at) + SECONDS * 1000).toISOString(),
        end: 'complete',
        precision: 'exact',
        validity: index % 30 === 29 ? 'invalid' : 'valid',
        gate: (['pass', 'pass', 'pass', 'borderline', 'fail'] as const)[
          index % 5
        ],
        headline: {
          p50: percentiles['50'],
          p90: percentiles['90'],
          p99: percentiles['99'],
          p999: percentiles['99.9'],
          max: result.latency.response!.max,
          achievedRate: result.achievedRate,
          targetRate: RATE,
          errorRate: 0,
          measuredSeconds: SECONDS,
        },
        baseline: index % BASELINES_PER === 0,
        scheduleId: `schedule-${profile}`,
      },
    };
  }

  #result(id: string, profile: number, turn: number): RunResult {
    const count = RATE * SECONDS;
    // The service becomes slower for good after half of the history of every profile.
    const median = (2000 + 150 * profile) * (turn > 250 ? 1.1 : 1);
    const distribution = (scale: number) =>
      toDistribution(this.#draw(count, median * scale, 3));
    return runResultSchema.parse({
      id,
      name: `Checkout ${profile}`,
      profile: plan.load,
      generator: { name: 'meshplane', version: '0.1.0', threads: 1 },
      measuredSeconds: SECONDS,
      end: 'complete',
      precision: 'exact',
      validity: { status: 'valid', gates: [] },
      counts: { scheduled: count, sent: count, ok: count, errors: {} },
      targetRate: RATE,
      achievedRate: RATE - this.#random(),
      latency: { response: distribution(1), service: distribution(0.98) },
      slices: this.#minute(profile * 7 + turn),
    });
  }

  #minute(index: number): Slice[] {
    const at = index % DRAWN_MINUTES;
    this.#minutes[at] ??= Array.from({ length: SECONDS }, (_, second) => ({
      second,
      scheduled: RATE,
      sent: RATE,
      ok: RATE,
      errors: {},
      bytes: RATE * 1200,
      hdr: encodeHistogram(this.#draw(RATE, 2000 + 50 * at, 2)),
      lagP99Ms: 0.2 + this.#random() / 10,
    }));
    return this.#minutes[at];
  }

  /** Latencies as services have them: log-normal, and now and then a slow one. */
  #draw(count: number, median: number, digits: 2 | 3) {
    const histogram = newHistogram(digits);
    for (let index = 0; index < count; index += 1) {
      const normal =
        Math.sqrt(-2 * Math.log(1 - this.#random())) *
        Math.cos(2 * Math.PI * this.#random());
      const slow = this.#random() < 0.002 ? 8 : 1;
      histogram.recordValue(
        Math.max(1, Math.round(median * Math.exp(0.35 * normal) * slow)),
      );
    }
    return histogram;
  }
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    /* eslint-disable no-bitwise */
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    /* eslint-enable no-bitwise */
  };
}
