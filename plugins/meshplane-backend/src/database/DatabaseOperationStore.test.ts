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

import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseOperationBlobStore } from './DatabaseOperationBlobStore';
import { DatabaseOperationStore } from './DatabaseOperationStore';
import { LeaseLostError, type NewOperation } from './operations/records';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY = 24 * 3_600_000;
const T0 = Date.parse('2026-01-01T00:00:00Z');

function operation(
  id: string,
  overrides: Partial<NewOperation> = {},
): NewOperation {
  const clusters = overrides.clusters ?? ['edge'];
  return {
    id,
    position: 0,
    kind: 'workload.restart',
    title: `Operation ${id}`,
    delivery: 'direct',
    cluster: clusters.length === 1 ? clusters[0] : undefined,
    clusters,
    lockScope: clusters.length === 1 ? `uid-${clusters[0]}` : undefined,
    locks: ['namespace/shop'],
    target: 'namespace/shop',
    namespace: 'shop',
    input: { namespace: 'shop', nested: { list: [1, null] } },
    planHash: 'hash',
    createdBy: 'user:default/ada',
    createdAt: T0,
    expiresAt: T0 + DAY,
    steps: ['one', 'two'].map(step => ({
      id: step,
      type: 'make',
      title: step,
      params: { name: step },
      estimatedSeconds: 1.5,
      reversible: true,
    })),
    stepsTotal: 2,
    ...overrides,
  };
}

const claimBy = (owner: string, at = T0) => ({
  from: ['planned' as const],
  direction: 'run' as const,
  lease: { owner, expiresAt: at + 20_000 },
  at,
});

