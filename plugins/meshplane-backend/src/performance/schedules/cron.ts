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

import { InputError } from '@backstage/errors';
import { CronExpressionParser } from 'cron-parser';
import { formatDuration } from '../../clusters/timing';

/** A year and a leap day: longer gaps need no look. */
const LOOK_AHEAD_MS = 366 * 24 * 3_600_000;
/** Two days of times five minutes apart, so that the step over midnight is among them. */
const LOOK_AHEAD_TIMES = 600;

/** The latest time of an expression that is not after `now`. */
export function latestTime(cron: string, now: Date): Date {
  // The parser gives what lies before its date.
  return parse(cron, new Date(now.getTime() + 1))
    .prev()
    .toDate();
}

/** The next times of an expression after `now`. */
export function nextTimes(cron: string, now: Date, count: number): Date[] {
  const times = parse(cron, now);
  return Array.from({ length: count }, () => times.next().toDate());
}

/**
 * Refuses what is not a cron expression of five fields, never comes, or comes too often.
 *
 * @param minimum - least time between two times, and why
 * @throws InputError with the expression in quotes
 */
export function checkCron(
  cron: string,
  now: Date,
  minimum: { ms: number; reason: string },
): void {
  const refuse = (reason: string) =>
    new InputError(`The cron expression "${cron}" ${reason}`);
  if (cron.trim().split(/\s+/).length !== 5)
    throw refuse(
      'does not have five fields: minute, hour, day of month, month and day of week',
    );
  if (/(^|[^a-z])h([^a-z]|$)/i.test(cron))
    throw refuse('has an "H", which names no fixed time');
  let gap: number;
  try {
    gap = smallestGap(cron, now, minimum.ms);
  } catch (error) {
    throw refuse(
      `cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (gap < minimum.ms)
    throw refuse(
      `comes every ${formatDuration(gap)}, but ${
        minimum.reason
      } ${formatDuration(minimum.ms)}`,
    );
}

/** Milliseconds between two times of an expression; it looks no further than one below the limit. */
function smallestGap(cron: string, now: Date, limit: number): number {
  const times = parse(cron, now);
  let last = times.next().getTime();
  let smallest = Infinity;
  for (let count = 0; count < LOOK_AHEAD_TIMES; count += 1) {
    const next = times.next().getTime();
    smallest = Math.min(smallest, next - last);
    last = next;
    if (smallest < limit || next > now.getTime() + LOOK_AHEAD_MS) break;
  }
  return smallest;
}

function parse(cron: string, currentDate: Date) {
  return CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' });
}
