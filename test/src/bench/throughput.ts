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

import { BARE_SOCKETS, CLOSED_LOOP_TOOLS } from './load/closedLoop';
import { effort, tell } from './load/effort';
import { startNginx } from './load/nginx';
import { openLoopOf, OPEN_LOOP_TOOLS } from './load/openLoop';
import { canPin } from './load/pinned';
import { rounds, shuffled } from './load/summary';
import { presentTools } from './load/tools';
import type { BenchRow } from './types';

const ROUNDS = effort(5, 1);
const GOALS: Record<string, number | undefined> = {
  autocannon: 3,
  Fortio: 0.6,
};

/** Numbers by tool, one for each round. */
type Series = Map<string, number[]>;

/**
 * Requests per second of one core against nginx on another: as fast as answers come, and the highest constant rate that
 * is still sent on time. All tools run in each round, in random order, so that ratios are of one and the same round.
 */
export async function throughputBench(): Promise<BenchRow[]> {
  if (!canPin()) {
    tell(
      'Without "taskset" and two cores server and generators compete: the numbers mean little',
    );
  }
  const present = new Set<string>(
    await presentTools(['wrk', 'fortio', 'vegeta']),
  );
  const there = ({ program }: { program?: string }) =>
    program === undefined || present.has(program);
  const closed: Series = new Map();
  const cpu: Series = new Map();
  const open: Series = new Map();
  const nginx = await startNginx();
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const tool of shuffled(CLOSED_LOOP_TOOLS.filter(there))) {
        const seen = await tool.measure(nginx.url);
        tell(`round ${round}, ${tool.name}: ${Math.round(seen.rate)} req/s`);
        add(closed, tool.name, seen.rate);
        if (seen.cpuMicroseconds !== undefined) {
          add(cpu, tool.name, seen.cpuMicroseconds);
        }
      }
      for (const tool of shuffled(OPEN_LOOP_TOOLS.filter(there))) {
        const rate = await openLoopOf(tool, nginx.url, open.get(tool.name));
        tell(`round ${round}, ${tool.name}: holds ${rate} req/s`);
        add(open, tool.name, rate);
      }
    }
  } finally {
    await nginx.stop();
  }
  return [
    ...goalRows(closed, open),
    ...rateRows('closed loop', closed),
    ...rateRows('highest constant rate held', open),
    ...[...cpu].map(([tool, values]) => ({
      what: `closed loop, ${tool}: processor time per request`,
      unit: 'µs',
      ...rounds(values),
    })),
  ];
}

function add(series: Series, tool: string, value: number) {
  series.set(tool, [...(series.get(tool) ?? []), value]);
}

/** Ours against the two peers of the goals. Autocannon holds no rate at all, so that its maximum stands for one. */
function goalRows(closed: Series, open: Series): BenchRow[] {
  const rows: BenchRow[] = [];
  const compare = (
    what: string,
    mine: number[] | undefined,
    peer: string,
    theirs: number[] | undefined,
  ) => {
    if (!mine || !theirs) return;
    const goal = GOALS[peer];
    rows.push({
      what,
      unit: '×',
      ...(goal === undefined ? {} : { goal, atLeast: true }),
      ...rounds(mine.map((rate, round) => rate / theirs[round])),
      peer,
    });
  };
  for (const transport of ['http1', 'http1-autocannon']) {
    const tool = `meshplane ${transport}`;
    const ofClosed = `closed loop, ${tool}`;
    for (const peer of ['autocannon', 'Fortio', BARE_SOCKETS]) {
      compare(ofClosed, closed.get(tool), peer, closed.get(peer));
    }
  }
  for (const [tool, mine] of open) {
    if (!tool.startsWith('meshplane')) continue;
    const ofOpen = `trustworthy constant rate, ${tool}`;
    compare(ofOpen, mine, 'autocannon', closed.get('autocannon'));
    compare(ofOpen, mine, 'Fortio', open.get('Fortio'));
  }
  return rows;
}

function rateRows(what: string, series: Series): BenchRow[] {
  return [...series].map(([tool, values]) => ({
    what: `${what}, ${tool}`,
    unit: 'req/s',
    ...rounds(values),
  }));
}
