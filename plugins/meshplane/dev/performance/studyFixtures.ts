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
  experimentInputSchema,
  type ExperimentDetail,
  type MetricsConnection,
  type PerformanceHistory,
  type PerformanceSchedule,
  type RunSummary,
} from '@meshplane/plugin-meshplane-common';
import type { MockPerformanceApi } from './MockPerformanceApi';
import { comparisonOf } from './comparisonFixture';
import { FIXTURE_NOW, measured, runOf, type FixtureRun } from './runFixtures';
import { simulateCharts } from './simulate';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A nightly schedule, one that is off, and one whose last time failed. */
export function scheduleFixtures(): PerformanceSchedule[] {
  const base = {
    profileId: 'prof-checkout',
    repeats: 1,
    compareWithBaseline: true,
    enabled: true,
    createdAt: '2026-10-12T09:00:00.000Z',
    createdBy: 'user:default/jane',
    lastRunIds: [],
    may: { edit: true },
  };
  return [
    {
      ...base,
      id: 'sched-nightly',
      name: 'Checkout every night',
      cron: '0 2 * * *',
      repeats: 6,
      next: ['2026-11-25T02:00:00.000Z', '2026-11-26T02:00:00.000Z'],
      lastRunIds: ['run-nightly-0', 'run-nightly-1'],
    },
    {
      ...base,
      id: 'sched-weekly',
      name: 'Search on Sundays',
      profileId: 'prof-search',
      cron: '0 3 * * 0',
      next: ['2026-11-29T03:00:00.000Z'],
      lastError:
        'The target "search.shop.svc:8080" is not allowed any more: no pattern of meshplane.performance.targets names it.',
    },
    {
      ...base,
      id: 'sched-off',
      name: 'Checkout before releases',
      cron: '30 9 * * 1-5',
      enabled: false,
      compareWithBaseline: false,
      next: [],
      may: { edit: false },
    },
  ];
}

/** Fourteen releases, slower since 2.4.0. */
export function historyFixture(): PerformanceHistory {
  const releases = [
    ...Array.from({ length: 8 }, (_, index) => `2.3.${index}`),
    ...Array.from({ length: 6 }, (_, index) => `2.4.${index}`),
  ];
  const noise = [0.1, -0.3, 0.4, -0.1, 0.2, -0.4, 0, 0.3];
  return {
    metric: 'p99',
    unit: 'ms',
    points: releases.map((release, index) => ({
      at: new Date(
        FIXTURE_NOW - (releases.length - index) * 2 * DAY,
      ).toISOString(),
      release,
      value: (index < 8 ? 24.1 : 28.6) + noise[index % noise.length],
      runIds: Array.from(
        { length: 3 },
        (_, run) => `run-nightly-${(13 - index + run) % 24}`,
      ),
      baseline: index === 2,
    })),
    changePoints: [
      {
        index: 8,
        before: 24.12,
        after: 28.66,
        change: 0.188,
        p: 0.00002,
        sentence: 'p99 rose by 18.8 % at 2.4.0 and stayed there (p 0.00002).',
      },
    ],
    notes: ['One point a release: the median of its runs.'],
  };
}

function armRuns(arm: string, median: number, seed: number): FixtureRun[] {
  return Array.from({ length: 6 }, (_, round) =>
    measured(
      runOf(`run-exp-${seed}-${round}`, {
        name: `Cost of the mesh: ${arm}, round ${round + 1}`,
        createdAt: new Date(
          FIXTURE_NOW - 2 * DAY + (round * 6 + seed) * MINUTE,
        ).toISOString(),
        origin: 'experiment',
        experiment: { id: 'exp-mesh', arm, round },
      }),
      {
        seed: seed * 100 + round,
        seconds: 30,
        rate: 300,
        median: median * (1 + ((round % 3) - 1) * 0.006),
        spread: 0.4,
      },
    ),
  );
}

interface MadeExperiment {
  experiment: ExperimentDetail;
  runs: FixtureRun[];
}

// Simulating its runs takes a while, and every test makes a portal of its own.
let madeExperiment: string | undefined;

/** Three sides that were measured: without a mesh, with a sidecar, and without a proxy per pod. */
export function experimentFixture(): MadeExperiment {
  madeExperiment ??= JSON.stringify(makeExperiment());
  return JSON.parse(madeExperiment) as MadeExperiment;
}

