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

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startCluster } from '@meshplane/local-cluster';
// Not part of what the package publishes, nor is this.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import {
  PLANNED,
  type OverheadRound,
  type PlanTimes,
  type RunTimes,
} from '@meshplane/plugin-meshplane-backend/bench/planModel';
import { median } from './statistics';
import type { BenchRow } from './types';

const QUICK = process.env.MESHPLANE_BENCH_QUICK === '1';
/** It knows the backend from inside, and lives there. */
const PROCESS = path.resolve(
  __dirname,
  '../../../plugins/meshplane-backend/bench/planProcess.ts',
);
/** Processes that plan every mesh cold. */
const PROCESSES = QUICK ? 1 : 6;
const WARM_REPEATS = QUICK ? 2 : 5;
const OVERHEAD_ROUNDS = QUICK ? 1 : 5;
const MAX_OUTPUT = 16 * 1024 * 1024;
const CHARTS = path.resolve(__dirname, '../../../../shared/charts');

/**
 * How long it takes to plan the first installation of each mesh, with charts that are fetched from loopback and with
 * charts that are there; and what an operation on Istio, planned and run with its verification, costs against plain Helm
 * with the same charts, values and flags.
 */
export async function planBench(): Promise<BenchRow[]> {
  if (!existsSync(path.join(CHARTS, 'index.yaml'))) {
    console.error(
      `There are no charts in "${CHARTS}", so that there is nothing to plan: it needs their packages with an index.yaml, and the release files of the Gateway API as gateway-api/CHANNEL-VERSION.yaml`,
    );
    return [];
  }
  const cluster = await startCluster({ name: 'bench-plan' });
  try {
    const { kubeconfigPath } = cluster;
    const plans: PlanTimes[] = [];
    for (let i = 0; i < PROCESSES; i += 1)
      plans.push(
        ...(await runProcess<PlanTimes[]>([
          kubeconfigPath,
          'plan',
          // Each is planned first once: the first one pays for code that has not run yet.
          String(i % PLANNED.length),
          String(WARM_REPEATS),
        ])),
      );
    const rounds = await runProcess<OverheadRound[]>([
      kubeconfigPath,
      'overhead',
      String(OVERHEAD_ROUNDS),
    ]);
    return [
      ...PLANNED.flatMap(({ definition, version }) =>
        planRows(
          `${definition} ${version}`,
          plans.filter(one => one.definition === definition),
        ),
      ),
      ...overheadRows(
        'install of Istio',
        rounds.map(({ install }) => install),
      ),
      ...overheadRows(
        'upgrade of Istio',
        rounds.map(({ upgrade }) => upgrade),
      ),
    ];
  } finally {
    await cluster.stop({ delete: true });
  }
}

function planRows(what: string, times: readonly PlanTimes[]): BenchRow[] {
  const of = `plan of ${what}, ${times[0].objects} objects`;
  return [
    {
      what: `${of}, charts not fetched yet`,
      unit: 'ms',
      ...spread(times.map(({ cold }) => cold)),
    },
    {
      what: `${of}, charts in the cache`,
      unit: 'ms',
      ...spread(times.flatMap(({ warm }) => warm)),
    },
  ];
}

function overheadRows(what: string, rounds: readonly RunTimes[]): BenchRow[] {
  const seconds = (value: (round: RunTimes) => number) =>
    spread(rounds.map(round => value(round) / 1000));
  const plain = seconds(round => round.plain);
  const total = spread(
    rounds.map(round => (round.plan + round.run) / round.plain),
  );
  return [
    {
      what: `${what}: plan and run against plain Helm, ${rounds.length} rounds`,
      unit: '×',
      goal: 1.2,
      ...total,
      ratio: total.value,
      peer: `helm upgrade --install: ${plain.value.toFixed(2)} s`,
    },
    {
      what: `${what}: plan and run`,
      unit: 's',
      ...seconds(({ plan, run }) => plan + run),
    },
    { what: `${what}: helm upgrade --install`, unit: 's', ...plain },
    { what: `${what}: of it, plan`, unit: 's', ...seconds(({ plan }) => plan) },
    {
      what: `${what}: of it, steps with Helm`,
      unit: 's',
      ...seconds(({ helmSteps }) => helmSteps),
    },
    {
      what: `${what}: of it, verification`,
      unit: 's',
      ...seconds(({ verify }) => verify),
    },
  ];
}

function spread(values: readonly number[]) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    value: round(median(values)),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
  };
}

async function runProcess<T>(args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', PROCESS, ...args],
    { maxBuffer: MAX_OUTPUT },
  );
  const line = stdout.trim().split('\n').pop() ?? '';
  // Written by our own process a moment ago.
  return JSON.parse(line) as T;
}
