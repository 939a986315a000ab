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

import { experimentInputSchema } from '@meshplane/plugin-meshplane-common';
import {
  ADA,
  ExperimentReplica,
  experimentOf,
  MESH_ARMS,
  setUpExperiments,
  viewer,
} from './__testUtils__/setUpExperiments';

jest.setTimeout(60_000);

const SET_UP = [
  `plan workload.onboard by ${ADA}`,
  `approve workload.onboard (hash-of-op-1) by ${ADA}`,
];
const RESTORED = [
  ...SET_UP,
  `plan workload.offboard by ${ADA}`,
  `approve workload.offboard (hash-of-op-2) by ${ADA}`,
];
const meshOrNot = (rounds = 1) => experimentOf({ rounds, arms: MESH_ARMS });

describe('what an experiment sets up', () => {
  it('is set up once for a block of runs, and taken back', async () => {
    const { replica, runs, operations } = await setUpExperiments();
    const { id } = await replica.service.create(meshOrNot(6), ADA);
    const ended = await replica.ended(id);
    expect(runs.order).toBe('AAABBBBBBAAA');
    expect(operations.log).toEqual(RESTORED);
    expect(ended).toMatchObject({
      state: 'succeeded',
      toRestore: [],
      operations: [
        { arm: 'B', step: 'set-up', operationId: 'op-1', state: 'succeeded' },
        { arm: 'B', step: 'restore', operationId: 'op-2', state: 'succeeded' },
      ],
    });
    expect(ended.sentences.at(-1)).toContain(
      'set up no more often than needed (A = A, B = B): AAA BBBBBB AAA',
    );
  });

  it('is written down before it begins, so that it cannot be forgotten', async () => {
    const { replica, operations, stores } = await setUpExperiments();
    const pending: unknown[] = [];
    const { create, approve } = operations;
    const note = async () => {
      const { items } = await stores.experiments.list({ limit: 1, offset: 0 });
      pending.push(items[0].pendingRestores);
    };
    operations.create = async (...args) => {
      await note();
      return create.apply(operations, args);
    };
    operations.approve = async (...args) => {
      await note();
      return approve.apply(operations, args);
    };
    const { id } = await replica.service.create(meshOrNot(), ADA);
    await replica.ended(id);
    expect(pending.slice(0, 2)).toEqual([
      [{ arm: 'B' }],
      [{ arm: 'B', operationId: 'op-1' }],
    ]);
  });

  it('is taken back when a run fails', async () => {
    const { replica, runs, operations } = await setUpExperiments();
    const { measure } = runs;
    runs.measure = (request, id) =>
      request.experiment?.arm === 'B'
        ? { failure: 'Nobody listens' }
        : measure(request, id);
    const { id } = await replica.service.create(meshOrNot(), ADA);
    expect(await replica.ended(id)).toMatchObject({ state: 'failed' });
    expect(operations.log).toEqual(RESTORED);
  });

  it('is taken back when somebody cancels', async () => {
    const { replica, runs, operations } = await setUpExperiments();
    const { measure } = runs;
    runs.measure = (request, id) =>
      request.experiment?.arm === 'B' ? undefined : measure(request, id);
    const { id } = await replica.service.create(meshOrNot(), ADA);
    await replica.until('side B runs', () => runs.order === 'AB');
    await replica.service.cancel(id, ADA, viewer);
    expect(await replica.ended(id)).toMatchObject({ state: 'cancelled' });
    expect(operations.log).toEqual(RESTORED);
  });

  it('is rolled back when somebody cancels in the middle of setting up', async () => {
    const { replica, operations } = await setUpExperiments();
    operations.ends.set('workload.onboard', ['running']);
    operations.mayRollBack = true;
    const { id } = await replica.service.create(meshOrNot(), ADA);
    await replica.until(
      'side B is being set up',
      () => operations.log.length === 2,
    );
    await replica.service.cancel(id, ADA, viewer);
    expect(await replica.ended(id)).toMatchObject({
      state: 'cancelled',
      toRestore: [],
    });
    expect(operations.log).toEqual([
      ...SET_UP,
      'cancel workload.onboard',
      'roll back workload.onboard',
    ]);
  });

  it('is not begun if its plan is blocked, and nothing is taken back then', async () => {
    const { replica, runs, operations } = await setUpExperiments();
    operations.blocking.set('workload.onboard', 'The mesh is too old');
    const { id } = await replica.service.create(meshOrNot(), ADA);
    expect(await replica.ended(id)).toMatchObject({
      state: 'failed',
      message:
        '"B" could not be set up: The plan is blocked: The mesh is too old. Really',
      toRestore: [],
    });
    expect(runs.order).toBe('A');
    expect(operations.log).toEqual([
      `plan workload.onboard by ${ADA}`,
      'reject workload.onboard',
    ]);
  });

  it('is not begun if somebody else has to approve it', async () => {
    const { replica, operations } = await setUpExperiments();
    operations.approvalRefused = 'Somebody else has to approve';
    const { id } = await replica.service.create(meshOrNot(), ADA);
    expect(await replica.ended(id)).toMatchObject({
      state: 'failed',
      message: '"B" could not be set up: Somebody else has to approve',
      toRestore: [],
    });
  });

  it('is tried to be taken back again, and stays on the list until it is', async () => {
    const { replica, operations } = await setUpExperiments();
    operations.ends.set('workload.offboard', ['failed']);
    const { id } = await replica.service.create(meshOrNot(), ADA);
    const failed = await replica.ended(id);
    expect(failed).toMatchObject({
      state: 'failed',
      toRestore: ['B'],
      may: { cancel: true },
    });
    expect(failed.message).toContain('"B" could not be taken back');
    expect(
      operations.log.filter(text => text.startsWith('approve workload.off')),
    ).toHaveLength(3);

    operations.ends.set('workload.offboard', ['succeeded']);
    await replica.service.cancel(id, ADA, viewer);
    expect(await replica.ended(id)).toMatchObject({
      state: 'succeeded',
      toRestore: [],
      may: { cancel: false },
    });
  });
});

