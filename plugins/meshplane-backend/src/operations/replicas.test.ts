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
import { DatabaseOperationStore } from '../database/DatabaseOperationStore';
import { FakeTiming, settle } from '../clusters/__testUtils__/FakeTiming';
import { ADA, Door, GRACE, Replica } from './__testUtils__/Replica';
import type { OperationSettings } from './settings';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
/** How long a lease holds. */
const LEASE = 20_000;

/** Several replicas over one database, one clock and one world. */
describe.each(databases.eachSupportedId())('replicas on %s', databaseId => {
  async function setUp(
    behaviour: MakeBehaviour = {},
    settings: Partial<OperationSettings> = {},
  ) {
    const world = new FakeWorld();
    const knex = await databases.init(databaseId);
    const timing = new FakeTiming();
    const catalog = fakeCatalog({
      plans: {
        plan: () =>
          plannedOf({
            steps: ['a', 'b', 'c'].map(id => stepOf(id, 'make')),
          }),
      },
      executors: [makeStep(world, behaviour)],
    });
    const replica = (clock: FakeTiming = timing) =>
      Replica.create({ knex, timing: clock, catalog, settings });
    /** Lets time pass, second by second, until what has to come has come. */
    const pass = async (until: () => Promise<boolean>) => {
      while (!(await until())) await timing.advance(1_000);
    };
    const store = new DatabaseOperationStore(knex);
    return { world, timing, replica, pass, store };
  }

  /** A replica that hangs in a step without renewing its lease, as one that was killed. */
  async function killedIn(
    step: string,
    when: 'before' | 'after',
    settings: Partial<OperationSettings> = {},
  ) {
    const reached = new Door();
    let killed = false;
    const hang = (_context: unknown, { name }: { name: string }) => {
      if (name !== step || killed) return undefined;
      killed = true;
      // Never ends, whatever is asked of it.
      return reached.pass(new AbortController().signal);
    };
    const scene = await setUp({ [when]: hang }, settings);
    // Its clock stands still, so that its heartbeat never comes.
    const dead = await scene.replica(new FakeTiming());
    const id = await dead.plan();
    await dead.approve(id);
    await reached.reached;
    return { ...scene, id };
  }

  it('lets one of two run an operation that both were asked to', async () => {
    const { replica, world } = await setUp();
    const [one, two] = [await replica(), await replica()];
    const id = await one.plan();
    const results = await Promise.allSettled([
      one.approve(id),
      two.approve(id, GRACE),
    ]);
    await Promise.all([
      one.operations.engine.idle(),
      two.operations.engine.idle(),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(world.calls.filter(call => call.startsWith('run'))).toHaveLength(3);
    expect((await one.detail(id)).decisions).toHaveLength(1);
  });

  it('hears at the next heartbeat of a cancellation that another replica was asked for', async () => {
    const door = new Door();
    const { replica, pass } = await setUp({
      before: (context, { name }) =>
        name === 'b' ? door.pass(context.signal) : undefined,
    });
    const [one, two] = [await replica(), await replica()];
    const id = await one.plan();
    await one.approve(id);
    await door.reached;
    await two.service.cancel(id, {}, GRACE);
    expect((await two.detail(id)).message).toBe('Is being cancelled');
    await pass(async () => (await two.state(id)) === 'cancelled');
    expect(await two.steps(id)).toEqual(['done', 'cancelled', 'pending']);
  });

  it('keeps its lease as long as it lives', async () => {
    const door = new Door();
    const { replica, timing, store } = await setUp({
      before: context => door.pass(context.signal),
    });
    const [one, two] = [await replica(), await replica()];
    two.operations.start();
    const id = await one.plan();
    await one.approve(id);
    await door.reached;
    for (let round = 0; round < 12; round += 1) {
      await timing.advance(5_000);
      // The clock must not outrun the database: enough is left for the next five seconds.
      const renewed = async () =>
        (await store.get(id))!.lease!.expiresAt > timing.now() + 5_000;
      while (!(await renewed())) await settle();
    }
    expect(await two.state(id)).toBe('running');
    door.open();
    await one.operations.engine.idle();
    expect(await two.state(id)).toBe('succeeded');
    await two.operations.stop();
  });

  it.each([
    ['a', 'before', ['pending', 'pending', 'pending']],
    ['b', 'before', ['done', 'pending', 'pending']],
    ['b', 'after', ['done', 'done', 'pending']],
    ['c', 'after', ['done', 'done', 'done']],
  ] as const)(
    'finds out the truth when a replica died in step %s, %s its work, and resumes',
    async (step, when, states) => {
      const { id, replica, pass, world } = await killedIn(step, when);
      const next = await replica();
      next.operations.start();
      await pass(async () => (await next.state(id)) === 'interrupted');
      expect(await next.steps(id)).toEqual(states);
      expect(await next.detail(id)).toMatchObject({
        message: expect.stringContaining(`while "Step ${step}" was running`),
      });
      expect(await next.log(id)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('has stopped without a word'),
          expect.stringContaining(`"Step ${step}" was cut off`),
        ]),
      );
      expect(await next.actions(id)).toContain('resume');
      expect(next.notifications.at(-1)?.title).toBe(
        'Restart workloads was interrupted',
      );
      // No lock is left.
      const other = await next.plan();
      expect((await next.detail(other)).plan?.findings).toEqual([]);

      await next.service.resume(id, {}, GRACE);
      await next.operations.engine.idle();
      expect(await next.state(id)).toBe('succeeded');
      expect([...world.of('edge')]).toEqual(['a', 'b', 'c']);
      await next.operations.stop();
    },
  );

  it('says that it does not know when the cluster cannot be asked, and is interrupted all the same', async () => {
    const { id, replica, pass } = await killedIn('b', 'after');
    const next = await replica();
    const { connection, ...cluster } = next.clusters.get('edge');
    next.clusters.set(cluster);
    next.operations.start();
    await pass(async () => (await next.state(id)) === 'interrupted');
    expect(await next.log(id)).toContainEqual(
      expect.stringContaining('how far it came is unknown'),
    );
    expect(await next.steps(id)).toEqual(['done', 'pending', 'pending']);
    next.clusters.set({ ...cluster, connection });
    await next.service.resume(id, {}, ADA);
    await next.operations.engine.idle();
    expect(await next.state(id)).toBe('succeeded');
    await next.operations.stop();
  });

  it('waits for a cluster that is still being connected after the start', async () => {
    const { id, replica, pass, timing } = await killedIn('b', 'after');
    const next = await replica();
    const { connection, ...cluster } = next.clusters.get('edge');
    next.clusters.set(cluster);
    next.operations.start();
    await timing.advance(LEASE + 10_000);
    expect(await next.state(id)).toBe('running');
    next.clusters.set({ ...cluster, connection });
    await pass(async () => (await next.state(id)) === 'interrupted');
    expect(await next.steps(id)).toEqual(['done', 'done', 'pending']);
    await next.operations.stop();
  });

  it('resumes by itself where that is configured', async () => {
    const { id, replica, pass } = await killedIn('b', 'before', {
      resume: 'automatic',
    });
    const next = await replica();
    next.operations.start();
    await pass(async () => (await next.state(id)) === 'succeeded');
    expect((await next.detail(id)).decisions).toMatchObject([
      { action: 'approve' },
      { action: 'resume', by: 'meshplane' },
    ]);
    await next.operations.stop();
  });

  it('notes how far it came when its backend stops, and another goes on', async () => {
    const door = new Door();
    let open = false;
    const { replica, world } = await setUp({
      before: async (context, { name }) => {
        if (name === 'b' && !open) await door.pass(context.signal);
      },
    });
    const one = await replica();
    const id = await one.plan();
    await one.approve(id);
    await door.reached;
    await one.operations.stop();
    expect(await one.detail(id)).toMatchObject({
      state: 'interrupted',
      message: expect.stringContaining('The backend was stopped'),
    });
    expect(await one.steps(id)).toEqual(['done', 'pending', 'pending']);
    await expect(one.service.resume(id, {}, ADA)).rejects.toThrow(
      'shutting down',
    );
    open = true;
    const two = await replica();
    await two.service.resume(id, {}, ADA);
    await two.operations.engine.idle();
    expect(await two.state(id)).toBe('succeeded');
    expect(world.calls.filter(call => call === 'run edge a')).toHaveLength(1);
  });

  it('does not wait for ever for a step that does not stop', async () => {
    const door = new Door();
    const { replica, pass } = await setUp({
      before: () => door.pass(new AbortController().signal),
    });
    const one = await replica();
    const id = await one.plan();
    await one.approve(id);
    await door.reached;
    const stopping = one.operations.stop();
    await settle();
    await pass(async () => (await one.state(id)) === 'interrupted');
    await stopping;
    expect((await one.detail(id)).message).toContain('did not end in time');
    door.open();
    await one.operations.engine.idle();
    // What the step did afterwards is not written any more: the lease is gone.
    expect((await one.steps(id))[0]).toBe('running');
  });

  it('drops plans that nobody approved in time', async () => {
    const { replica, pass, timing } = await setUp({}, { planExpiryMs: 60_000 });
    const one = await replica();
    const id = await one.plan({ clusters: ['edge', 'north'] });
    await timing.advance(60_000);
    await expect(one.approve(id)).rejects.toThrow('plan again');
    one.operations.start();
    await pass(async () => (await one.state(id)) === 'cancelled');
    expect(await one.detail(id)).toMatchObject({
      message: expect.stringContaining('not approved before it expired'),
    });
    expect(
      Object.values(await one.children(id)).map(({ state }) => state),
    ).toEqual(['cancelled', 'cancelled']);
    await one.operations.stop();
  });

  it('tells everywhere what one of them does', async () => {
    const { replica, pass } = await setUp();
    const [one, two] = [await replica(), await replica()];
    const seen: string[] = [];
    two.operations.watch.subscribe(({ state, stepsDone }) =>
      seen.push(`${state} ${stepsDone}`),
    );
    two.operations.start();
    const events: string[] = [];
    const id = await one.plan();
    const following = two.operations.feed.follow(id, {
      caller: GRACE,
      signal: new AbortController().signal,
      after: 0,
      send: async event => {
        events.push(event.type === 'log' ? event.entry.text : event.type);
      },
    });
    await one.approve(id);
    await one.operations.engine.idle();
    await pass(async () => seen.includes('succeeded 3'));
    await following;
    expect(events.filter(text => text === 'making "b"')).toHaveLength(1);
    expect(events.at(-1)).toBe('end');
    await two.operations.stop();
  });
});
