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
  FakeWorld,
  type MakeBehaviour,
  makeStep,
  plannedOf,
  stepOf,
  testSettings,
} from '../../__testUtils__/operations';
import type { StepExecutor } from '../../operations/model';
import type { OperationSettings } from '../../operations/settings';
import { Replica } from '../../operations/__testUtils__/Replica';
import { createPerformanceStores } from '../stores';
import { FakeRuns } from './__testUtils__/FakeRuns';
import {
  ADA,
  ExperimentReplica,
  experimentOf,
  MESH_ARMS,
  viewer,
} from './__testUtils__/setUpExperiments';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Experiments whose operations are those of the real engine: on the mesh is what two steps make, off what they take away. */
async function setUp(
  behaviour: MakeBehaviour = {},
  settings: Partial<OperationSettings> = {},
) {
  const knex = await databases.init('SQLITE_3');
  const world = new FakeWorld();
  const make = makeStep(world, behaviour);
  const unmake: StepExecutor = {
    ...make,
    type: 'unmake',
    check: async () => ({ state: 'todo', detail: 'To be taken away' }),
    run: async (_, { cluster }) => {
      world.of(cluster.name).clear();
      return { detail: 'Gone' };
    },
  };
  const engine = await Replica.create({
    knex,
    settings: { ...testSettings, ...settings },
    catalog: {
      planner: kind => ({
        kind,
        plan: async () =>
          plannedOf({
            title: kind,
            steps:
              kind === 'workload.onboard'
                ? [stepOf('label', 'make'), stepOf('restart', 'make')]
                : [stepOf('unlabel', 'unmake')],
          }),
        fingerprint: async () => 'facts-1',
      }),
      executor: type => (type === 'make' ? make : unmake),
    },
  });
  const stores = createPerformanceStores(knex);
  const runs = new FakeRuns(stores);
  const { measure } = runs;
  /** What was there while runs of each side were made. */
  const seen: string[] = [];
  runs.measure = (request, id) => {
    const there = [...world.of('edge')].join(' and ') || 'nothing';
    seen.push(`${request.experiment?.arm}: ${there}`);
    return measure(request, id);
  };
  const replica = new ExperimentReplica({
    stores,
    runs,
    operations: engine.service,
  });
  const { id } = await replica.service.create(
    experimentOf({ rounds: 2, arms: MESH_ARMS }),
    ADA,
  );
  return { engine, world, seen, replica, id };
}

describe('experiments on the real engine of operations', () => {
  it('measure what they set up, and leave nothing behind', async () => {
    const { engine, world, seen, replica, id } = await setUp();
    const ended = await replica.ended(id);
    expect(ended).toMatchObject({ state: 'succeeded', toRestore: [] });
    expect(seen).toEqual([
      'A: nothing',
      'B: label and restart',
      'B: label and restart',
      'A: nothing',
    ]);
    expect([...world.of('edge')]).toEqual([]);
    expect(ended.operations).toMatchObject([
      { arm: 'B', step: 'set-up', state: 'succeeded' },
      { arm: 'B', step: 'restore', state: 'succeeded' },
    ]);
    const [{ operationId }] = ended.operations;
    expect(await engine.detail(operationId)).toMatchObject({
      createdBy: ADA,
      approvedBy: ADA,
    });
    expect((await engine.log(operationId)).join()).toContain(
      'Experiment "Mesh or not"',
    );
  });

  it('take back the part of a set-up that was done before it failed', async () => {
    const { engine, world, replica, id } = await setUp({
      before: (_, { name }) => {
        if (name === 'restart') throw new Error('the quota is used up');
      },
    });
    const ended = await replica.ended(id);
    expect(ended).toMatchObject({ state: 'failed', toRestore: [] });
    expect(ended.message).toContain('"B" could not be set up');
    expect(ended.message).toContain('the quota is used up');
    expect([...world.of('edge')]).toEqual([]);
    expect(await engine.detail(ended.operations[0].operationId)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
    });
  });

  it('set nothing up where a second person has to approve', async () => {
    const { engine, world, seen, replica, id } = await setUp(
      {},
      { approval: 'four-eyes' },
    );
    const ended = await replica.ended(id);
    expect(ended).toMatchObject({ state: 'failed', toRestore: [] });
    expect(ended.message).toContain('has to approve');
    expect(seen).toEqual(['A: nothing']);
    expect(world.calls).toEqual([]);
    // The plan does not wait for an approval by chance.
    expect((await engine.detail(ended.operations[0].operationId)).state).toBe(
      'cancelled',
    );
  });

  it('cancel a set-up that is under way, and take it back', async () => {
    const { world, replica, id } = await setUp({
      before: async ({ signal }, { name }) => {
        if (name !== 'restart') return;
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), {
            once: true,
          });
        });
      },
    });
    await replica.until('the set-up is in its second step', () =>
      world.calls.includes('run edge restart'),
    );
    await replica.service.cancel(id, ADA, viewer);
    expect(await replica.ended(id)).toMatchObject({
      state: 'cancelled',
      toRestore: [],
    });
    expect([...world.of('edge')]).toEqual([]);
  });
});
