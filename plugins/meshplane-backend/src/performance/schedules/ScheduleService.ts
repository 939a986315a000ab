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
  PerformanceSchedule,
  scheduleInputSchema,
} from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';

/** Checked input of a schedule. */
export type CheckedSchedule = z.output<typeof scheduleInputSchema>;

/** A schedule without what the caller may do with it, which the API adds. */
export type ScheduleView = Omit<PerformanceSchedule, 'may'>;

/** Profiles that run again and again. Permissions are the business of the caller. */
export interface ScheduleService {
  /** Oldest first, with their next times. */
  list(query?: { profileId?: string }): Promise<ScheduleView[]>;
  /** Undefined if it is not there. */
  find(id: string): Promise<ScheduleView | undefined>;
  /**
   * Its runs are made in the name of `by`, who may run the profile.
   *
   * @throws InputError for an expression that is none or comes too often, NotFoundError for a profile that is not there
   */
  create(input: CheckedSchedule, by: string): Promise<ScheduleView>;
  /** @throws as {@link ScheduleService.create}, and NotFoundError for the schedule */
  update(id: string, input: CheckedSchedule): Promise<ScheduleView>;
  /**
   * Runs that were made stay.
   *
   * @throws NotFoundError
   */
  delete(id: string): Promise<void>;
  /**
   * Makes the runs of every schedule whose time has come, and judges those that have ended. The scheduler does it on
   * every replica; each time is taken by one of them.
   */
  tick(): Promise<void>;
}
