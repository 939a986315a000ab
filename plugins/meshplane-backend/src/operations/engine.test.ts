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
  makeStep,
  plannedOf,
  stepOf,
} from '../__testUtils__/operations';
import { FakeTiming } from '../clusters/__testUtils__/FakeTiming';
import { ADA, Door, GRACE, Replica } from './__testUtils__/Replica';
import { failing, setUpEngine } from './__testUtils__/setUpEngine';

jest.setTimeout(60_000);

type Tail<T extends unknown[]> = T extends [unknown, ...infer R] ? R : never;

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const setUp = async (...options: Tail<Parameters<typeof setUpEngine>>) =>
  setUpEngine(await databases.init('SQLITE_3'), ...options);

describe('a run', () => {
  it('plans without touching anything, then does each step once, in order', async () => {
    const { replica, world, made } = await setUp();
    const id = await replica.plan();
    expect(await replica.detail(id)).toMatchObject({
      state: 'planned',
      createdBy: ADA,
      stepsDone: 0,
      stepsTotal: 3,
      target: 'namespace/shop',
      plan: { steps: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
    });
    expect(world.calls).toEqual([]);

    await replica.approve(id);
    await replica.operations.engine.idle();
    expect(world.calls).toEqual([
      'check edge a',
      'run edge a',
      'check edge b',
      'run edge b',
      'check edge c',
      'run edge c',
    ]);
    expect(made()).toEqual(['a', 'b', 'c']);
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      approvedBy: ADA,
      stepsDone: 3,
      decisions: [{ action: 'approve', by: ADA }],
    });
    expect(await replica.log(id)).toEqual(
      expect.arrayContaining([
        `Planned by ${ADA}`,
        'Step "Step a" begins',
        'making "a"',
        'Done: "a" was made',
        'All steps are done',
      ]),
    );
    expect(replica.notifications).toEqual([
      { title: 'Restart workloads has succeeded', to: [ADA] },
    ]);
  });

  it('does not depend on a portal with notifications', async () => {
    const { replica } = await setUp();
    const send = jest
      .spyOn(replica.notificationService, 'send')
      .mockRejectedValue(new Error('404 Not Found'));
    const id = await replica.run();
    expect(send).toHaveBeenCalledTimes(1);
    expect(await replica.state(id)).toBe('succeeded');
  });

  it('passes over what is done already', async () => {
    const { replica, world } = await setUp();
    world.of('edge').add('b');
    const id = await replica.run();
    expect(await replica.steps(id)).toEqual(['done', 'skipped', 'done']);
    expect(world.calls).not.toContain('run edge b');
  });

  it('stops at a step that fails, says why, and goes on from there when resumed', async () => {
    const broken = { now: true };
    const { replica, made } = await setUp(failing(broken));
    const id = await replica.run();
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: 'The step "Step b" failed: the quota is used up',
    });
    expect(await replica.steps(id)).toEqual(['done', 'failed', 'pending']);
    expect(await replica.actions(id)).toEqual(['resume', 'rollback']);

    broken.now = false;
    await replica.service.resume(id, { reason: 'more quota' }, GRACE);
    await replica.operations.engine.idle();
    expect(await replica.state(id)).toBe('succeeded');
    expect(made()).toEqual(['a', 'b', 'c']);
    expect((await replica.detail(id)).decisions).toMatchObject([
      { action: 'approve' },
      { action: 'resume', by: GRACE, comment: 'more quota' },
    ]);
  });

  it('asks for a decision where a check says that one is needed', async () => {
    const { replica } = await setUp({
      check: async ({ name }) =>
        name === 'b'
          ? { state: 'blocked', detail: 'the release hangs' }
          : { state: 'todo', detail: '' },
    });
    const id = await replica.run();
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('the release hangs'),
    });
  });

  it('fails when everything was done and is still not as it should be', async () => {
    const { replica } = await setUp(
      {},
      {
        plan: () => ({ steps: [stepOf('v', 'verify')] }),
        executors: [
          {
            ...makeStep(new FakeWorld()),
            type: 'verify',
            check: async () => ({ state: 'todo', detail: '' }),
            run: async () => ({
              detail: 'looked',
              result: [
                { title: 'Ready', state: 'failed', detail: '0 of 1 pods' },
              ],
            }),
          },
        ],
      },
    );
    const id = await replica.run();
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('Ready (0 of 1 pods)'),
      result: [{ title: 'Ready', state: 'failed', detail: '0 of 1 pods' }],
    });
  });

  it('lets no step store a credential, and takes credentials out of log and messages', async () => {
    const token =
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZXNocGxhbmUifQ.c2lnbmF0dXJlLWJ5dGVz';
    const { replica } = await setUp({
      before: async (context, { name }) => {
        context.log('info', `Authorization: Bearer ${token}`);
        if (name === 'b') await context.record({ old: token });
      },
    });
    const id = await replica.run();
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('would store a token at "old"'),
    });
    expect(JSON.stringify(await replica.log(id))).not.toContain(token);
  });
});

describe('progress', () => {
  it('is shown with the step while it runs', async () => {
    const door = new Door();
    const timing = new FakeTiming();
    const world = new FakeWorld();
    const replica = await Replica.create({
      knex: await databases.init('SQLITE_3'),
      timing,
      catalog: fakeCatalog({
        plans: { plan: () => plannedOf({ steps: [stepOf('a', 'make')] }) },
        executors: [
          makeStep(world, {
            before: async context => {
              context.progress(30, '3 of 10 pods are ready');
              await door.pass(context.signal);
            },
          }),
        ],
      }),
    });
    const id = await replica.plan();
    await replica.approve(id);
    await door.reached;
    await timing.advance(1_000);
    expect((await replica.detail(id)).steps).toMatchObject([
      { state: 'running', progress: 30, detail: '3 of 10 pods are ready' },
    ]);
    door.open();
    await replica.operations.engine.idle();
    expect((await replica.detail(id)).steps).toMatchObject([
      { state: 'done', progress: 100, detail: '"a" was made' },
    ]);
  });
});
