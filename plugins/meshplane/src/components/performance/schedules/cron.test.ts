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

import { cronWords, parseCron, timesOf } from './cron';

const at = (iso: string) => Date.parse(iso);
const iso = (time: number) => new Date(time).toISOString();

describe('times', () => {
  it('finds the next ones on weekdays, across the weekend', () => {
    const cron = parseCron('30 2 * * mon-fri');
    expect(timesOf(cron, at('2026-11-26T02:30:00Z'), 3).map(iso)).toEqual([
      '2026-11-27T02:30:00.000Z',
      '2026-11-30T02:30:00.000Z',
      '2026-12-01T02:30:00.000Z',
    ]);
  });

  it('takes either day where both are restricted, as cron does', () => {
    const cron = parseCron('0 0 13 * 5');
    const times = timesOf(cron, at('2026-11-10T00:00:00Z'), 3).map(iso);
    expect(times).toEqual([
      '2026-11-13T00:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
      '2026-11-27T00:00:00.000Z',
    ]);
  });

  it('ends where it is told to, and finds a leap day', () => {
    const hourly = parseCron('0 * * * *');
    expect(
      timesOf(
        hourly,
        at('2026-01-01T00:00:00Z'),
        100,
        at('2026-01-01T03:00:00Z'),
      ),
    ).toHaveLength(2);
    expect(
      timesOf(parseCron('0 0 29 2 *'), at('2026-01-01T00:00:00Z'), 1).map(iso),
    ).toEqual(['2028-02-29T00:00:00.000Z']);
  });

  it('gives nothing for a day that never comes', () => {
    expect(timesOf(parseCron('0 0 31 2 *'), 0, 1)).toEqual([]);
  });
});

describe('words', () => {
  it.each([
    ['30 2 * * *', 'at 02:30 UTC every day'],
    ['30 2 * * 1-5', 'at 02:30 UTC from Monday to Friday'],
    ['0 6,18 * * 0,7', 'at 06:00 and 18:00 UTC on Sundays'],
    ['*/15 * * * *', 'every 15 minutes UTC'],
    ['0 */6 * * *', 'every 6 hours at minute 0 UTC'],
    [
      '0 3 1 jan,jul *',
      'at 03:00 UTC on day 1 of the month in January and July',
    ],
    ['0 3 13 * fri', 'at 03:00 UTC on day 13 of the month and on Fridays'],
  ])('says %s as "%s"', (text, words) => {
    expect(cronWords(parseCron(text))).toBe(words);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['0 2 * *', /has 4 fields; five are needed/],
    ['61 2 * * *', /The minute "61" is not between 0 and 59/],
    ['0 2 * * funday', /"funday" is no day of week/],
    ['0 2 10-5 * *', /range "10-5" of the day of month ends before/],
    ['*/0 2 * * *', /"\*\/0" is no step of the minute/],
  ])('%s names what is wrong', (text, message) => {
    expect(() => parseCron(text)).toThrow(message);
  });
});
