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

import type { RunResult } from '@meshplane/benchmark';
import { runAutocannon } from './load/autocannon';
import { effort, tell } from './load/effort';
import { perfRun } from './load/perfRun';
import { startStallServer } from './load/stallServer';
import { rounds, shuffled } from './load/summary';
import { presentTools, type Tool } from './load/tools';
import type { BenchRow } from './types';

const STALL_MS = 200;
/** Periods of the stalls; the second one does not fit whole seconds, in which some tools send in bursts. */
const PERIODS_MS = [2000, 1730];
const RATE = 500;
const CONNECTIONS = 10;
const ROUNDS = effort(5, 1);
/** Whole periods, since the truth holds for these only. */
const STALLS = effort(12, 3);
const PERCENTILES = ['50', '90', '95', '99', '99.9'];
const GOAL_PERCENT = 3;
const ATTEMPTS = 3;
const TRUTH_PRECISION_MS = 0.001;

/** Latency in milliseconds by percentile; without the ones that a tool does not tell. */
type Percentiles = Record<string, number | undefined>;
type Measure = (url: string, seconds: number) => Promise<Reported>;

/** What a tool says of a run. */
interface Reported {
  percentiles: Percentiles;
  /** Why the tool itself says that its numbers must not be used. */
  invalid?: string;
}

/** One run against one server. */
interface Measured {
  percentiles: Percentiles;
  /** Lengths of the stalls as the server had them, milliseconds. */
  stallsMs: number[];
}

const OURS: Record<string, Measure> = {
  'meshplane http1': ours('http1'),
  'meshplane http1-autocannon': ours('http1-autocannon'),
};

/** Tools of others, under the options that a person would use for this question. */
const PEERS: Partial<Record<Tool, [string, Measure]>> = {
  wrk: [
    'wrk (closed loop)',
    async (url, seconds) =>
      headline(
        await perfRun(url, [
          ...['--generator', 'wrk', '--rate', 'max'],
          ...['--connections', String(CONNECTIONS)],
          ...['--duration', `${Math.round(seconds)}s`],
        ]),
      ),
  ],
  fortio: [
    `Fortio -qps ${RATE}`,
    async (url, seconds) =>
      headline(
        await perfRun(url, [
          ...['--generator', 'fortio', '--rate', String(RATE)],
          ...['--connections', String(CONNECTIONS)],
          ...['--duration', `${seconds}s`],
        ]),
      ),
  ],
};

const AUTOCANNON: [string, Measure] = [
  `autocannon -R ${RATE}`,
  async (url, seconds) => {
    const { latencyMs } = await runAutocannon(url, [
      ...['-c', String(CONNECTIONS), '-R', String(RATE)],
      ...['-d', String(Math.round(seconds))],
    ]);
    return { percentiles: latencyMs };
  },
];

/**
 * Latencies that tools report of a server that stands still for 200 ms again and again, beside what they must be: with
 * arrivals at a constant rate, a request that comes x ms before the end of a stall waits x ms, so that the share of
 * requests that take longer than x is (200 − x) / period.
 */
export async function accuracyBench(): Promise<BenchRow[]> {
  const tools = new Map<string, Measure>(Object.entries(OURS));
  tools.set(...AUTOCANNON);
  for (const tool of await presentTools(['wrk', 'fortio'])) {
    const peer = PEERS[tool];
    if (peer) tools.set(...peer);
  }
  const seen = new Map<string, Measured[]>();
  const key = (tool: string, periodMs: number) => `${tool} ${periodMs}`;
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const periodMs of PERIODS_MS) {
      for (const [tool, measure] of shuffled([...tools])) {
        tell(`round ${round} of ${ROUNDS}, every ${periodMs} ms, ${tool}`);
        const measured = await measureOnce(measure, periodMs);
        const id = key(tool, periodMs);
        seen.set(id, [...(seen.get(id) ?? []), measured]);
      }
    }
  }
  return PERIODS_MS.flatMap(periodMs =>
    [...tools.keys()].flatMap(tool => {
      const measured = seen.get(key(tool, periodMs)) ?? [];
      return [
        ...(tool in OURS ? deviationRows(tool, periodMs, measured) : []),
        ...percentileRows(tool, periodMs, measured),
      ];
    }),
  );
}