describe('a backend that is gone', () => {
  async function crashedIn(step: 'set-up' | 'run') {
    const setting = await setUpExperiments();
    const { replica, runs, operations, stores } = setting;
    const { measure } = runs;
    if (step === 'set-up') operations.ends.set('workload.onboard', ['running']);
    else
      runs.measure = (request, id) =>
        request.experiment?.arm === 'B' ? undefined : measure(request, id);
    const { id } = await replica.service.create(meshOrNot(), ADA);
    await replica.until(`it is in the ${step} of B`, () =>
      step === 'run' ? runs.order === 'AB' : operations.log.length === 2,
    );
    // Its clock stands still from here on: it renews no lease and asks for nothing.
    const other = new ExperimentReplica({ stores, runs, operations });
    await other.timing.advance(20_000);
    expect(await other.service.get(id, viewer)).toMatchObject({
      state: 'running',
    });
    return { ...setting, id, other };
  }

  it('has its run ended and its side taken back by another one', async () => {
    const { id, other, operations } = await crashedIn('run');
    const ended = await other.ended(id);
    expect(ended).toMatchObject({
      state: 'interrupted',
      message: 'The backend ended in run 2 of 2; 1 runs were measured before',
      toRestore: [],
    });
    expect(ended.runs.map(({ state }) => state)).toEqual([
      'succeeded',
      'cancelled',
    ]);
    expect(operations.log).toEqual(RESTORED);
  });

  it('has its half set-up cancelled and taken back', async () => {
    const { id, other, operations } = await crashedIn('set-up');
    expect(await other.ended(id)).toMatchObject({
      state: 'interrupted',
      toRestore: [],
    });
    expect(operations.log.slice(2)).toEqual([
      'cancel workload.onboard',
      `plan workload.offboard by ${ADA}`,
      `approve workload.offboard (hash-of-op-2) by ${ADA}`,
    ]);
  });

  it('does nothing any more when it comes back late', async () => {
    const { id, other, replica, operations } = await crashedIn('run');
    await other.ended(id);
    const before = [...operations.log];
    await replica.timing.advance(120_000);
    expect(operations.log).toEqual(before);
    expect(await other.service.get(id, viewer)).toMatchObject({
      state: 'interrupted',
    });
  });

  it('leaves its experiments to the next one at once when it is stopped', async () => {
    const { stores, runs, operations, replica } = await setUpExperiments();
    runs.measure = () => undefined;
    const { id } = await replica.service.create(meshOrNot(), ADA);
    await replica.until('a run is under way', () => runs.order === 'A');
    await replica.service.stop();
    const other = new ExperimentReplica({ stores, runs, operations });
    await other.timing.advance(1000);
    expect(await other.ended(id)).toMatchObject({ state: 'interrupted' });
    expect(operations.log).toEqual([]);
  });
});

describe('a side that is set up', () => {
  it.each([
    [{ restore: undefined }, 'nothing that takes it back (arms.1.restore)'],
    [{ setUp: undefined }, 'does not set up (arms.1.restore)'],
    [
      { setUp: { ...MESH_ARMS[1].setUp, delivery: 'gitops' } },
      'arms.1.setUp.delivery is "gitops"',
    ],
    [
      {
        setUp: {
          ...MESH_ARMS[1].setUp,
          rollout: { policy: 'canary', canary: 'edge' },
        },
      },
      'arms.1.setUp.rollout.policy is "canary"',
    ],
    [
      {
        setUp: {
          ...MESH_ARMS[1].setUp,
          override: { findings: ['x'], reason: 'Because I say so' },
        },
      },
      'passes over no findings',
    ],
  ])('is refused: %j', async (change, message) => {
    const { replica } = await setUpExperiments();
    const input = experimentInputSchema.parse({
      ...meshOrNot(),
      arms: [MESH_ARMS[0], { ...MESH_ARMS[1], ...change }],
    });
    await expect(replica.service.create(input, ADA)).rejects.toThrow(message);
  });
});
