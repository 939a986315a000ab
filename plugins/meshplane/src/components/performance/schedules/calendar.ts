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
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { parseCron, timesOf } from './cron';

const DAY_MS = 24 * 60 * 60_000;
/** Times of one schedule that a month shows at most; a run every minute would fill it. */
const TIMES_PER_MONTH = 31 * 24;

/** Everything is in UTC, as schedules are: `2026-11-24`. */
export type Day = string;

/** The day of a time. */
export function dayOf(time: number | string): Day {
  return new Date(time).toISOString().slice(0, 10);
}

/** A day so many days later. */
export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(day) + count * DAY_MS);
}

/** The same day of another month, or its last one where the month is shorter. */
export function addMonths(day: Day, count: number): Day {
  const date = new Date(day);
  const first = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1),
  );
  const last = new Date(
    Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0),
  ).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), last));
  return dayOf(first.getTime());
}

/** Weeks from Monday to Sunday that show the month of a day as a whole. */
export function weeksOf(day: Day): Day[][] {
  const first = `${day.slice(0, 7)}-01`;
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  const monday = addDays(first, -weekday);
  const weeks: Day[][] = [];
  for (let start = monday; start.slice(0, 7) <= day.slice(0, 7); ) {
    const from = start;
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(from, index)));
    start = addDays(start, 7);
  }
  return weeks;
}

/** A time at which a schedule will run. */
export interface ComingTime {
  at: number;
  schedule: PerformanceSchedule;
}

/** What a day holds. */
export interface DayEntry {
  runs: RunSummary[];
  coming: ComingTime[];
}

/** Runs that schedules started, and the times to come, by day; days without either are absent. */
export function entriesByDay(
  runs: readonly RunSummary[],
  schedules: readonly PerformanceSchedule[],
  window: { from: number; until: number; now: number },
): Map<Day, DayEntry> {
  const days = new Map<Day, DayEntry>();
  const entry = (day: Day) => {
    const found = days.get(day) ?? { runs: [], coming: [] };
    days.set(day, found);
    return found;
  };
  for (const run of runs) {
    if (run.origin === 'schedule') entry(dayOf(run.createdAt)).runs.push(run);
  }
  for (const schedule of schedules) {
    if (!schedule.enabled) continue;
    for (const at of comingTimes(schedule, window)) {
      entry(dayOf(at)).coming.push({ at, schedule });
    }
  }
  for (const found of days.values()) found.coming.sort((x, y) => x.at - y.at);
  return days;
}

function comingTimes(
  schedule: PerformanceSchedule,
  window: { from: number; until: number; now: number },
): number[] {
  try {
    return timesOf(
      parseCron(schedule.cron),
      Math.max(window.from - 1, window.now),
      TIMES_PER_MONTH,
      window.until,
    );
  } catch {
    // Written in a way that only the server understands: it tells at least the next times.
    return schedule.next
      .map(time => Date.parse(time))
      .filter(time => time >= window.from && time < window.until);
  }
}

/** The day that a key leads to from another; undefined for keys that do not move. */
export function dayByKey(
  key: string,
  day: Day,
  withShift = false,
): Day | undefined {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return addDays(day, -weekday);
    case 'End':
      return addDays(day, 6 - weekday);
    case 'PageUp':
      return addMonths(day, withShift ? -12 : -1);
    case 'PageDown':
      return addMonths(day, withShift ? 12 : 1);
    default:
      return undefined;
  }
}
