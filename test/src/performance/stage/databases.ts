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

import knexFactory from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BackendSettings } from '../../lifecycle/stage/features';

/** A PostgreSQL server for tests, where the environment names one. */
const postgresServer =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;

/** Databases that these tests run on. */
export type DatabaseKind = 'SQLite' | 'PostgreSQL';

/** What several backends use at a time: PostgreSQL where there is one. */
export const sharedKind: DatabaseKind = postgresServer
  ? 'PostgreSQL'
  : 'SQLite';

/** A new database, and what removes it. */
export async function newDatabase(kind: DatabaseKind): Promise<{
  database: NonNullable<BackendSettings['database']>;
  remove(): Promise<void>;
}> {
  if (kind === 'SQLite') {
    const folder = await mkdtemp(path.join(tmpdir(), 'performance-'));
    return {
      database: folder,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const postgres = postgresServer!;
  const prefix = `performance_${process.pid}_${Date.now()}_`;
  return {
    database: { postgres, prefix },
    remove: async () => {
      const knex = knexFactory({ client: 'pg', connection: postgres });
      try {
        const names = await knex('pg_database')
          .whereLike('datname', `${prefix.replaceAll('_', '\\_')}%`)
          .pluck<string[]>('datname');
        for (const name of names)
          await knex.raw('drop database ?? with (force)', [name]);
      } finally {
        await knex.destroy();
      }
    },
  };
}
