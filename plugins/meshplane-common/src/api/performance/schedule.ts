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

import { z } from 'zod';
import { verdictSchema } from './comparison';
import { performanceIdSchema } from './profile';

/** Runs a profile again and again. @public */
export const scheduleInputSchema = z.object({
  name: z.string().trim().min(1).max(200),
  profileId: performanceIdSchema,
  /** Five fields, in UTC. */
  cron: z.string().min(9).max(100),
  enabled: z.boolean().default(true),
  /** Runs per time, so that they can be judged. */
  repeats: z.number().int().min(1).max(20).default(1),
  /** Compared with the pinned baseline after each time; a regression notifies the owner. */
  compareWithBaseline: z.boolean().default(true),
});
/** @public */
export type ScheduleInput = z.input<typeof scheduleInputSchema>;

/** What the runs of the last time were beside the pinned baseline. @public */
export const scheduleComparisonSchema = z.object({
  /** When it was compared. */
  at: z.string(),
  /** Absent where there were too few runs for one, or nothing to compare with. */
  verdict: verdictSchema.optional(),
  /** In words, with numbers. */
  sentence: z.string(),
  /** The runs that it was compared with; those of the schedule are `lastRunIds`. */
  baselineRunIds: z.array(performanceIdSchema),
});
/** @public */
export type ScheduleComparison = z.infer<typeof scheduleComparisonSchema>;

/** @public */
export const scheduleSchema = scheduleInputSchema.extend({
  id: performanceIdSchema,
  createdAt: z.string(),
  createdBy: z.string(),
  /** The next times, ISO 8601; empty while it is off. */
  next: z.array(z.string()),
  lastRunIds: z.array(performanceIdSchema),
  lastError: z.string().optional(),
  lastComparison: scheduleComparisonSchema.optional(),
  may: z.object({ edit: z.boolean() }),
});
/** @public */
export type PerformanceSchedule = z.infer<typeof scheduleSchema>;
/** @public */
export const scheduleListSchema = z.object({ items: z.array(scheduleSchema) });
/** @public */
export type ScheduleList = z.infer<typeof scheduleListSchema>;
