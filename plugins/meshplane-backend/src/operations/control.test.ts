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
import { stepOf } from '../__testUtils__/operations';
import { ADA, Door, GRACE } from './__testUtils__/Replica';
import { failing, setUpEngine } from './__testUtils__/setUpEngine';

jest.setTimeout(60_000);

type Tail<T extends unknown[]> = T extends [unknown, ...infer R] ? R : never;

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const setUp = async (...options: Tail<Parameters<typeof setUpEngine>>) =>
  setUpEngine(await databases.init('SQLITE_3'), ...options);

describe('cancelling', () => {
  it.each(['a', 'b', 'c'])(
    'stops in step %s, with the truth of each step, and can be resumed',
    async where => {
      const door = new Door();
      let open = false;
      const { replica, made } = await setUp({
        before: async (context, { name }) => {
          if (name === where && !open) await door.pass(context.signal);
        },
      });
      const id = await replica.plan();
      await replica.approve(id);
      await door.reached;
      await replica.service.cancel(id, { reason: 'wrong cluster' }, GRACE);
      await replica.operations.engine.idle();
      const at = ['a', 'b', 'c'].indexOf(where);
      expect(await replica.steps(id)).toEqual(
        ['a', 'b', 'c'].map((_, index) => {
          if (index < at) return 'done';
          return index === at ? 'cancelled' : 'pending';
        }),
      );
      expect(await replica.detail(id)).toMatchObject({
        state: 'cancelled',
        message: expect.stringContaining(
          `Cancelled by ${GRACE}: wrong cluster; "Step ${where}" was cut off`,
        ),
      });
      open = true;
      await replica.service.resume(id, {}, ADA);
      await replica.operations.engine.idle();
      expect(await replica.state(id)).toBe('succeeded');
      expect(made()).toEqual(['a', 'b', 'c']);
    },
  );

  it('says of a step that had come to its end that it is done', async () => {
    const door = new Door();
    const { replica } = await setUp({
      after: (context, { name }) =>
        name === 'b' ? door.pass(context.signal) : undefined,
    });
    const id = await replica.plan();
    await replica.approve(id);
    await door.reached;
    await replica.service.cancel(id, {}, GRACE);
    await replica.operations.engine.idle();
    expect(await replica.steps(id)).toEqual(['done', 'done', 'pending']);
    expect(await replica.state(id)).toBe('cancelled');
    await replica.service.resume(id, {}, ADA);
    await replica.operations.engine.idle();
    // Done by this operation, not found done: it would be rolled back.
    expect(await replica.steps(id)).toEqual(['done', 'done', 'done']);
  });
});

describe('rolling back', () => {
  it('takes back what was done, the last step first, and leaves what was there before', async () => {
    const broken = { now: true };
    const { replica, world, made } = await setUp(failing(broken), {
      plan: () => ({
        steps: ['z', 'a', 'b', 'c'].map(id => stepOf(id, 'make')),
      }),
    });
    world.of('edge').add('z');
    const id = await replica.run();
    world.calls.length = 0;
    await replica.service.rollback(id, { reason: 'no quota' }, GRACE);
    await replica.operations.engine.idle();
    // The step that failed had noted what was there before, so that it is taken back as well.
    expect(world.calls).toEqual(['undo edge b', 'undo edge a']);
    expect(made()).toEqual(['z']);
    expect(await replica.detail(id)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
      message: 'Rolled back: 2 steps were taken back',
    });
    expect(await replica.steps(id)).toEqual([
      'skipped',
      'rolled-back',
      'rolled-back',
      'pending',
    ]);
    expect(await replica.actions(id)).toEqual([]);
    expect(replica.notifications.at(-1)?.title).toBe(
      'Restart workloads was rolled back',
    );
  });

  it('names what cannot be taken back', async () => {
    const { replica } = await setUp(failing({ now: true }), {
      plan: () => ({
        steps: [
          stepOf('y', 'make'),
          stepOf('a', 'make', { reversible: false }),
          stepOf('b', 'make'),
        ],
      }),
    });
    const id = await replica.run();
    await replica.service.rollback(id, {}, ADA);
    await replica.operations.engine.idle();
    expect(await replica.detail(id)).toMatchObject({
      state: 'cancelled',
      message: expect.stringContaining('cannot be taken back: "Step a"'),
    });
    expect(await replica.steps(id)).toEqual([
      'rolled-back',
      'done',
      'rolled-back',
    ]);
  });

  it('stops when a step cannot be taken back now, and can be tried again', async () => {
    let stuck = true;
    const { replica, made, world } = await setUp({
      ...failing({ now: true }),
      undo: async ({ name }) => {
        if (stuck && name === 'a') throw new Error('finalizers hold it');
        world.of('edge').delete(name);
        return { detail: '' };
      },
    });
    const id = await replica.run();
    await replica.service.rollback(id, {}, ADA);
    await replica.operations.engine.idle();
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('finalizers hold it'),
    });
    expect(await replica.actions(id)).toEqual(['rollback']);
    stuck = false;
    await replica.service.rollback(id, {}, ADA);
    await replica.operations.engine.idle();
    expect(await replica.state(id)).toBe('cancelled');
    expect(made()).toEqual([]);
  });

  it('is not offered when nothing was done', async () => {
    const { replica } = await setUp({
      check: async () => {
        throw new Error('forbidden');
      },
    });
    const id = await replica.run();
    expect(await replica.actions(id)).toEqual(['resume']);
    await expect(replica.service.rollback(id, {}, ADA)).rejects.toThrow(
      'There is nothing to take back',
    );
  });
});