function makeExperiment(): MadeExperiment {
  const sides = [
    armRuns('no mesh', 8_000, 1),
    armRuns('sidecar', 9_900, 2),
    armRuns('ambient', 8_350, 3),
  ];
  const arms = ['no mesh', 'sidecar', 'ambient'];
  const summaries = (runs: FixtureRun[]): RunSummary[] =>
    runs.map(run => run.summary);
  const compared = (index: number) =>
    comparisonOf(
      {
        a: [],
        b: [],
        titleA: arms[0],
        titleB: arms[index],
        threshold: 0.05,
      },
      {
        a: summaries(sides[0]),
        b: summaries(sides[index]),
        chartsA: simulateCharts(sides[0][0].simulation!),
        chartsB: simulateCharts(sides[index][0].simulation!),
      },
    );
  const formula = 'features / (1 + Δp50 ms + Δp99 ms + ΔvCPU per 1 000 req/s)';
  const [sidecar, ambient] = [compared(1), compared(2)];
  return {
    runs: sides.flat(),
    experiment: {
      id: 'exp-mesh',
      name: 'What does the mesh cost checkout?',
      state: 'succeeded',
      createdAt: new Date(FIXTURE_NOW - 2 * DAY).toISOString(),
      createdBy: 'user:default/jane',
      endedAt: new Date(FIXTURE_NOW - 2 * DAY + 40 * MINUTE).toISOString(),
      arms,
      order: Array.from({ length: 6 }, (_, round) =>
        round % 2 === 0 ? arms : [...arms].reverse(),
      ).flat(),
      done: 18,
      total: 18,
      toRestore: [],
      may: { cancel: false },
      input: {
        name: 'What does the mesh cost checkout?',
        profileId: 'prof-checkout',
        arms: arms.map(name => ({ name, headers: {}, features: [] })),
        rounds: 6,
        coolDownSeconds: 5,
        threshold: 0.05,
      },
      runs: summaries(sides.flat()),
      overheads: [
        {
          arm: 'sidecar',
          comparison: sidecar,
          addedP50Ms: { value: 1.9, interval: [1.82, 1.99] },
          addedP50Share: { value: 0.238, interval: [0.228, 0.249] },
          addedP99Ms: { value: 4.83, interval: [4.1, 5.6] },
          addedP99Share: { value: 0.237, interval: [0.2, 0.28] },
          addedCpuPerThousand: { value: 0.21, interval: [0.19, 0.23] },
          addedMemoryMb: { value: 61, interval: [58, 65] },
          index: {
            value: 0.252,
            formula,
            inputs: { features: 2, Δp50: 1.9, Δp99: 4.83, ΔvCPU: 0.21 },
          },
          notes: ['Memory was read every 15 seconds.'],
        },
        {
          arm: 'ambient',
          comparison: ambient,
          addedP50Ms: { value: 0.35, interval: [0.27, 0.44] },
          addedP50Share: { value: 0.044, interval: [0.034, 0.055] },
          addedP99Ms: { value: 0.9, interval: [0.2, 1.6] },
          addedP99Share: { value: 0.044, interval: [0.01, 0.08] },
          addedCpuPerThousand: { value: 0.06, interval: [0.05, 0.07] },
          notes: [
            'Memory of ztunnel is shared by all pods of a node and was not divided.',
          ],
        },
      ],
      operations: [
        {
          arm: 'sidecar',
          step: 'set-up',
          operationId: 'op-exp-1',
          state: 'succeeded',
        },
        {
          arm: 'sidecar',
          step: 'restore',
          operationId: 'op-exp-2',
          state: 'succeeded',
        },
      ],
      sentences: [
        `sidecar: ${sidecar.sentence}.`,
        `ambient: ${ambient.sentence}.`,
      ],
    },
  };
}

