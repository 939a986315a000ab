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

import type { RunCharts, RunSummary } from '@meshplane/plugin-meshplane-common';
import { simulateCharts, type Simulation } from './simulate';

/** Milliseconds at which the invented runs end, so that they are the same in every test. */
export const FIXTURE_NOW = Date.parse('2026-11-24T10:00:00.000Z');
const HOUR = 3_600_000;

/** A run with what made its charts. */
export interface FixtureRun {
  summary: RunSummary;
  simulation?: Simulation;
}

/** A run of the checkout profile that ended well. */
export function runOf(id: string, rest: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: 'Checkout, steady',
    state: 'succeeded',
    profileId: 'prof-checkout',
    profileVersion: 3,
    entityRef: 'component:default/checkout',
    targets: ['checkout.shop.svc:8080'],
    runner: {
      type: 'job',
      cluster: 'prod-eu',
      namespace: 'load',
      shards: 3,
      sidecar: false,
      generator: 'meshplane',
    },
    generator: 'meshplane',
    origin: 'manual',
    labels: { env: 'prod' },
    createdAt: new Date(FIXTURE_NOW).toISOString(),
    createdBy: 'user:default/jane',
    baseline: false,
    may: { cancel: false, edit: true },
    ...rest,
  };
}

function valueAt(charts: RunCharts, percentile: number): number | undefined {
  const point = charts.percentiles.response.find(
    item => item.percentile === percentile,
  );
  return point?.display === 'hidden' ? undefined : point?.value;
}

/** The numbers of a list, as the backend takes them from a result. */
export function headlineOf(charts: RunCharts, simulation: Simulation) {
  const sent = charts.timeline.reduce((sum, point) => sum + point.sent, 0);
  const ok = charts.timeline.reduce((sum, point) => sum + point.ok, 0);
  return {
    p50: valueAt(charts, 50),
    p90: valueAt(charts, 90),
    p99: valueAt(charts, 99),
    p999: valueAt(charts, 99.9),
    max: Math.max(...charts.percentiles.response.map(point => point.value)),
    achievedRate: ok / simulation.seconds,
    targetRate: simulation.rate,
    errorRate: sent > 0 ? (sent - ok) / sent : 0,
    measuredSeconds: simulation.seconds,
    cpuPerThousand: 0.62,
    memoryBytes: 412_000_000,
  };
}

/** Gives a run the charts and the headline of a simulation. */
export function measured(
  summary: RunSummary,
  simulation: Simulation,
): FixtureRun {
  return {
    simulation,
    summary: {
      end: 'complete',
      precision: 'exact',
      validity: 'valid',
      gate: 'pass',
      startedAt: summary.createdAt,
      endedAt: new Date(
        Date.parse(summary.createdAt) + simulation.seconds * 1000,
      ).toISOString(),
      ...summary,
      headline: headlineOf(simulateCharts(simulation), simulation),
    },
  };
}

const steady: Simulation = {
  seed: 7,
  seconds: 60,
  rate: 400,
  median: 9_000,
  spread: 0.42,
};

/** Thirty days of runs of the checkout, slower since release 2.4.0. */
function nightly(): FixtureRun[] {
  return Array.from({ length: 24 }, (_, index) => {
    const isSlower = index < 9;
    const minor = [index < 9 ? 4 : 3, 5][Number(index < 3)];
    const release = `2.${minor}.${index % 3}`;
    return measured(
      runOf(`run-nightly-${index}`, {
        createdAt: new Date(
          FIXTURE_NOW - (index + 1) * 26 * HOUR,
        ).toISOString(),
        origin: 'schedule',
        scheduleId: 'sched-nightly',
        release,
        baseline: index === 14,
        gate: isSlower ? 'borderline' : 'pass',
      }),
      {
        ...steady,
        seconds: 20,
        rate: 200,
        seed: 100 + index,
        median: isSlower ? 10_600 : 9_000,
      },
    );
  });
}

/** Runs in every state. */
export function runFixtures(): FixtureRun[] {
  const ago = (hours: number) =>
    new Date(FIXTURE_NOW - hours * HOUR).toISOString();
  return [
    {
      summary: runOf('run-waits', {
        state: 'queued',
        queuePosition: 2,
        message: 'Waits for run-live, which has the same target.',
        may: { cancel: true, edit: true },
        createdAt: ago(0.02),
      }),
    },
    measured(
      runOf('run-good', {
        createdAt: ago(3),
        release: '2.5.1',
        labels: { env: 'prod', mesh: 'istio' },
      }),
      { ...steady, stall: { every: 20, micros: 140_000 } },
    ),
    measured(
      runOf('run-invalid', {
        createdAt: ago(6),
        release: '2.5.0',
        validity: 'invalid',
        gate: 'not-judged',
        message: 'The generator, not the service, was the limit.',
      }),
      { ...steady, seed: 9, rate: 900, dropped: 0.18 },
    ),
    measured(
      runOf('run-errors', {
        createdAt: ago(9),
        end: 'aborted-by-gate',
        gate: 'fail',
        message: 'Stopped: 12 % of the requests failed.',
      }),
      {
        ...steady,
        seed: 11,
        seconds: 34,
        errors: { from: 22, share: 0.24 },
      },
    ),
    {
      summary: runOf('run-refused', {
        state: 'refused',
        createdAt: ago(12),
        name: 'Metadata probe',
        profileId: undefined,
        profileVersion: undefined,
        targets: ['169.254.169.254:80'],
        message:
          'The target "169.254.169.254" is an address of cloud metadata, which never gets load.',
      }),
    },
    {
      summary: runOf('run-failed', {
        state: 'failed',
        createdAt: ago(14),
        message:
          'No pod of the load became ready within 120 s: ImagePullBackOff of "registry.example.com/generator:1.2".',
      }),
    },
    {
      summary: runOf('run-cancelled', {
        state: 'cancelled',
        createdAt: ago(20),
        message: 'Stopped by jane before the warm-up ended.',
      }),
    },
    measured(
      runOf('run-interrupted', {
        state: 'interrupted',
        createdAt: ago(22),
        end: 'failed',
        validity: 'unknown',
        gate: undefined,
        message:
          'The backend ended at second 18; what was measured until then is kept.',
      }),
      { ...steady, seed: 13, seconds: 18 },
    ),
    measured(
      runOf('run-imported', {
        createdAt: ago(30),
        name: 'fortio 1k qps',
        origin: 'import',
        generator: 'fortio',
        profileId: undefined,
        profileVersion: undefined,
        runner: undefined,
        precision: 'bucketed',
        validity: 'unknown',
        gate: undefined,
      }),
      { ...steady, seed: 15, rate: 300, seconds: 30 },
    ),
    ...nightly(),
  ];
}
