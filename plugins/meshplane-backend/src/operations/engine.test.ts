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
import { FakeTiming, settle } from '../clusters/__testUtils__/FakeTiming';
import { ADA, Door, GRACE, Replica } from './__testUtils__/Replica';
import type { PlannedOperation, StepExecutor } from './model';
import type { OperationSettings } from './settings';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

async function setUp(
  behaviour: MakeBehaviour = {},
  options: {
    plan?: () => Partial<PlannedOperation>;
    executors?: StepExecutor[];
    settings?: Partial<OperationSettings>;
  } = {},
) {
  const world = new FakeWorld();
  const replica = await Replica.create({
    knex: await databases.init('SQLITE_3'),
    settings: options.settings,
    catalog: fakeCatalog({
      plans: {
        plan: () =>
          plannedOf({
            steps: ['a', 'b', 'c'].map(id => stepOf(id, 'make')),
            ...options.plan?.(),
          }),
      },
      executors: [makeStep(world, behaviour), ...(options.executors ?? [])],
    }),
  });
  return { world, replica, made: () => [...world.of('edge')] };
}

const failing = (broken: { now: boolean }): MakeBehaviour => ({
  before: (_context, { name }) => {
    if (broken.now && name === 'b') throw new Error('the quota is used up');
  },
});

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

describe('an approval', () => {
  it('is for the plan that was read', async () => {
    const { replica } = await setUp();
    const id = await replica.plan();
    await expect(
      replica.service.approve(id, { planHash: 'other' }, ADA),
    ).rejects.toThrow(/has the hash "[0-9a-f]{64}", not "other"/);
    expect(await replica.state(id)).toBe('planned');
  });

  it('is refused when the cluster has moved away, and the plan stays as it was', async () => {
    let fingerprint = 'facts-1';
    const { replica, world } = await setUp(
      {},
      { plan: () => ({ fingerprint }) },
    );
    const id = await replica.plan();
    fingerprint = 'facts-2';
    await expect(replica.approve(id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('"edge" has changed since'),
    });
    expect(await replica.detail(id)).toMatchObject({
      state: 'planned',
      decisions: [],
    });
    expect(world.calls).toEqual([]);
    fingerprint = 'facts-1';
    await replica.approve(id);
    await replica.operations.engine.idle();
    expect(await replica.state(id)).toBe('succeeded');
  });

  it('needs a cluster that can be reached', async () => {
    const { replica } = await setUp();
    const id = await replica.plan();
    const { connection, ...cluster } = replica.clusters.get('edge');
    replica.clusters.set({
      ...cluster,
      health: { ...cluster.health, state: 'unreachable', message: 'timed out' },
    });
    await expect(replica.approve(id)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/"edge".*unreachable.*timed out/),
    });
    expect(await replica.state(id)).toBe('planned');
  });

  it('is refused while blocking findings stand, and not when they were passed over', async () => {
    const { replica } = await setUp(
      {},
      {
        plan: () => ({
          findings: [
            {
              id: 'kubernetes-version',
              severity: 'blocking',
              title: 'Kubernetes is too old',
              detail: '',
              evidence: [],
              overridden: false,
            },
          ],
        }),
      },
    );
    const blocked = await replica.plan();
    await expect(replica.approve(blocked)).rejects.toThrow(
      'Blocked by "Kubernetes is too old"',
    );
    await expect(
      replica.plan({
        override: { findings: ['other'], reason: 'we know better' },
      }),
    ).rejects.toThrow('no blocking finding "other"');

    const id = await replica.plan({
      override: { findings: ['kubernetes-version'], reason: 'a test cluster' },
    });
    await replica.approve(id);
    await replica.operations.engine.idle();
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      override: { by: ADA, reason: 'a test cluster' },
    });
  });

  it('is for a second person where four eyes are wanted', async () => {
    const { replica } = await setUp(
      {},
      {
        settings: {
          approval: 'four-eyes',
          approvers: ['group:default/platform'],
        },
      },
    );
    const id = await replica.plan();
    expect(replica.notifications).toEqual([
      {
        title: 'Restart workloads waits for approval',
        to: ['group:default/platform', ADA],
      },
    ]);
    await expect(replica.approve(id, ADA)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('Somebody else than'),
    });
    expect(await replica.actions(id, ADA)).toEqual(['reject']);
    expect(await replica.actions(id, GRACE)).toEqual(['approve', 'reject']);
    await replica.approve(id, GRACE);
    await replica.operations.engine.idle();
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      createdBy: ADA,
      approvedBy: GRACE,
    });
  });

  it('is refused while another operation holds the lock, which it names', async () => {
    const door = new Door();
    const { replica } = await setUp({
      before: context => door.pass(context.signal),
    });
    const [first, second] = [await replica.plan(), await replica.plan()];
    await replica.approve(first);
    await door.reached;
    await expect(replica.approve(second)).rejects.toThrow(
      `"namespace/shop" on cluster "edge" is locked by the operation "Restart workloads" (${first})`,
    );
    expect(await replica.state(second)).toBe('planned');
    const third = await replica.plan();
    expect((await replica.detail(third)).plan?.findings).toMatchObject([
      { id: 'operation-running', severity: 'warning', evidence: [first] },
    ]);
    door.open();
    await replica.operations.engine.idle();
    await replica.approve(second);
  });

  it('of a plan in GitOps mode hands out files and changes nothing', async () => {
    const files = {
      tool: 'flux' as const,
      files: [
        { path: 'clusters/edge/shop.yaml', content: 'kind: Namespace\n' },
      ],
    };
    const { replica, world } = await setUp({}, { plan: () => ({ files }) });
    const id = await replica.plan({ delivery: 'gitops' });
    expect(await replica.service.read.files(id)).toEqual(files);
    await replica.approve(id);
    expect(await replica.detail(id)).toMatchObject({
      state: 'succeeded',
      message: expect.stringContaining('files of the plan were handed out'),
    });
    expect(world.calls).toEqual([]);
  });

  it('can be a rejection, after which nothing can be done', async () => {
    const { replica } = await setUp();
    const id = await replica.plan();
    await replica.service.reject(id, { reason: 'not today' }, GRACE);
    expect(await replica.detail(id)).toMatchObject({
      state: 'cancelled',
      message: `Rejected by ${GRACE}: not today`,
    });
    expect(await replica.actions(id)).toEqual([]);
    await expect(replica.approve(id)).rejects.toThrow('It is cancelled');
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
    await settle();
  });
});
