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

import type { Knex } from 'knex';
import { systemTiming } from '../../src/clusters/timing';
import { ComparisonService } from '../../src/performance/results/comparison/ComparisonService';
import { ThreadComputer } from '../../src/performance/results/compute/ThreadComputer';
import { HistoryService } from '../../src/performance/results/history/HistoryService';
import { createPerformanceStores } from '../../src/performance/stores';
import type {
  PerformanceStores,
  RunFilter,
  RunRow,
  RunStore,
} from '../../src/performance/stores/model';
import { GeneratedRuns, PROFILES } from './generatedRuns';

/** Milliseconds of every round of one question. */
export interface Times {
  readonly what: string;
  readonly times: readonly number[];
}

/** What one database took. */
export interface DatabaseTimes {
  readonly questions: readonly Times[];
  /** Seconds of one run, stored as they are, and as a row per second, milliseconds. */
  readonly packed: readonly number[];
  readonly rows: readonly number[];
  readonly pruned: { readonly runs: number; readonly milliseconds: number };
}

const SIDE = 10;

/**
 * Fills an empty database with runs and asks what pages ask; removes half of the runs at the end.
 *
 * @param knex - with all tables
 * @param filled - called when all runs are stored
 */
export async function measureResults(
  knex: Knex,
  options: {
    runs: number;
    rounds: number;
    filled: (milliseconds: number) => Promise<void>;
  },
): Promise<DatabaseTimes> {
  const stores = createPerformanceStores(knex);
  const store = stores.runs;
  const generated = new GeneratedRuns();
  let storing = 0;
  for (let index = 0; index < options.runs; index += 1) {
    const { row, plan, result } = generated.run(index);
    storing += await timed(async () => {
      await store.create(row, plan);
      await store.saveResult(row.id, result);
    });
  }
  await options.filled(storing / options.runs);
  const middle = generated.run(Math.floor(options.runs / 2)).row.createdAt;
  const questions: Times[] = [];
  for (const [what, ask] of Object.entries(
    questionsOf(stores, options.runs, middle),
  )) {
    // The first one warms caches, as that of the day does.
    await ask();
    const times: number[] = [];
    for (let round = 0; round < options.rounds; round += 1)
      times.push(await timed(ask));
    questions.push({ what, times });
  }
  const { packed, rows } = await measureForms(store, generated, options.rounds);
  let pruned = 0;
  const milliseconds = await timed(async () => {
    pruned = await store.prune(middle);
  });
  return { questions, packed, rows, pruned: { runs: pruned, milliseconds } };
}

/** @param middle - when half of the runs were made */
function questionsOf(stores: PerformanceStores, runs: number, middle: string) {
  const store = stores.runs;
  const list = (query: Partial<RunFilter>) => () =>
    store.list({
      sort: 'createdAt',
      order: 'desc',
      limit: 100,
      offset: 0,
      ...query,
    });
  const history = new HistoryService(stores);
  const comparisons = new ComparisonService({
    stores,
    computer: new ThreadComputer(systemTiming),
    now: () => new Date(),
  });
  const idsOf = (first: number) =>
    Array.from(
      { length: SIDE },
      (_, index) => `run-${String(first + index * PROFILES).padStart(6, '0')}`,
    );
  const [a, b] = [idsOf(0), idsOf(runs - SIDE * PROFILES)];
  return {
    'list, newest 100': list({}),
    'list, slowest 100': list({ sort: 'p99' }),
    'list, sorted by p99, page in the middle': list({
      sort: 'p99',
      offset: Math.floor(runs / 2),
    }),
    'list, sorted by name': list({ sort: 'name', order: 'asc' }),
    'filter by profile': list({ profileId: 'profile-3' }),
    'filter by failed gate and time': list({
      gate: 'fail',
      since: middle,
    }),
    'filter by baseline': list({ baseline: 'true' }),
    'search of two words': list({ q: 'upgrade proxies' }),
    'list, where a permission decides on every run': list({
      visible: (row: RunRow) => row.cluster !== 'cluster-1',
    }),
    'history of a profile, with change points': () =>
      history.history({ profileId: 'profile-3', metric: 'p99', limit: 500 }),
    'one result with its seconds': () => store.results([a[0]]),
    [`compare ${SIDE} with ${SIDE}: read`]: () => store.results([...a, ...b]),
    [`compare ${SIDE} with ${SIDE}: read and judge`]: () =>
      comparisons.compare({ a, b }),
  } satisfies Record<string, () => Promise<unknown>>;
}

/** The seconds of a run, written and read: a minute in a row, as results have them, and a row per second, as live runs do. */
async function measureForms(
  store: RunStore,
  generated: GeneratedRuns,
  rounds: number,
) {
  const packed: number[] = [];
  const rows: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { row, plan, result } = generated.run(round);
    const bare = { ...result, latency: {} };
    const [inRows, inPacks] = [`rows-${round}`, `packs-${round}`];
    for (const id of [inRows, inPacks])
      await store.create({ ...row, id, createdAt: row.endedAt! }, plan);
    rows.push(
      await timed(async () => {
        await store.saveResult(inRows, { ...bare, slices: [] });
        await store.appendSeconds(inRows, result.slices);
        await store.seconds(inRows);
      }),
    );
    packed.push(
      await timed(async () => {
        await store.saveResult(inPacks, bare);
        await store.seconds(inPacks);
      }),
    );
    await store.delete(inRows);
    await store.delete(inPacks);
  }
  return { packed, rows };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
