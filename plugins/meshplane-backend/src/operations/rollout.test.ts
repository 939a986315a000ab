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

import { TestDatabases } from '@backstage/backend-test-utils';
import {
  fakeCatalog,
  FakeWorld,
  type MakeBehaviour,
  makeStep,
  plannedOf,
  stepOf,
} from '../__testUtils__/operations';
import { Door, GRACE, ADA, Replica } from './__testUtils__/Replica';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const CLUSTERS = ['edge', 'north', 'south'];

async function setUp(behaviour: MakeBehaviour = {}) {
  const world = new FakeWorld();
  const facts = new Map<string, string>();
  const catalog = fakeCatalog({
    plans: {
      plan: (_input, { cluster }) =>
        plannedOf({
          fingerprint: facts.get(cluster.name) ?? 'facts-1',
          steps: [stepOf('a', 'make'), stepOf('b', 'make')],
        }),
    },
    executors: [makeStep(world, behaviour)],
  });
  const knex = await databases.init('SQLITE_3');
  const replica = await Replica.create({ knex, catalog });
  const runs = () =>
    world.calls
      .filter(call => call.startsWith('run'))
      .map(call => call.slice(4));
  return { world, facts, replica, runs, catalog, knex };
}

const all = { clusters: CLUSTERS };
const policy = (name: string, further: object = {}) => ({
  ...all,
  rollout: { policy: name, ...further },
});
const states = async (replica: Replica, id: string) =>
  Object.values(await replica.children(id)).map(({ state }) => state);

