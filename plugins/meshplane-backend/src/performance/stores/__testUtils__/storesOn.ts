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

import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedClient } from '../../../database/migratedClient';
import { createPerformanceStores } from '..';
import type { PerformanceStores } from '../model';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** SQLite always, PostgreSQL where the environment names one. */
export const databaseIds = databases.eachSupportedId();

/** Stores in a new database with all tables. */
export async function storesOn(
  id: TestDatabaseId,
): Promise<PerformanceStores & { knex: Knex }> {
  const knex = await databases.init(id);
  await migratedClient(mockServices.database({ knex }));
  return { ...createPerformanceStores(knex), knex };
}
