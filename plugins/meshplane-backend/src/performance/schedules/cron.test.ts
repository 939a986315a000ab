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

import { checkCron, latestTime, nextTimes } from './cron';

const NOW = new Date('2026-01-05T02:59:30Z');
const limit = { ms: 5 * 60_000, reason: 'the shortest interval is' };
const check = (cron: string) => () => checkCron(cron, NOW, limit);

it.each([
  '0 3 * * *',
  '*/5 * * * *',
  '30 2 * * MON-FRI',
  '0 0 29 2 *',
  '15,45 8-18 * * 1',
])('takes "%s"', cron => {
  expect(check(cron)).not.toThrow();
});

it.each([
  ['* * * * *', 'comes every 60 s, but the shortest interval is 5 min'],
  ['58,0 * * * *', 'comes every 2 min'],
  ['0,58 0,23 * * *', 'comes every 2 min'],
  ['0 0 3 * * *', 'does not have five fields'],
  ['@daily', 'does not have five fields'],
  ['H 3 * * *', 'has an "H"'],
  ['61 * * * *', 'cannot be read'],
  ['at three in the night', 'cannot be read'],
  ['every day at 3', 'does not have five fields'],
  ['0 0 30 2 *', 'cannot be read'],
])('judges "%s": %s', (cron, reason) => {
  expect(check(cron)).toThrow(`The cron expression "${cron}" `);
  expect(check(cron)).toThrow(reason);
});

it('counts in UTC, and a time itself as come', () => {
  const at = (text: string) =>
    latestTime('0 3 * * *', new Date(text)).toISOString();
  expect(at('2026-01-05T02:59:59.999Z')).toBe('2026-01-04T03:00:00.000Z');
  expect(at('2026-01-05T03:00:00.000Z')).toBe('2026-01-05T03:00:00.000Z');
  expect(at('2026-01-06T02:00:00.000Z')).toBe('2026-01-05T03:00:00.000Z');
  expect(
    nextTimes('0 3 * * *', NOW, 2).map(time => time.toISOString()),
  ).toEqual(['2026-01-05T03:00:00.000Z', '2026-01-06T03:00:00.000Z']);
});
