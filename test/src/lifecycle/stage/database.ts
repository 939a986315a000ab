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
import path from 'node:path';

/** Every row of every table of the plugin's database, by table. */
export async function readDatabase(
  folder: string,
): Promise<Record<string, Record<string, unknown>[]>> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path.join(folder, 'meshplane.sqlite') },
    useNullAsDefault: true,
  });
  try {
    const tables = await knex('sqlite_master')
      .where({ type: 'table' })
      .pluck<string[]>('name');
    const rows = await Promise.all(
      tables.map(async table => [table, await knex(table)] as const),
    );
    return Object.fromEntries(rows);
  } finally {
    await knex.destroy();
  }
}
