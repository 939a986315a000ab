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
  finishedRunStates,
  type RunState,
} from '@meshplane/plugin-meshplane-common';
import { day, finished, run, runFilter, runPlan } from './__testUtils__/rows';
import { databaseIds, storesOn } from './__testUtils__/storesOn';
import type { RunFilter, RunRow, RunStore } from './model';

jest.setTimeout(60_000);

const headline = (p99: number, errorRate?: number) => ({
  p50: p99 / 2,
  p99,
  achievedRate: 1000 - p99,
  errorRate,
  measuredSeconds: 60,
});

describe.each(databaseIds)('DatabaseRunStore on %s', databaseId => {
  let store: RunStore;

  beforeEach(async () => {
    store = (await storesOn(databaseId)).runs;
  });

  const create = async (...rows: RunRow[]) => {
    for (const row of rows) await store.create(row, runPlan());
  };
  const ids = async (query: Partial<RunFilter>) =>
    (await store.list(runFilter(query))).items.map(({ id }) => id);

  it('gives back what it was given', async () => {
    const full = finished('full', 3, {
      message: 'Fine',
      profileId: 'p',
      profileVersion: 2,
      entityRef: 'component:default/shop',
      cluster: 'edge',
      targets: ['b:80', 'a:80'],
      release: 'v1',
      labels: { version: 'v1' },
      note: 'after lunch',
      cancelRequestedBy: 'user:default/bob',
      gate: 'borderline',
      headline: headline(10, 0),
      baseline: true,
      experiment: { id: 'e', arm: 'with mesh', round: 0 },
      scheduleId: 's',
    });
    const bare = run('bare', { runner: undefined, origin: 'import' });
    delete bare.runner;
    await create(full, bare);
    expect(await store.get('full')).toEqual(full);
    expect(await store.get('bare')).toEqual(bare);
    expect(Object.keys((await store.get('bare'))!)).not.toContain('runner');
    expect(await store.plan('full')).toEqual(runPlan());
    expect(await store.get('none')).toBeUndefined();
    expect(await store.plan('none')).toBeUndefined();
  });

  describe('transition', () => {
    it('changes a run in one of the states only, once', async () => {
      await create(run('a'));
      const start = () =>
        store.transition('a', ['queued'], { state: 'starting' });
      const outcomes = await Promise.all([start(), start()]);
      expect(outcomes.filter(row => row !== undefined)).toEqual([
        run('a', { state: 'starting' }),
      ]);
      expect(await store.transition('b', ['queued'], {})).toBeUndefined();
    });

    it('keeps what the change does not name, and empties what it names without a value', async () => {
      await create(run('a', { message: 'Waits', note: 'n' }));
      expect(
        await store.transition('a', ['queued'], {
          message: undefined,
          name: undefined,
          release: 'v2',
          headline: headline(7),
        }),
      ).toEqual(
        (({ message: _, ...rest }) => rest)(
          run('a', { note: 'n', release: 'v2', headline: { ...headline(7) } }),
        ),
      );
      expect(await ids({ q: 'v2' })).toEqual(['a']);
    });

    it('takes the lease from a run that ends', async () => {
      await create(
        run('a', { state: 'running', lease: { owner: 'x', until: day(2) } }),
      );
      const ended = await store.transition('a', ['running'], {
        state: 'failed',
        endedAt: day(1),
      });
      expect(ended).toMatchObject({ state: 'failed', endedAt: day(1) });
      expect(ended!.lease).toBeUndefined();
      expect(await store.renewLease('a', 'x', day(3))).toBe(false);
    });
  });

  describe('queue', () => {
    const claim = (owner: string) => store.claimNext(owner, day(1), day(2));

    it('gives the oldest run whose targets nobody holds, and says who comes when', async () => {
      await create(
        run('both', { createdAt: day(2), targets: ['a:1', 'b:1'] }),
        run('second', { createdAt: day(3), targets: ['b:1'] }),
        run('first', { createdAt: day(1), targets: ['a:1'] }),
        run('other', { createdAt: day(4), targets: ['c:1'] }),
      );
      expect(Object.fromEntries(await store.queuePositions())).toEqual({
        first: 1,
        both: 2,
        second: 3,
        other: 1,
      });
      expect(await claim('x')).toMatchObject({
        id: 'first',
        state: 'starting',
        lease: { owner: 'x', until: day(2) },
      });
      // Not `second`: it would overtake `both` for ever.
      expect(await claim('x')).toMatchObject({ id: 'other' });
      expect(await claim('x')).toBeUndefined();
      await store.transition('first', ['starting'], { state: 'cancelled' });
      expect(await claim('y')).toMatchObject({ id: 'both' });
      expect(Object.fromEntries(await store.queuePositions())).toEqual({
        second: 1,
      });
    });

    it('lets a run hold its targets until it has ended', async () => {
      const last = finishedRunStates.length - 1;
      await create(run('a'), run('b', { createdAt: day(2) }));
      await claim('x');
      const through: RunState[] = ['starting', 'running', 'collecting'];
      for (const state of through) {
        await store.transition('a', through, { state });
        expect(await claim('y')).toBeUndefined();
      }
      for (const [index, state] of finishedRunStates.entries()) {
        await store.transition('a', [...through, ...finishedRunStates], {
          state,
        });
        expect(await claim('y')).toMatchObject({ id: 'b' });
        if (index < last)
          await store.transition('b', ['starting'], { state: 'queued' });
      }
    });

    it('keeps a lease for its owner, and tells when it ended', async () => {
      await create(run('a'));
      await claim('x');
      expect(await store.expired(day(2))).toEqual([]);
      expect((await store.expired(day(3))).map(({ id }) => id)).toEqual(['a']);
      expect(await store.renewLease('a', 'y', day(4))).toBe(false);
      expect(await store.renewLease('a', 'x', day(4))).toBe(true);
      expect(await store.expired(day(3))).toEqual([]);
    });
  });
});