/** The same experiment while it runs, with something to take back. */
export function runningExperiment(): ExperimentDetail {
  const { experiment } = experimentFixture();
  return {
    ...experiment,
    id: 'exp-running',
    name: 'Header filter on and off',
    state: 'running',
    endedAt: undefined,
    arms: ['without filter', 'with filter'],
    order: ['A', 'B', 'B', 'A', 'B', 'A', 'A', 'B', 'A', 'B', 'B', 'A'].map(
      letter => (letter === 'A' ? 'without filter' : 'with filter'),
    ),
    done: 3,
    total: 12,
    toRestore: ['with filter'],
    may: { cancel: true },
    input: experimentInputSchema.parse({
      ...experiment.input,
      name: 'Header filter on and off',
      arms: [
        { name: 'without filter' },
        {
          name: 'with filter',
          restore: {
            kind: 'workload.offboard',
            clusters: ['prod-eu'],
            input: { mesh: 'istio', namespace: 'shop' },
          },
        },
      ],
    }),
    runs: [],
    overheads: [],
    operations: experiment.operations.slice(0, 1),
    sentences: [],
  };
}

/** One that answers, one that refuses the token, and a Grafana. */
export function connectionFixtures(): MetricsConnection[] {
  return [
    {
      name: 'central',
      kind: 'prometheus',
      clusters: ['prod-eu'],
      url: 'https://prometheus.example.com',
      state: 'connected',
      message: 'Answers within 14 ms and knows CPU and memory of containers.',
      version: '3.5.0',
      checkedAt: new Date(FIXTURE_NOW).toISOString(),
    },
    {
      name: 'edge',
      kind: 'prometheus',
      clusters: ['edge-1'],
      url: 'service monitoring/prometheus-server:80 in edge-1',
      state: 'unauthorized',
      message:
        'The API server refuses: services/proxy of monitoring/prometheus-server is forbidden.',
      checkedAt: new Date(FIXTURE_NOW).toISOString(),
    },
    {
      name: 'boards',
      kind: 'grafana',
      clusters: [],
      url: 'https://grafana.example.com',
      state: 'connected',
      message: 'Boards can be read and runs are marked in them.',
      version: '12.1.0',
      checkedAt: new Date(FIXTURE_NOW).toISOString(),
    },
  ];
}

/** Gives the invented portal something of everything. */
export function fillStudies(api: MockPerformanceApi): void {
  for (const schedule of scheduleFixtures()) {
    api.schedules.set(schedule.id, schedule);
  }
  const { experiment, runs } = experimentFixture();
  api.experiments.set('exp-running', runningExperiment());
  api.experiments.set(experiment.id, experiment);
  api.runs.push(...runs);
  api.history = historyFixture();
  api.connections = connectionFixtures();
  api.diagnoses = {
    central: [
      {
        title: 'Address',
        state: 'ok',
        message: 'prometheus.example.com resolves.',
      },
      { title: 'Credentials', state: 'ok', message: 'The token is accepted.' },
      {
        title: 'Metrics',
        state: 'ok',
        message: 'All needed metrics are there.',
      },
    ],
    edge: [
      {
        title: 'Cluster',
        state: 'ok',
        message: 'The API server of edge-1 answers.',
      },
      {
        title: 'Permission',
        state: 'failed',
        message: 'services/proxy of monitoring/prometheus-server is forbidden.',
        remedy:
          'Let the service account of the portal "get" services/proxy of this service.',
      },
      { title: 'Metrics', state: 'skipped', message: 'Needs the step before.' },
    ],
  };
  api.boards = [
    {
      uid: 'istio-perf',
      title: 'Istio performance',
      folder: 'Meshes',
      tags: ['istio'],
      url: 'https://grafana.example.com/d/istio-perf',
      panels: [
        {
          id: 2,
          title: 'vCPU per 1k rps',
          type: 'timeseries',
          url: 'https://grafana.example.com/d/istio-perf?viewPanel=2',
          drawable: true,
        },
        {
          id: 3,
          title: 'Logs of the proxy',
          type: 'logs',
          url: 'https://grafana.example.com/d/istio-perf?viewPanel=3',
          drawable: false,
        },
      ],
    },
  ];
  const start = FIXTURE_NOW / 1000;
  api.panel = {
    title: 'vCPU per 1k rps',
    unit: 'vCPU',
    series: ['istio-proxy', 'checkout'].map((name, series) => ({
      name,
      points: Array.from({ length: 20 }, (_, index) => [
        start + index * 15,
        0.2 + series * 0.35 + Math.sin(index / 2 + series) * 0.04,
      ]),
    })),
    notes: ['Read from "central", which the data source of this panel means.'],
  };
}
