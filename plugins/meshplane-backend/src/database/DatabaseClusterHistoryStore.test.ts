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
import type { ClusterState } from '@meshplane/plugin-meshplane-common';
import { DatabaseClusterHistoryStore } from './DatabaseClusterHistoryStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'DatabaseClusterHistoryStore on %s',
  databaseId => {
    async function createStore() {
      const knex = await databases.init(databaseId);
      const store = await DatabaseClusterHistoryStore.create(
        mockServices.database({ knex }),
      );
      const record = (to: ClusterState, minute: number, cluster = 'prod') =>
        store.record({
          cluster,
          at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
          to,
          message: `is ${to}`,
        });
      return { store, record, knex };
    }

    it('gives the changes of one cluster, newest first, each with the state before', async () => {
      const { store, record } = await createStore();
      await record('connected', 0);
      await record('unreachable', 1);
      await record('connected', 2, 'other');
      await record('connected', 3);
      await expect(store.list('prod')).resolves.toEqual([
        {
          at: '2026-01-01T00:03:00.000Z',
          from: 'unreachable',
          to: 'connected',
          message: 'is connected',
        },
        {
          at: '2026-01-01T00:01:00.000Z',
          from: 'connected',
          to: 'unreachable',
          message: 'is unreachable',
        },
        {
          at: '2026-01-01T00:00:00.000Z',
          to: 'connected',
          message: 'is connected',
        },
      ]);
      await expect(store.list('prod', { limit: 1 })).resolves.toHaveLength(1);
      await expect(store.list('unknown')).resolves.toEqual([]);
    });

    it('notes a state once, however often it is seen', async () => {
      const { store, record } = await createStore();
      await record('connected', 0);
      await record('connected', 1);
      await expect(store.list('prod')).resolves.toHaveLength(1);
    });

    it('drops what is old and keeps the newest entry of each cluster', async () => {
      const { store, record } = await createStore();
      await record('connected', 0);
      await record('unreachable', 1);
      await record('connected', 2, 'other');
      await record('connected', 30);
      await expect(
        store.removeBefore(new Date('2026-01-01T00:10:00Z')),
      ).resolves.toBe(2);
      await expect(store.list('prod')).resolves.toHaveLength(1);
      await expect(store.list('other')).resolves.toHaveLength(1);
    });

    it('can go back over its migration', async () => {
      const { knex } = await createStore();
      await expect(knex.schema.hasTable('cluster_history')).resolves.toBe(true);
      await knex.migrate.down({
        directory: `${__dirname}/../../migrations`,
        // The types know no name; without it the newest migration is undone.
        name: '20261124080000_cluster_history.js',
      } as Knex.MigratorConfig);
      await expect(knex.schema.hasTable('cluster_history')).resolves.toBe(
        false,
      );
    });
  },
);
