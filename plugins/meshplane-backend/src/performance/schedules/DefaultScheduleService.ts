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
import { InputError, NotFoundError } from '@backstage/errors';
import { reasonOf } from '../../operations/secrets';
import type {
  PerformanceStores,
  ProfileRow,
  ScheduleRow,
} from '../stores/model';
import { checkCron, nextTimes } from './cron';
import type { ScheduleFiring } from './ScheduleFiring';
import type { ScheduleJudgement } from './ScheduleJudgement';
import type {
  CheckedSchedule,
  ScheduleService,
  ScheduleView,
} from './ScheduleService';

/** Times that are shown. */
const NEXT = 5;

/** What {@link DefaultScheduleService} needs. */
export interface ScheduleServiceParts {
  stores: Pick<PerformanceStores, 'schedules' | 'profiles'>;
  firing: ScheduleFiring;
  judgement: ScheduleJudgement;
  /** Least time between two times of a schedule. */
  minimumIntervalMs: number;
  now(): Date;
  newId(): string;
  logger: LoggerService;
}

/** {@link ScheduleService} over the stores. */
export class DefaultScheduleService implements ScheduleService {
  readonly #parts: ScheduleServiceParts;

  constructor(parts: ScheduleServiceParts) {
    this.#parts = parts;
  }

  async list(query?: { profileId?: string }) {
    const rows = await this.#parts.stores.schedules.list(query);
    return rows.map(row => this.#view(row));
  }

  async find(id: string) {
    const row = await this.#parts.stores.schedules.get(id);
    return row && this.#view(row);
  }

  async create(input: CheckedSchedule, by: string) {
    await this.#check(input);
    const { stores, newId, now } = this.#parts;
    const row: ScheduleRow = {
      ...input,
      id: newId(),
      createdAt: now().toISOString(),
      createdBy: by,
      lastRunIds: [],
      awaiting: false,
    };
    await stores.schedules.create(row);
    return this.#view(row);
  }

  async update(id: string, input: CheckedSchedule) {
    const { schedules } = this.#parts.stores;
    const before = await this.#row(id);
    await this.#check(input);
    const startsAnew =
      input.cron !== before.cron || (input.enabled && !before.enabled);
    // Times that the new expression had before, and those while it was off, are not made up for.
    if (startsAnew)
      await schedules.claimFiring(id, this.#parts.now().toISOString());
    const row = await schedules.update(id, input);
    if (!row) throw notFound(id);
    return this.#view(row);
  }

  async delete(id: string) {
    await this.#row(id);
    await this.#parts.stores.schedules.delete(id);
  }

  async tick() {
    const { stores, firing, judgement, now, logger } = this.#parts;
    for (const schedule of await stores.schedules.list()) {
      try {
        // First what has ended: the next time would forget it.
        await judgement.judge(schedule, now());
        await firing.fire(schedule, now());
      } catch (error) {
        // One schedule must not hold up the others.
        logger.error(
          `Schedule "${schedule.name}" could not be looked after: ${reasonOf(
            error,
          )}`,
        );
      }
    }
  }

  async #row(id: string): Promise<ScheduleRow> {
    const row = await this.#parts.stores.schedules.get(id);
    if (!row) throw notFound(id);
    return row;
  }

  async #check(input: CheckedSchedule) {
    const { stores, minimumIntervalMs, now } = this.#parts;
    const profile = await stores.profiles.get(input.profileId);
    if (!profile)
      throw new NotFoundError(`There is no profile "${input.profileId}"`);
    if (profile.archived)
      throw new InputError(`The profile "${profile.input.name}" is archived`);
    const needed = runMs(profile) * input.repeats;
    checkCron(
      input.cron,
      now(),
      needed > minimumIntervalMs
        ? { ms: needed, reason: `its runs (${input.repeats}) alone take` }
        : { ms: minimumIntervalMs, reason: 'the shortest interval is' },
    );
  }

  #view({ lastFiredFor: _, awaiting: __, ...row }: ScheduleRow): ScheduleView {
    return {
      ...row,
      next: row.enabled
        ? nextTimes(row.cron, this.#parts.now(), NEXT).map(time =>
            time.toISOString(),
          )
        : [],
    };
  }
}

/** Milliseconds that a run takes at least. */
function runMs({ input: { load } }: ProfileRow): number {
  const measured =
    load.load.model === 'open'
      ? load.load.stages.reduce((sum, { seconds }) => sum + seconds, 0)
      : load.load.seconds;
  return (load.warmupSeconds + measured) * 1000;
}

function notFound(id: string) {
  return new NotFoundError(`There is no schedule "${id}"`);
}
