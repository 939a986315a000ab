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

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';

const MIGRATIONS = path.resolve(__dirname, '../../migrations');

/** An empty database with all tables. */
export interface BenchDatabase {
  readonly knex: Knex;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** A file in the temporary folder, opened as the portal's backend opens its own. */
export async function openSqlite(): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-results-'));
  const knex = await migrated({
    client: 'better-sqlite3',
    connection: path.join(folder, 'meshplane.sqlite'),
    useNullAsDefault: true,
  });
  return {
    knex,
    async size() {
      const [{ bytes }] = await knex.raw(
        'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()',
      );
      return Number(bytes);
    },
    async close() {
      await knex.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param connection - of a server whose default database is empty */
export async function openPostgres(connection: string): Promise<BenchDatabase> {
  const knex = await migrated({ client: 'pg', connection });
  return {
    knex,
    async size() {
      // Statistics come with time in a real database; the planner needs them now.
      await knex.raw('vacuum analyze');
      const { rows } = await knex.raw(
        'select pg_database_size(current_database()) as bytes',
      );
      return Number(rows[0].bytes);
    },
    close: () => knex.destroy(),
  };
}

async function migrated(config: Knex.Config): Promise<Knex> {
  const knex = knexFactory(config);
  await knex.migrate.latest({ directory: MIGRATIONS });
  return knex;
}
