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

import knexFactory, { type Knex } from 'knex';
import { createPerformanceStores } from '.';
import { day, finished, run, runPlan, runResult } from './__testUtils__/rows';
import { databaseIds, storesOn } from './__testUtils__/storesOn';
import type { PerformanceStores, RunStore } from './model';

jest.setTimeout(60_000);

/** A replica with connections of its own to the same database; SQLite has one file and one writer. */
function replicaOf(knex: Knex): {
  stores: PerformanceStores;
  end(): Promise<void>;
} {
  if (!String(knex.client.config.client).startsWith('pg'))
    return { stores: createPerformanceStores(knex), end: async () => {} };
  const own = knexFactory({ ...knex.client.config, pool: { min: 0, max: 4 } });
  return {
    stores: createPerformanceStores(own),
    end: () => own.destroy(),
  };
}

describe.each(databaseIds)('two replicas on %s', databaseId => {
  let knex: Knex;
  let x: PerformanceStores;
  let y: PerformanceStores;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const stores = await storesOn(databaseId);
    knex = stores.knex;
    x = stores;
    const replica = replicaOf(knex);
    y = replica.stores;
    end = replica.end;
  });
  afterEach(() => end());

  it('never run against one target at once, and leave no run behind', async () => {
    const targets = ['a:1', 'b:1', 'c:1'];
    for (let index = 0; index < 30; index += 1)
      await x.runs.create(
        run(`r${index}`, { targets: [targets[index % 3]] }),
        runPlan(),
      );
    const taken: string[] = [];
    const holding = new Map<string, string>();
    const work = async (owner: string, runs: RunStore) => {
      for (;;) {
        const claimed = await runs.claimNext(owner, day(1), day(2));
        if (!claimed) {
          if ((await runs.queuePositions()).size === 0) return;
          continue;
        }
        const [target] = claimed.targets;
        expect(holding.get(target)).toBeUndefined();
        holding.set(target, claimed.id);
        taken.push(claimed.id);
        await runs.transition(claimed.id, ['starting'], { state: 'running' });
        // Before the row: from then on the other one may take the next.
        holding.delete(target);
        await runs.transition(claimed.id, ['running'], { state: 'succeeded' });
      }
    };
    await Promise.all([
      work('x1', x.runs),
      work('x2', x.runs),
      work('y1', y.runs),
      work('y2', y.runs),
    ]);
    expect(new Set(taken).size).toBe(30);
    expect(taken).toHaveLength(30);
  });

  it('keep a histogram that one stores while the other removes its last use', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [old, young] = [`old${round}`, `young${round}`];
      const shape = `shape${round}`;
      await x.runs.create(finished(old, 1), runPlan());
      await x.runs.create(finished(young, 2), runPlan());
      await x.runs.saveResult(old, runResult(old, { shape }));
      await Promise.all([
        x.runs.delete(old),
        y.runs.saveResult(young, runResult(young, { shape })),
      ]);
      expect(await x.runs.result(young)).toEqual(runResult(young, { shape }));
      await x.runs.delete(young);
    }
    expect(await knex('performance_blobs').select('sha256')).toEqual([]);
  });

  it('leave no histogram behind when both remove a use of it at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      for (const id of ['a', 'b']) {
        await x.runs.create(finished(id, 1), runPlan());
        await x.runs.saveResult(id, runResult(id));
      }
      await Promise.all([x.runs.delete('a'), y.runs.delete('b')]);
      expect(await knex('performance_blobs').select('sha256')).toEqual([]);
    }
  });

  it('fire a schedule once per time', async () => {
    await x.schedules.create({
      id: 's',
      name: 'nightly',
      profileId: 'p',
      cron: '0 3 * * *',
      enabled: true,
      repeats: 1,
      compareWithBaseline: true,
      createdAt: day(1),
      createdBy: 'user:default/ada',
      lastRunIds: [],
      awaiting: false,
    });
    for (const time of [day(2), day(3)]) {
      const won = await Promise.all(
        [x, y, x, y].map(({ schedules }) => schedules.claimFiring('s', time)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
    }
    expect(await y.schedules.claimFiring('s', day(2))).toBe(false);
    expect(await y.schedules.claimFiring('none', day(2))).toBe(false);
  });
});