describe.each(databaseIds)('list of DatabaseRunStore on %s', databaseId => {
  // Only read from, so that one database is enough.
  let store: RunStore;
  beforeAll(async () => {
    store = (await storesOn(databaseId)).runs;
    for (const row of [
      finished('slow', 1, {
        name: 'beta',
        headline: headline(30, 0.1),
        profileId: 'p',
        cluster: 'edge',
        validity: 'invalid',
      }),
      finished('fast', 2, {
        name: 'Alpha',
        headline: headline(10, 0),
        entityRef: 'component:default/shop',
        baseline: true,
        gate: 'pass',
        labels: { team: 'Größe' },
      }),
      finished('imported', 3, {
        name: 'gamma',
        headline: { achievedRate: 5, measuredSeconds: 1 },
        experiment: { id: 'e', arm: 'a', round: 1 },
      }),
      run('waiting', { name: 'delta', createdAt: day(4), scheduleId: 's' }),
    ])
      await store.create(row, runPlan());
  });

  const ids = async (query: Partial<RunFilter>) =>
    (await store.list(runFilter(query))).items.map(({ id }) => id);

  it.each<[RunFilter['sort'], string[]]>([
    ['createdAt', ['slow', 'fast', 'imported', 'waiting']],
    ['name', ['fast', 'slow', 'waiting', 'imported']],
    ['p50', ['fast', 'slow', 'imported', 'waiting']],
    ['p99', ['fast', 'slow', 'imported', 'waiting']],
    ['achievedRate', ['imported', 'slow', 'fast', 'waiting']],
    ['errorRate', ['fast', 'slow', 'imported', 'waiting']],
  ])('sorts by %s, those without it last', async (sort, ascending) => {
    const missing = ascending.filter(
      id =>
        (id === 'waiting' && sort !== 'createdAt' && sort !== 'name') ||
        (id === 'imported' && ['p50', 'p99', 'errorRate'].includes(sort)),
    );
    expect(await ids({ sort, order: 'asc' })).toEqual(ascending);
    expect(await ids({ sort, order: 'desc' })).toEqual([
      ...ascending.filter(id => !missing.includes(id)).reverse(),
      ...[...missing].reverse(),
    ]);
  });

  it.each<[Partial<RunFilter>, string[]]>([
    [{ state: 'queued' }, ['waiting']],
    [{ active: 'true' }, ['waiting']],
    [{ active: 'false' }, ['imported', 'fast', 'slow']],
    [{ profileId: 'p' }, ['slow']],
    [{ entityRef: 'component:default/shop' }, ['fast']],
    [{ cluster: 'edge' }, ['slow']],
    [{ experimentId: 'e' }, ['imported']],
    [{ scheduleId: 's' }, ['waiting']],
    [{ baseline: 'true' }, ['fast']],
    [{ baseline: 'false' }, ['waiting', 'imported', 'slow']],
    [{ validity: 'invalid' }, ['slow']],
    [{ gate: 'pass' }, ['fast']],
    [{ since: day(2), until: day(3) }, ['imported', 'fast']],
    [{ q: 'GRÖSSE' }, []],
    [{ q: 'GRÖßE alpha' }, ['fast']],
    [{ q: 'shop.example.com', baseline: 'true' }, ['fast']],
  ])('filters by %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
    expect((await store.list(runFilter({ ...query, limit: 1 }))).total).toBe(
      expected.length,
    );
  });

  it('shows and counts only what the caller may see', async () => {
    const visible = (row: RunRow) => row.id !== 'fast';
    const page = await store.list(runFilter({ visible, limit: 1, offset: 1 }));
    expect(page.total).toBe(3);
    expect(page.items.map(({ id }) => id)).toEqual(['imported']);
  });
});
