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
  scheduleInputSchema,
  type PerformanceSchedule,
  type ScheduleInput,
} from '@meshplane/plugin-meshplane-common';
import { cronWords, parseCron, timesOf } from './cron';

/** What the form holds; numbers as they were typed. */
export interface ScheduleDraft {
  name: string;
  profileId: string;
  cron: string;
  repeats: string;
  compareWithBaseline: boolean;
  enabled: boolean;
}

/** Times that many want. */
export const cronPresets = [
  { cron: '0 2 * * *', label: 'Every night at 02:00 UTC' },
  { cron: '0 2 * * 1-5', label: 'Weeknights at 02:00 UTC' },
  { cron: '0 3 * * 0', label: 'Every Sunday at 03:00 UTC' },
  { cron: '0 */6 * * *', label: 'Every six hours' },
] as const;

/** Runs at a time that a verdict needs. */
export const REPEATS_TO_JUDGE = 5;

/** A form for a new schedule, or for one that is there. */
export function draftOf(
  schedule?: PerformanceSchedule,
  profileId = '',
): ScheduleDraft {
  return {
    name: schedule?.name ?? '',
    profileId: schedule?.profileId ?? profileId,
    cron: schedule?.cron ?? cronPresets[0].cron,
    repeats: String(schedule?.repeats ?? 1),
    compareWithBaseline: schedule?.compareWithBaseline ?? true,
    enabled: schedule?.enabled ?? true,
  };
}

/** What a cron expression means: words and the next times, or what is wrong with it. */
export function previewOf(
  cron: string,
  now: number,
): { words: string; next: string[] } | { error: string } {
  try {
    const parsed = parseCron(cron);
    const next = timesOf(parsed, now, 5).map(time =>
      new Date(time).toISOString().slice(0, 16).replace('T', ' '),
    );
    return next.length === 0
      ? { error: `"${cron}" names a day that never comes` }
      : { words: cronWords(parsed), next };
  } catch (error) {
    return { error: (error as RangeError).message };
  }
}

/** The checked input, or what is wrong by field. */
export function readDraft(
  draft: ScheduleDraft,
  now: number,
):
  | { input: ScheduleInput; problems?: undefined }
  | { problems: Partial<Record<keyof ScheduleDraft, string>> } {
  const problems: Partial<Record<keyof ScheduleDraft, string>> = {};
  const preview = previewOf(draft.cron, now);
  if ('error' in preview) problems.cron = preview.error;
  if (!draft.name.trim()) problems.name = 'A name is needed';
  if (!draft.profileId) problems.profileId = 'Choose what is to run';
  const repeats = Number(draft.repeats);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 20) {
    problems.repeats = `"${draft.repeats}" is no whole number from 1 to 20`;
  }
  if (Object.keys(problems).length > 0) return { problems };
  const parsed = scheduleInputSchema.safeParse({ ...draft, repeats });
  return parsed.success
    ? { input: parsed.data }
    : { problems: { name: parsed.error.issues[0].message } };
}

/** What so many runs at a time can tell. */
export function repeatsHint(repeats: string, compares: boolean): string {
  if (!compares) return 'Runs at each time, one after the other';
  return Number(repeats) < REPEATS_TO_JUDGE
    ? `Fewer than ${REPEATS_TO_JUDGE} runs are only described against the baseline, not judged`
    : 'Enough for a verdict, where the baseline has as many runs';
}