describe.each(databases.eachSupportedId())(
  'DatabaseOperationStore on %s',
  databaseId => {
    let knex: Knex;
    let store: DatabaseOperationStore;
    let blobs: DatabaseOperationBlobStore;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      store = await DatabaseOperationStore.create(
        mockServices.database({ knex }),
      );
      blobs = new DatabaseOperationBlobStore(knex);
    });

    it('keeps an operation and its steps as they were given', async () => {
      const given = operation('a', {
        override: { findings: ['f'], reason: 'because', by: 'ada' },
      });
      await store.insert([given], T0);
      const { steps, ...rest } = given;
      expect(await store.get('a')).toEqual({
        ...rest,
        state: 'planned',
        direction: 'run',
        waiting: false,
        updatedAt: T0,
        version: 1,
        logSeq: 0,
        stepsDone: 0,
      });
      expect(await store.steps('a')).toEqual(
        steps.map(step => ({ ...step, state: 'pending', attempts: 0 })),
      );
      expect(await store.get('b')).toBeUndefined();
    });

    it('stores all operations of a request or none', async () => {
      await expect(
        store.insert([operation('a'), operation('a')], T0),
      ).rejects.toThrow();
      expect(await store.get('a')).toBeUndefined();
    });

    it('gives an operation to one of two replicas', async () => {
      await store.insert([operation('a')], T0);
      const results = await Promise.all([
        store.claim('a', claimBy('x')),
        store.claim('a', claimBy('y')),
      ]);
      expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
      const winner = results[0].ok ? 'x' : 'y';
      const loser = results[0].ok ? results[1] : results[0];
      expect(loser).toMatchObject({
        reason: 'state',
        operation: { state: 'running', lease: { owner: winner } },
      });
    });

    it('lets one of two operations have a lock, names the other, and frees it at the end', async () => {
      await store.insert(
        [
          operation('a'),
          operation('b', { locks: ['mesh/istio', 'namespace/shop'] }),
          operation('c', { clusters: ['north'] }),
        ],
        T0,
      );
      const results = await Promise.all([
        store.claim('a', claimBy('x')),
        store.claim('b', claimBy('y')),
        store.claim('c', claimBy('z')),
      ]);
      expect(results[2].ok).toBe(true);
      const [winner, loser] = results[0].ok ? ['a', 'b'] : ['b', 'a'];
      const owner = results[0].ok ? 'x' : 'y';
      expect(results[0].ok ? results[1] : results[0]).toMatchObject({
        ok: false,
        reason: 'lock',
        conflict: { lock: 'namespace/shop', holder: { id: winner } },
      });
      expect((await store.get(loser))?.state).toBe('planned');
      expect(
        await store.lockHolders('uid-edge', ['namespace/shop', 'other']),
      ).toEqual([{ lock: 'namespace/shop', operation: winner }]);

      await store.release(winner, owner, { state: 'succeeded' }, T0 + 1);
      expect((await store.claim(loser, claimBy('w'))).ok).toBe(true);
    });

    it('refuses every write of a replica that lost its lease', async () => {
      await store.insert([operation('a')], T0);
      await store.claim('a', claimBy('x'));
      const lease = { owner: 'x', expiresAt: T0 + 20_000 };
      expect(await store.expired(T0 + 20_000)).toEqual([]);
      expect((await store.expired(T0 + 20_001)).map(({ id }) => id)).toEqual([
        'a',
      ]);
      const taken = await Promise.all([
        store.takeOver('a', lease, { owner: 'y', expiresAt: T0 + 50_000 }),
        store.takeOver('a', lease, { owner: 'z', expiresAt: T0 + 50_001 }),
      ]);
      expect(taken.sort()).toEqual([false, true]);

      const lost = { name: 'LeaseLostError' };
      await expect(store.renew('a', lease)).rejects.toMatchObject(lost);
      await expect(
        store.patchStep('a', 'x', 'one', { state: 'done' }, T0),
      ).rejects.toMatchObject(lost);
      await expect(
        store.release('a', 'x', { state: 'failed' }, T0),
      ).rejects.toBeInstanceOf(LeaseLostError);
      await expect(
        store.appendLog('a', [{ at: T0, level: 'info', text: 'late' }], {
          cap: 100,
          owner: 'x',
        }),
      ).rejects.toMatchObject(lost);
      expect((await store.steps('a'))[0].state).toBe('pending');
      expect(await store.log('a', 0, 10)).toEqual([]);
    });

    it('hands a wish to cancel to whoever renews the lease, once', async () => {
      await store.insert([operation('a')], T0);
      const wish = { action: 'cancel' as const, by: 'grace', at: T0 };
      expect(await store.requestCancel('a', wish)).toBe(false);
      await store.claim('a', claimBy('x'));
      const lease = { owner: 'x', expiresAt: T0 + 30_000 };
      expect(await store.renew('a', lease)).toBeUndefined();
      expect(
        await store.requestCancel('a', { ...wish, comment: 'wrong one' }),
      ).toBe(true);
      expect(await store.requestCancel('a', wish)).toBe(false);
      expect(await store.renew('a', lease)).toEqual({
        by: 'grace',
        reason: 'wrong one',
      });
      expect(await store.decisions('a')).toEqual([
        {
          action: 'cancel',
          by: 'grace',
          at: '2026-01-01T00:00:00.000Z',
          comment: 'wrong one',
        },
      ]);
    });

    it('counts the steps that are done, in the parent too', async () => {
      await store.insert(
        [
          operation('p', { clusters: ['edge', 'north'], steps: [] }),
          operation('a', { parent: 'p' }),
          operation('b', { parent: 'p', position: 1, clusters: ['north'] }),
        ],
        T0,
      );
      await store.claim('a', claimBy('x'));
      await store.claim('b', claimBy('x'));
      await store.patchStep('a', 'x', 'one', { state: 'done' }, T0 + 5);
      await store.patchStep('b', 'x', 'one', { state: 'skipped' }, T0 + 6);
      await store.patchStep(
        'b',
        'x',
        'two',
        { state: 'running', recorded: { before: null }, progress: 12.5 },
        T0 + 7,
      );
      expect((await store.get('a'))?.stepsDone).toBe(1);
      expect(await store.get('p')).toMatchObject({
        stepsDone: 2,
        updatedAt: T0 + 7,
      });
      expect((await store.steps('b'))[1]).toMatchObject({
        state: 'running',
        recorded: { before: null },
        progress: 12.5,
      });
      expect((await store.children('p')).map(({ id }) => id)).toEqual([
        'a',
        'b',
      ]);
    });

    it('numbers log entries without gaps when two write at once, and stops at the limit', async () => {
      await store.insert([operation('a')], T0);
      const write = (text: string, essential = false) =>
        store.appendLog(
          'a',
          [1, 2, 3].map(n => ({
            at: T0,
            level: 'info' as const,
            text: `${text}${n}`,
            essential,
          })),
          { cap: 8 },
        );
      await Promise.all([write('a'), write('b')]);
      await write('c');
      await write('d');
      await write('end', true);
      const entries = await store.log('a', 0, 100);
      expect(entries.map(({ seq }) => seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
      ]);
      expect(entries.slice(6).map(({ text }) => text)).toEqual([
        'c1',
        expect.stringContaining('8 entries, the most'),
        'end1',
        'end2',
        'end3',
      ]);
      expect(await store.log('a', 10, 5)).toHaveLength(1);
    });

    it('lists by what is asked for, and only what lies within the allowed clusters', async () => {
      await store.insert(
        [
          operation('a', { createdAt: T0 + 1 }),
          operation('b', {
            createdAt: T0 + 2,
            kind: 'mesh.install',
            definition: 'istio',
            clusters: ['north'],
          }),
          operation('p', { createdAt: T0 + 3, clusters: ['edge', 'north'] }),
          operation('p1', { createdAt: T0 + 3, parent: 'p' }),
        ],
        T0,
      );
      const ids = async (filter: object) => {
        const page = await store.list({
          children: false,
          limit: 10,
          offset: 0,
          ...filter,
        });
        return [page.total, ...page.items.map(({ id }) => id)];
      };
      expect(await ids({})).toEqual([3, 'p', 'b', 'a']);
      expect(await ids({ limit: 1, offset: 1 })).toEqual([3, 'b']);
      expect(await ids({ children: true })).toEqual([4, 'p1', 'p', 'b', 'a']);
      expect(await ids({ cluster: 'north' })).toEqual([2, 'p', 'b']);
      expect(await ids({ kind: 'mesh.install' })).toEqual([1, 'b']);
      expect(await ids({ definition: 'istio', namespace: 'shop' })).toEqual([
        1,
        'b',
      ]);
      expect(await ids({ state: 'running' })).toEqual([0]);
      expect(await ids({ since: T0 + 2 })).toEqual([2, 'p', 'b']);
      expect(await ids({ within: ['edge'] })).toEqual([1, 'a']);
      expect(await ids({ within: [] })).toEqual([0]);
    });

    it('stores equal blobs once', async () => {
      const text = 'kind: Namespace\n'.repeat(1000);
      const [first, second] = [
        await blobs.put(text, T0),
        await blobs.put(text, T0 + 1),
      ];
      expect(second).toBe(first);
      expect(await blobs.get(first)).toBe(text);
      expect(await blobs.get('0'.repeat(64))).toBeUndefined();
      const rows = await knex('operation_blobs').select('content');
      expect(rows).toHaveLength(1);
      expect(rows[0].content.length).toBeLessThan(text.length / 10);
    });

    it('drops what is old with everything that is its own, and keeps what runs', async () => {
      const shared = await blobs.put('shared', T0);
      const old = await blobs.put('old', T0);
      await store.insert(
        [
          operation('p', { clusters: ['edge', 'north'] }),
          operation('p1', { parent: 'p', planBlob: old }),
          operation('running', { planBlob: shared }),
          operation('young', { createdAt: T0 + 2 * DAY, planBlob: shared }),
        ],
        T0,
      );
      await store.claim('running', claimBy('x'));
      await store.appendLog('p1', [{ at: T0, level: 'info', text: 'x' }], {
        cap: 10,
      });
      expect(await store.removeBefore(T0 + DAY)).toBe(1);
      for (const table of ['operation_steps', 'operation_clusters'])
        expect(new Set(await knex(table).pluck('operation_id'))).toEqual(
          new Set(['running', 'young']),
        );
      expect(await knex('operation_log')).toEqual([]);
      expect(await blobs.get(old)).toBeUndefined();
      expect(await blobs.get(shared)).toBe('shared');
      expect((await store.get('running'))?.state).toBe('running');
    });

    it('can go back over its migration', async () => {
      await knex.migrate.down({
        directory: `${__dirname}/../../migrations`,
        // The types know no name; without it the newest migration is undone.
        name: '20261124090000_operations.js',
      } as Knex.MigratorConfig);
      expect(await knex.schema.hasTable('operations')).toBe(false);
      expect(await knex.schema.hasTable('cluster_history')).toBe(true);
    });
  },
);
