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

/**
 * Cron expressions of five fields in UTC, as the backend's scheduler reads them: minute, hour, day of month, month, day of
 * week; lists, ranges, steps and the three-letter names of months and days.
 */
export interface Cron {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
  /** Whether day of month and day of week are both restricted: then either is enough. */
  eitherDay: boolean;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
] as const;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // 7 is Sunday, too.
  { name: 'day of week', min: 0, max: 7, names: DAYS },
];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** 29 February on a given weekday comes at the latest after this many days. */
const SEARCH_DAYS = 366 * 41;

function numberOf(text: string, field: Field): number {
  const at = field.names?.indexOf(text.toLowerCase()) ?? -1;
  const value = at >= 0 ? at + (field.min === 1 ? 1 : 0) : Number(text);
  if (!/^\d+$/.test(text) && at < 0) {
    throw new RangeError(`"${text}" is no ${field.name}`);
  }
  if (value < field.min || value > field.max) {
    throw new RangeError(
      `The ${field.name} "${text}" is not between ${field.min} and ${field.max}`,
    );
  }
  return value;
}

function valuesOf(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range, stepText, ...more] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    if (more.length > 0 || !Number.isInteger(step) || step < 1) {
      throw new RangeError(`"${part}" is no step of the ${field.name}`);
    }
    let from = field.min;
    let to = field.max;
    if (range !== '*') {
      const [first, last, ...rest] = range.split('-');
      if (rest.length > 0) {
        throw new RangeError(`"${range}" is no range of the ${field.name}`);
      }
      from = numberOf(first, field);
      if (last !== undefined) to = numberOf(last, field);
      else if (stepText === undefined) to = from;
      if (to < from) {
        throw new RangeError(
          `The range "${range}" of the ${field.name} ends before it begins`,
        );
      }
    }
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

/**
 * Reads an expression.
 *
 * @throws RangeError that names the field and the offending text
 */
export function parseCron(text: string): Cron {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw new RangeError(
      `"${text.trim()}" has ${
        parts.length === 1 && !parts[0] ? 0 : parts.length
      } fields; five are needed: minute, hour, day of month, month, day of week`,
    );
  }
  const [minutes, hours, days, months, weekdays] = parts.map((part, index) =>
    valuesOf(part, FIELDS[index]),
  );
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: new Set([...weekdays].map(day => day % 7)),
    eitherDay: !parts[2].startsWith('*') && !parts[4].startsWith('*'),
  };
}

function isDue(cron: Cron, day: Date): boolean {
  if (!cron.months.has(day.getUTCMonth() + 1)) return false;
  const byDate = cron.days.has(day.getUTCDate());
  const byWeekday = cron.weekdays.has(day.getUTCDay());
  return cron.eitherDay ? byDate || byWeekday : byDate && byWeekday;
}

/** The times of a cron from `from` (exclusive) on, oldest first, at most `count` and before `until`. Epoch milliseconds. */
export function timesOf(
  cron: Cron,
  from: number,
  count: number,
  until = Infinity,
): number[] {
  const found: number[] = [];
  const hours = [...cron.hours].sort((a, b) => a - b);
  const minutes = [...cron.minutes].sort((a, b) => a - b);
  const first = Math.floor(from / DAY_MS) * DAY_MS;
  for (let day = 0; day < SEARCH_DAYS; day += 1) {
    const start = first + day * DAY_MS;
    if (start >= until) return found;
    if (!isDue(cron, new Date(start))) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const time = start + (hour * 60 + minute) * MINUTE_MS;
        if (time <= from) continue;
        if (time >= until || found.length >= count) return found;
        found.push(time);
      }
    }
  }
  return found;
}

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const DAY_NAMES = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The common distance of values that fill their range evenly from its start, such as 0, 15, 30, 45 of minutes. */
function stepOf(values: readonly number[], size: number): number | undefined {
  if (values.length < 2 || values[0] !== 0) return undefined;
  const step = values[1];
  const isEven = values.every((value, index) => value === index * step);
  return isEven && size % step === 0 && values.length === size / step
    ? step
    : undefined;
}

const two = (value: number) => String(value).padStart(2, '0');

function clockWords(cron: Cron): string {
  const hours = [...cron.hours].sort((a, b) => a - b);
  const minutes = [...cron.minutes].sort((a, b) => a - b);
  const everyHour = stepOf(hours, 24);
  const everyMinute = stepOf(minutes, 60);
  if (everyMinute !== undefined) {
    const often =
      everyMinute === 1 ? 'every minute' : `every ${everyMinute} minutes`;
    return everyHour === 1
      ? often
      : `${often} in the ${hours.length === 1 ? 'hour' : 'hours'} from ${list(
          hours.map(hour => `${two(hour)}:00`),
        )}`;
  }
  if (everyHour !== undefined) {
    const past = `at minute ${list(minutes.map(String))}`;
    return everyHour === 1
      ? `every hour ${past}`
      : `every ${everyHour} hours ${past}`;
  }
  const times = hours.flatMap(hour =>
    minutes.map(minute => `${two(hour)}:${two(minute)}`),
  );
  return times.length <= 6
    ? `at ${list(times)}`
    : `at minute ${list(minutes.map(String))} of the hours ${list(
        hours.map(String),
      )}`;
}

function weekdayWords(cron: Cron): string {
  const days = [...cron.weekdays].sort((a, b) => a - b);
  if (days.join() === '1,2,3,4,5') return 'from Monday to Friday';
  return `on ${list(days.map(day => `${DAY_NAMES[day]}s`))}`;
}

/** An expression in plain words: "at 02:30 UTC from Monday to Friday". */
export function cronWords(cron: Cron): string {
  const parts = [`${clockWords(cron)} UTC`];
  const everyDate = cron.days.size === 31;
  const everyWeekday = cron.weekdays.size === 7;
  const dates = `on day ${list(
    [...cron.days].sort((a, b) => a - b).map(String),
  )} of the month`;
  if (cron.eitherDay) parts.push(dates, 'and', weekdayWords(cron));
  else {
    if (!everyDate) parts.push(dates);
    if (!everyWeekday) {
      parts.push(`${everyDate ? '' : 'if '}${weekdayWords(cron)}`);
    }
    if (everyDate && everyWeekday && parts[0].startsWith('at')) {
      parts.push('every day');
    }
  }
  if (cron.months.size < 12) {
    const months = [...cron.months].sort((a, b) => a - b);
    parts.push(`in ${list(months.map(month => MONTH_NAMES[month - 1]))}`);
  }
  return parts.join(' ');
}
