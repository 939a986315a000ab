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

import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { RunStore } from '../stores/model';

/** What {@link RetentionTask} needs. */
export interface RetentionTaskOptions {
  runs: Pick<RunStore, 'prune'>;
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  /** How long runs are kept after their end: `meshplane.performance.retention`. */
  retentionMs: number;
  now(): Date;
  logger: LoggerService;
}

/**
 * Removes old runs, on one replica at a time. Baselines, runs of experiments and runs of kept comparisons stay.
 */
export class RetentionTask {
  readonly #options: RetentionTaskOptions;

  constructor(options: RetentionTaskOptions) {
    this.#options = options;
  }

  /** Registers the task with the scheduler; it does not wait for the first time. */
  async schedule(): Promise<void> {
    await this.#options.scheduler.scheduleTask({
      id: 'meshplane-performance-retention',
      frequency: { hours: 6 },
      // Years of results may go at once when the retention is shortened; what is left over goes the next time.
      timeout: { minutes: 30 },
      initialDelay: { minutes: 3 },
      scope: 'global',
      fn: async () => {
        await this.run();
      },
    });
  }

  /** @returns how many runs were removed */
  async run(): Promise<number> {
    const { runs, retentionMs, now, logger } = this.#options;
    const before = new Date(now().getTime() - retentionMs).toISOString();
    const removed = await runs.prune(before);
    if (removed > 0)
      logger.info(`Removed ${removed} load tests that ended before ${before}`);
    return removed;
  }
}
