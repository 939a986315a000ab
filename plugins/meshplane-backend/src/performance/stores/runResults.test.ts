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
import {
  day,
  finished,
  profileInput,
  run,
  runPlan,
  runResult,
} from './__testUtils__/rows';
import { databaseIds, storesOn } from './__testUtils__/storesOn';
import type { PerformanceStores, RunRow, RunStore } from './model';

jest.setTimeout(60_000);

const TABLES_OF_PARTS = [
  'performance_run_documents',
  'performance_live_seconds',
  'performance_slices',
  'performance_blobs',
  'performance_run_blobs',
];

describe.each(databaseIds)('results of runs on %s', databaseId => {
  let stores: PerformanceStores;
  let store: RunStore;
  let knex: Knex;

  beforeEach(async () => {
    const on = await storesOn(databaseId);
    stores = on;
    store = on.runs;
    knex = on.knex;
  });

  const create = async (...rows: RunRow[]) => {
    for (const row of rows) {
      await store.create(row, runPlan());
      await store.saveResult(row.id, runResult(row.id, { shape: row.id }));
    }
  };
  const left = async () =>
    (await knex('performance_runs').orderBy('id').select('id')).map(
      ({ id }) => id,
    );
  const count = async (table: string) => (await knex(table)).length;

  it('puts a result together again exactly, long ones too', async () => {
    await store.create(finished('a', 1), runPlan());
    const result = runResult('other-id', { seconds: 150 });
    await store.saveResult('a', result);
    const read = await store.result('a');
    expect(JSON.stringify(read!.latency)).toBe(JSON.stringify(result.latency));
    expect(read).toEqual(result);
    expect(await store.result('b')).toBeUndefined();
    expect((await store.seconds('a', 119)).map(slice => slice.second)).toEqual(
      Array.from({ length: 30 }, (_, index) => 120 + index),
    );
  });

  it('gives the results of several runs, of those that have one', async () => {
    await create(finished('a', 1), finished('b', 1));
    await store.create(run('c'), runPlan());
    expect(await store.results(['b', 'c', 'a', 'none'])).toEqual(
      new Map(
        ['a', 'b'].map(id => [id, runResult(id, { shape: id })] as const),
      ),
    );
    expect(await store.results([])).toEqual(new Map());
  });

  it('stores a histogram once, and removes it with the last run that has it', async () => {
    for (const id of ['a', 'b']) {
      await store.create(finished(id, 1), runPlan());
      await store.saveResult(id, runResult(id));
    }
    expect(await count('performance_blobs')).toBe(2);
    await store.delete('a');
    expect(await count('performance_blobs')).toBe(2);
    expect(await store.result('b')).toEqual(runResult('b'));
    await store.saveResult('b', runResult('b', { shape: 'new' }));
    expect(await store.result('b')).toEqual(runResult('b', { shape: 'new' }));
    expect(await count('performance_blobs')).toBe(2);
    await store.delete('b');
    for (const table of TABLES_OF_PARTS) expect(await count(table)).toBe(0);
  });

  it('takes no result for a run that is not there', async () => {
    await expect(store.saveResult('a', runResult('a'))).rejects.toThrow(
      'There is no run "a"',
    );
    for (const table of TABLES_OF_PARTS) expect(await count(table)).toBe(0);
  });

  it('keeps the seconds of a running load, the last word on each, until the result is there', async () => {
    await store.create(run('a', { state: 'running' }), runPlan());
    const { slices } = runResult('a', { seconds: 4 });
    const early = { ...slices[1], ok: 0 };
    await store.appendSeconds('a', [slices[0], early]);
    await store.appendSeconds('a', [slices[1], slices[2], slices[2]]);
    await store.appendSeconds('a', []);
    expect(await store.seconds('a')).toEqual(slices.slice(0, 3));
    expect(await store.seconds('a', 0)).toEqual(slices.slice(1, 3));
    await store.saveResult('a', runResult('a', { seconds: 4 }));
    expect(await store.seconds('a', 2)).toEqual(slices.slice(3));
    expect(await store.seconds('a', 3)).toEqual([]);
    expect(await count('performance_live_seconds')).toBe(0);
  });

  it('keeps environment and resources', async () => {
    await store.create(run('a'), runPlan());
    const environment = {
      meshes: [],
      filters: ['WasmPlugin shop/header-edit'],
      mtls: 'strict' as const,
      images: [],
      generator: { name: 'meshplane', host: 'replica' },
      unknown: [],
    };
    const resources = {
      source: 'none' as const,
      status: 'not-asked' as const,
      notes: [],
      uses: [],
      series: [],
    };
    expect(await store.environment('a')).toBeUndefined();
    await store.saveEnvironment('a', { ...environment, mtls: 'off' });
    await store.saveEnvironment('a', environment);
    await store.saveResources('a', resources);
    expect(await store.environment('a')).toEqual(environment);
    expect(await store.resources('a')).toEqual(resources);
  });

  describe('prune', () => {
    it('removes what ended before, with all its parts, and nothing else', async () => {
      await create(
        finished('old', 1),
        finished('young', 5),
        run('waiting', { createdAt: day(1) }),
        run('running', { state: 'running', createdAt: day(1) }),
      );
      await store.create(
        run('refused', { state: 'refused', createdAt: day(1) }),
        runPlan(),
      );
      await store.create(
        run('refused-now', { state: 'refused', createdAt: day(5) }),
        runPlan(),
      );
      expect(await store.prune(day(3))).toBe(2);
      expect(await left()).toEqual([
        'refused-now',
        'running',
        'waiting',
        'young',
      ]);
      expect(await count('performance_blobs')).toBe(6);
      expect(await store.result('young')).toEqual(
        runResult('young', { shape: 'young' }),
      );
      expect(await store.prune(day(3))).toBe(0);
    });

    it('spares baselines, runs of experiments and of kept comparisons', async () => {
      await create(
        finished('baseline', 1, { baseline: true }),
        finished('arm', 1, { experiment: { id: 'e', arm: 'a', round: 0 } }),
        finished('stray', 1, {
          experiment: { id: 'gone', arm: 'a', round: 0 },
        }),
        finished('compared', 1),
        finished('plain', 1),
      );
      await stores.experiments.create({
        id: 'e',
        name: 'Mesh or not',
        state: 'succeeded',
        createdAt: day(1),
        createdBy: 'user:default/ada',
        toRestore: [],
        input: {
          name: 'Mesh or not',
          profile: profileInput(),
          arms: [{ name: 'a' }, { name: 'b' }],
        },
        order: [],
        position: 0,
        pendingRestores: [],
        operations: [],
      });
      await stores.comparisons.save(
        'c',
        { a: ['baseline'], b: ['compared'] },
        {
          createdAt: day(1),
          status: 'described',
          sentence: 'Too few runs.',
          reasons: [],
          notes: [],
          a: { title: 'A', runs: [] },
          b: { title: 'B', runs: [] },
          metrics: [],
          shift: [],
          percentilesA: [],
          percentilesB: [],
        },
      );
      expect(await store.prune(day(3))).toBe(2);
      expect(await left()).toEqual(['arm', 'baseline', 'compared']);
      await store.transition('baseline', ['succeeded'], { baseline: false });
      // Still one side of the comparison.
      expect(await store.prune(day(3))).toBe(0);
    });

    it('removes more than fit in one transaction', async () => {
      for (let index = 0; index < 205; index += 1)
        await store.create(finished(`r${index}`, 1), runPlan());
      expect(await store.prune(day(3))).toBe(205);
      expect(await count('performance_run_documents')).toBe(0);
    });
  });
});
