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

import type { Knex } from 'knex';
import { DatabaseComparisonStore } from './DatabaseComparisonStore';
import { DatabaseExperimentStore } from './DatabaseExperimentStore';
import { DatabaseProfileStore } from './DatabaseProfileStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { DatabaseScheduleStore } from './DatabaseScheduleStore';
import { DatabaseSwitchStore } from './DatabaseSwitchStore';
import type { PerformanceStores } from './model';

/**
 * The stores of performance in the plugin's database.
 *
 * @param client - with the tables of the migrations, see `migratedClient`
 * @param now - milliseconds since the epoch
 */
export function createPerformanceStores(
  client: Knex,
  now: () => number = Date.now,
): PerformanceStores {
  return {
    profiles: new DatabaseProfileStore(client),
    runs: new DatabaseRunStore(client, now),
    schedules: new DatabaseScheduleStore(client),
    comparisons: new DatabaseComparisonStore(client),
    experiments: new DatabaseExperimentStore(client),
    killSwitch: new DatabaseSwitchStore(client),
  };
}