describe('an operation on several clusters', () => {
  it('has a plan per cluster and is approved as a whole, by a hash over all of them', async () => {
    const { replica, facts } = await setUp();
    const id = await replica.plan(all);
    const parent = await replica.detail(id);
    expect(parent).toMatchObject({
      title: 'Restart workloads on 3 clusters',
      clusters: CLUSTERS,
      stepsTotal: 6,
      rollout: { policy: 'one-by-one' },
    });
    expect(parent.plan).toBeUndefined();
    expect(parent.children.map(({ cluster }) => cluster)).toEqual(CLUSTERS);
    const [child] = parent.children;
    await expect(replica.approve(child.id)).rejects.toThrow(
      `a part of the operation "${id}"`,
    );
    expect((await replica.detail(child.id)).plan?.steps).toHaveLength(2);

    facts.set('south', 'facts-2');
    const other = await replica.detail(await replica.plan(all));
    expect(other.planHash).not.toBe(parent.planHash);
    await expect(replica.approve(id)).rejects.toThrow(
      '"south" has changed since',
    );
    expect(await states(replica, id)).toEqual([
      'planned',
      'planned',
      'planned',
    ]);
  });

  it('stores nothing when one cluster cannot be planned, and names it', async () => {
    const { replica } = await setUp();
    await expect(
      replica.plan({ clusters: ['edge', 'nowhere'] }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('Cluster "nowhere":'),
    });
    await expect(
      replica.plan({ ...policy('canary', { canary: 'west' }) }),
    ).rejects.toThrow('The canary "west"');
    const { total } = await replica.service.read.list({
      children: true,
      limit: 10,
      offset: 0,
    });
    expect(total).toBe(0);
  });

  it('goes one by one and ends as succeeded', async () => {
    const { replica, runs } = await setUp();
    const id = await replica.run(all);
    expect(runs()).toEqual([
      'edge a',
      'edge b',
      'north a',
      'north b',
      'south a',
      'south b',
    ]);
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      stepsDone: 6,
      message: 'All 3 of 3 clusters are done',
    });
    expect(replica.notifications).toHaveLength(1);
  });

  it('stops at the first cluster that fails, tells the others why they were not begun, and resumes with them', async () => {
    let broken = true;
    const { replica, runs } = await setUp({
      before: ({ cluster }) => {
        if (broken && cluster.name === 'north') throw new Error('no quota');
      },
    });
    const id = await replica.run(all);
    expect(await replica.children(id)).toMatchObject({
      edge: { state: 'succeeded' },
      north: { state: 'failed' },
      south: {
        state: 'cancelled',
        message: 'Not begun, because "north" has failed',
      },
    });
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/1 of 3 clusters.*"north".*no quota/),
    });
    broken = false;
    await replica.service.resume(id, {}, ADA);
    await replica.operations.engine.idle();
    expect(await replica.state(id)).toBe('succeeded');
    expect(runs().filter(run => run.startsWith('edge'))).toHaveLength(2);
  });

  it('goes everywhere at once when asked, and one failure stops no other', async () => {
    const door = new Door();
    const { replica } = await setUp({
      before: async ({ cluster, signal }) => {
        if (cluster.name === 'edge') throw new Error('no quota');
        if (cluster.name === 'south') door.open();
        await door.pass(signal);
      },
    });
    const id = await replica.run(policy('all-at-once'));
    expect(await states(replica, id)).toEqual([
      'failed',
      'succeeded',
      'succeeded',
    ]);
    expect(await replica.state(id)).toBe('failed');
  });

  it('waits after the canary, over restarts of the backend, until somebody continues', async () => {
    const { replica, runs, catalog, knex } = await setUp();
    const id = await replica.run(policy('canary', { canary: 'north' }));
    expect(runs()).toEqual(['north a', 'north b']);
    expect(await replica.detail(id)).toMatchObject({
      state: 'running',
      waiting: true,
      message: expect.stringContaining('The canary "north" is done'),
    });
    expect(await replica.actions(id)).toEqual(['cancel', 'continue']);
    expect(replica.notifications).toMatchObject([
      { title: expect.stringContaining('waits to be continued') },
    ]);
    await replica.operations.stop();

    const next = await Replica.create({ knex, catalog });
    next.operations.start();
    await next.service.continue(id, { reason: 'looks good' }, GRACE);
    await next.operations.engine.idle();
    expect(await next.state(id)).toBe('succeeded');
    expect(runs().slice(2)).toEqual(['edge a', 'edge b', 'south a', 'south b']);
    await next.operations.stop();
  });

  it('ends with a canary that fails, and can be cancelled while it waits', async () => {
    const { replica, runs } = await setUp({
      before: () => {
        throw new Error('no quota');
      },
    });
    const failed = await replica.run(policy('canary', { canary: 'south' }));
    expect(await replica.detail(failed)).toMatchObject({
      state: 'failed',
      waiting: false,
    });
    expect(runs()).toEqual(['south a']);

    const fine = await setUp();
    const id = await fine.replica.run(policy('canary', { canary: 'south' }));
    await fine.replica.service.cancel(id, { reason: 'looks bad' }, GRACE);
    expect(await fine.replica.detail(id)).toMatchObject({
      state: 'cancelled',
      waiting: false,
    });
    expect(await fine.replica.children(id)).toMatchObject({
      south: { state: 'succeeded' },
      edge: { state: 'cancelled' },
      north: { state: 'cancelled' },
    });
  });

  it('cancels the cluster that runs and those that would follow', async () => {
    const door = new Door();
    const { replica } = await setUp({
      before: ({ cluster, signal }) =>
        cluster.name === 'north' ? door.pass(signal) : undefined,
    });
    const id = await replica.plan(all);
    await replica.approve(id);
    await door.reached;
    await replica.service.cancel(id, { reason: 'enough' }, GRACE);
    await replica.operations.engine.idle();
    expect(await replica.children(id)).toMatchObject({
      edge: { state: 'succeeded' },
      north: { state: 'cancelled' },
      south: { state: 'cancelled' },
    });
    expect(await replica.detail(id)).toMatchObject({
      state: 'cancelled',
      message: expect.stringContaining(`Cancelled by ${GRACE}: enough`),
    });
  });

  it('takes back all clusters, the last one first', async () => {
    const { replica, world } = await setUp({
      before: ({ cluster }, { name }) => {
        if (cluster.name === 'south' && name === 'b')
          throw new Error('no quota');
      },
    });
    const id = await replica.run(all);
    world.calls.length = 0;
    await replica.service.rollback(id, {}, ADA);
    await replica.operations.engine.idle();
    expect(world.calls).toEqual([
      'undo south b',
      'undo south a',
      'undo north b',
      'undo north a',
      'undo edge b',
      'undo edge a',
    ]);
    expect(await replica.detail(id)).toMatchObject({
      state: 'cancelled',
      message: 'Rolled back on 3 clusters',
    });
    expect(await replica.actions(id)).toEqual([]);
  });

  it('changes with a child that is resumed by itself', async () => {
    let broken = true;
    const { replica } = await setUp({
      before: ({ cluster }) => {
        if (broken && cluster.name === 'south') throw new Error('no quota');
      },
    });
    const id = await replica.run(all);
    const child = (await replica.detail(id)).children.at(-1)!;
    expect(await replica.actions(child.id)).toEqual(['resume', 'rollback']);
    broken = false;
    await replica.service.resume(child.id, {}, ADA);
    await replica.operations.engine.idle();
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      message: 'All 3 of 3 clusters are done',
    });
  });
});
