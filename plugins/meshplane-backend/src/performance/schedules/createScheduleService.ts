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

import { randomUUID } from 'node:crypto';
import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type {
  ComparisonInput,
  PerformanceComparison,
} from '@meshplane/plugin-meshplane-common';
import type { RunService } from '../runs/RunService';
import type { PerformanceStores } from '../stores/model';
import { DefaultScheduleService } from './DefaultScheduleService';
import { ScheduleFiring } from './ScheduleFiring';
import { ScheduleJudgement } from './ScheduleJudgement';
import { ScheduleNotifier } from './ScheduleNotifier';
import type { ScheduleService } from './ScheduleService';

const MINUTE = 60_000;

/** What {@link createScheduleService} needs. */
export interface ScheduleServiceOptions {
  stores: Pick<PerformanceStores, 'schedules' | 'profiles' | 'runs'>;
  runs: Pick<RunService, 'enqueue'>;
  /** Compares two sides of runs, as the comparison of the API does. */
  compare: (input: ComparisonInput) => Promise<PerformanceComparison>;
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  notifications?: NotificationService;
  now?: () => Date;
  newId?: () => string;
  /** Least time between two times of a schedule; five minutes unless set. */
  minimumIntervalMs?: number;
  logger: LoggerService;
}

/** The schedules, with a task on every replica that looks after them. */
export async function createScheduleService(
  options: ScheduleServiceOptions,
): Promise<ScheduleService> {
  const { stores, runs, compare, logger } = options;
  const notifier = new ScheduleNotifier(options);
  const service = new DefaultScheduleService({
    stores,
    firing: new ScheduleFiring({ stores, runs, notifier, logger }),
    judgement: new ScheduleJudgement({ stores, compare, notifier }),
    minimumIntervalMs: options.minimumIntervalMs ?? 5 * MINUTE,
    now: options.now ?? (() => new Date()),
    newId: options.newId ?? randomUUID,
    logger,
  });
  await options.scheduler.scheduleTask({
    id: 'meshplane-performance-schedules',
    frequency: { seconds: 20 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 10 },
    // On every replica, so that times are kept while one is away; the database decides which of them takes a time.
    scope: 'local',
    fn: () => service.tick(),
  });
  return service;
}
