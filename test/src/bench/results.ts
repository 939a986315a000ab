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

// Not part of what the package publishes, nor is this.
/* eslint-disable @backstage/no-forbidden-package-imports */
import {
  type BenchDatabase,
  openPostgres,
  openSqlite,
} from '@meshplane/plugin-meshplane-backend/bench/results/databases';
import { measureResults } from '@meshplane/plugin-meshplane-backend/bench/results/measureResults';
/* eslint-enable @backstage/no-forbidden-package-imports */
// The server that tests use, which no package offers.
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import { startScratchPostgres } from '../../../scripts/postgres';
import { median } from './statistics';
import type { BenchRow } from './types';

const QUICK = process.env.MESHPLANE_BENCH_QUICK === '1';
const RUNS = QUICK ? 1000 : 10_000;
const ROUNDS = QUICK ? 5 : 21;
const MIB = 1024 ** 2;

/**
 * What pages ask of many stored runs, each of 60 seconds with histograms, on SQLite and on PostgreSQL: lists, filters,
 * histories, comparisons; and what retention takes. PostgreSQL is a scratch server that does not wait for the disk.
 */
export async function resultsBench(): Promise<BenchRow[]> {
  const sqlite = await openSqlite();
  const rows = await measured('SQLite', sqlite);
  const server = await startScratchPostgres();
  try {
    return [
      ...rows,
      ...(await measured(
        'PostgreSQL',
        await openPostgres(server.connectionString),
      )),
    ];
  } finally {
    await server.stop();
  }
}

async function measured(
  name: string,
  database: BenchDatabase,
): Promise<BenchRow[]> {
  const title = (what: string) => `${name}, ${RUNS} runs: ${what}`;
  const rows: BenchRow[] = [];
  try {
    const times = await measureResults(database.knex, {
      runs: RUNS,
      rounds: ROUNDS,
      filled: async perRun => {
        rows.push(
          { what: title('store a run'), value: perRun, unit: 'ms' },
          {
            what: title('size on disk'),
            value: (await database.size()) / MIB,
            unit: 'MiB',
          },
        );
      },
    });
    for (const { what, times: all } of times.questions)
      rows.push(row(title(what), all));
    rows.push({
      ...row(title('seconds of a run, a minute in a row'), times.packed),
      ratio: median(times.packed) / median(times.rows),
      peer: 'a row per second',
    });
    rows.push({
      what: title(`remove ${times.pruned.runs} old ones`),
      value: times.pruned.milliseconds / 1000,
      unit: 's',
    });
    return rows;
  } finally {
    await database.close();
  }
}

function row(what: string, times: readonly number[]): BenchRow {
  return {
    what,
    value: median(times),
    unit: 'ms',
    min: Math.min(...times),
    max: Math.max(...times),
  };
}