/**
 * A server of its own for each measurement, whose stalls begin with the first request. A run that calls itself invalid is
 * made again, as its user would do, and taken as it is if it stays so.
 */
async function measureOnce(
  measure: Measure,
  periodMs: number,
): Promise<Measured> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await startStallServer(periodMs, STALL_MS);
    let reported: Reported | undefined;
    let stallsMs: number[] = [];
    try {
      reported = await measure(server.url, (STALLS * periodMs) / 1000);
    } finally {
      stallsMs = await server.stop();
    }
    if (reported.invalid) tell(`  invalid: ${reported.invalid}`);
    if (!reported.invalid || attempt === ATTEMPTS) {
      return {
        percentiles: reported.percentiles,
        stallsMs: stallsMs.slice(0, STALLS),
      };
    }
  }
}

function ours(transport: string): Measure {
  return async (url, seconds) =>
    headline(
      await perfRun(url, [
        ...['--transport', transport, '--rate', String(RATE)],
        ...['--connections', String(CONNECTIONS)],
        ...['--duration', `${seconds}s`],
      ]),
    );
}

function headline({ latency, validity }: RunResult): Reported {
  const { percentiles = {} } = latency.response ?? latency.service ?? {};
  const failed = validity.gates.filter(({ passed }) => !passed);
  return {
    percentiles: Object.fromEntries(
      Object.entries(percentiles).map(([p, us]) => [p, us / 1000]),
    ),
    ...(validity.status === 'invalid'
      ? { invalid: failed.map(({ message }) => message).join('; ') }
      : {}),
  };
}

/**
 * Milliseconds that the percentile must have, the work of the server itself not counted.
 *
 * @param stallsMs - the stalls of a whole run; all alike unless given
 */
function truthMs(
  percentile: string,
  periodMs: number,
  stallsMs: readonly number[] = Array(STALLS).fill(STALL_MS),
): number {
  const wanted = (1 - Number(percentile) / 100) * STALLS * periodMs;
  // Time during which an arrival waits for longer than x falls with x, so that x is found by halving.
  let low = 0;
  let high = Math.max(...stallsMs);
  while (high - low > TRUTH_PRECISION_MS) {
    const x = (low + high) / 2;
    const longer = stallsMs.reduce((sum, ms) => sum + Math.max(0, ms - x), 0);
    if (longer > wanted) low = x;
    else high = x;
  }
  return Math.round(low * 10) / 10;
}

/** How far p99 is from what it must be: with the stalls as they were meant, and as the server in fact had them. */
function deviationRows(
  tool: string,
  periodMs: number,
  measured: readonly Measured[],
): BenchRow[] {
  const truth = truthMs('99', periodMs);
  const off = ({ percentiles }: Measured, expected: number) =>
    Math.abs((percentiles['99'] ?? Infinity) / expected - 1) * 100;
  const what = `${tool}, stall every ${periodMs} ms: p99 off the truth`;
  return [
    {
      what,
      unit: '%',
      goal: GOAL_PERCENT,
      ...rounds(measured.map(run => off(run, truth))),
      peer: `truth ${truth} ms`,
    },
    {
      what: `${what} of the stalls as they were`,
      unit: '%',
      ...rounds(
        measured.map(run => off(run, truthMs('99', periodMs, run.stallsMs))),
      ),
    },
  ];
}

function percentileRows(
  tool: string,
  periodMs: number,
  measured: readonly Measured[],
): BenchRow[] {
  return PERCENTILES.flatMap(percentile => {
    const values = measured
      .map(({ percentiles }) => percentiles[percentile])
      .filter((value): value is number => value !== undefined);
    if (values.length < measured.length || values.length === 0) return [];
    const truth = truthMs(percentile, periodMs);
    const row = rounds(values);
    return [
      {
        what: `${tool}, stall every ${periodMs} ms: p${percentile}`,
        unit: 'ms',
        ...row,
        ...(truth > 0 ? { ratio: row.value / truth } : {}),
        peer: `truth ${truth} ms`,
      },
    ];
  });
}
