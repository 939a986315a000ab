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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { reasonOf } from '../../operations/secrets';
import { RunRefusedError } from '../runs/RunRefusedError';
import type { RunService } from '../runs/RunService';
import type {
  PerformanceStores,
  ProfileRow,
  ScheduleRow,
} from '../stores/model';
import { latestTime } from './cron';
import { openRuns } from './lastRuns';
import type { ScheduleNotifier } from './ScheduleNotifier';

/** Makes the runs of schedules whose time has come. */
export class ScheduleFiring {
  readonly #stores: Pick<PerformanceStores, 'schedules' | 'profiles' | 'runs'>;
  readonly #runs: Pick<RunService, 'enqueue'>;
  readonly #notifier: Pick<ScheduleNotifier, 'failed'>;
  readonly #logger: LoggerService;

  constructor(options: {
    stores: Pick<PerformanceStores, 'schedules' | 'profiles' | 'runs'>;
    runs: Pick<RunService, 'enqueue'>;
    notifier: Pick<ScheduleNotifier, 'failed'>;
    logger: LoggerService;
  }) {
    this.#stores = options.stores;
    this.#runs = options.runs;
    this.#notifier = options.notifier;
    this.#logger = options.logger;
  }

  /**
   * Makes the runs of the latest time that nobody has taken care of: of several times that passed while no backend was
   * there, only the last one counts.
   */
  async fire(schedule: ScheduleRow, now: Date): Promise<void> {
    if (!schedule.enabled) return;
    const time = latestTime(schedule.cron, now).toISOString();
    if (time <= (schedule.lastFiredFor ?? schedule.createdAt)) return;
    if (!(await this.#stores.schedules.claimFiring(schedule.id, time))) return;
    const made: string[] = [];
    let error: string | undefined;
    try {
      await this.#makeRuns(schedule, time, made);
    } catch (thrown) {
      if (thrown instanceof RunRefusedError) made.push(thrown.run.id);
      error = reasonOf(thrown);
      this.#logger.warn(`Schedule "${schedule.name}" could not run: ${error}`);
      this.#notifier.failed(schedule, error);
    }
    await this.#stores.schedules.setOutcome(schedule.id, {
      ...(made.length > 0 && { runIds: made }),
      error,
    });
  }

  /** @param made - takes the ids, so that the first runs are known when a later one fails */
  async #makeRuns(schedule: ScheduleRow, time: string, made: string[]) {
    const open = await openRuns(this.#stores.runs, schedule);
    if (open.length > 0)
      throw new Error(
        `Left out at ${time}: ${open.length} of the runs of the time before have not ended`,
      );
    const profile = await this.#profileOf(schedule);
    for (let repeat = 0; repeat < schedule.repeats; repeat += 1) {
      const run = await this.#runs.enqueue({
        input: profile.input,
        profile: { id: profile.id, version: profile.version },
        origin: 'schedule',
        by: schedule.createdBy,
        scheduleId: schedule.id,
      });
      made.push(run.id);
    }
  }

  async #profileOf({ profileId }: ScheduleRow): Promise<ProfileRow> {
    const profile = await this.#stores.profiles.get(profileId);
    if (!profile) throw new Error(`The profile "${profileId}" is not there`);
    if (profile.archived)
      throw new Error(`The profile "${profile.input.name}" is archived`);
    return profile;
  }
}
