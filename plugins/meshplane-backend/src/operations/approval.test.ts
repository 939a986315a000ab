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
import { ADA, Door, GRACE } from './__testUtils__/Replica';
import { setUpEngine } from './__testUtils__/setUpEngine';

jest.setTimeout(60_000);

type Tail<T extends unknown[]> = T extends [unknown, ...infer R] ? R : never;

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const setUp = async (...options: Tail<Parameters<typeof setUpEngine>>) =>
  setUpEngine(await databases.init('SQLITE_3'), ...options);

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
