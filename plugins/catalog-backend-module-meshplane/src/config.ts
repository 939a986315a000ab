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
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { EntityOptions } from './fleetEntities';

const SECTION = 'catalog.providers.meshplane';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 1 },
  initialDelay: { seconds: 10 },
};

/** The section `catalog.providers.meshplane` with its defaults. */
export interface ProviderConfig {
  entities: EntityOptions;
  schedule: SchedulerServiceTaskScheduleDefinition;
}

/** @throws Error naming the key, if a value is of the wrong kind */
export function readProviderConfig(config: Config): ProviderConfig {
  const section = config.getOptionalConfig(SECTION);
  const schedule = section?.getOptionalConfig('schedule');
  return {
    entities: {
      owner: section?.getOptionalString('owner') ?? 'unknown',
      namespace: section?.getOptionalString('namespace') ?? 'default',
      system: section?.getOptionalString('system'),
      appBaseUrl: config.getOptionalString('app.baseUrl'),
    },
    schedule: schedule
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
      : DEFAULT_SCHEDULE,
  };
}
