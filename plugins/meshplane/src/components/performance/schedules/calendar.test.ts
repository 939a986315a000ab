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
import { addMonths, dayByKey, entriesByDay, weeksOf } from './calendar';

const schedule = (more: Partial<PerformanceSchedule>): PerformanceSchedule => ({
  id: 's1',
  name: 'Nightly',
  profileId: 'p1',
  cron: '0 2 * * *',
  enabled: true,
  repeats: 1,
  compareWithBaseline: true,
  createdAt: '2026-11-01T00:00:00.000Z',
  createdBy: 'user:default/jane',
  next: [],
  lastRunIds: [],
  may: { edit: true },
  ...more,
});

it('shows a month in whole weeks from Monday on', () => {
  const weeks = weeksOf('2026-11-24');
  expect(weeks[0][0]).toBe('2026-10-26');
  expect(weeks[weeks.length - 1][6]).toBe('2026-12-06');
  expect(weeksOf('2027-02-10')).toHaveLength(4);
});

it('goes to the last day of a shorter month', () => {
  expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
});

it('is walked by keys', () => {
  const from = '2026-11-24';
  expect(
    ['ArrowLeft', 'ArrowDown', 'Home', 'End', 'PageDown', 'a'].map(key =>
      dayByKey(key, from),
    ),
  ).toEqual([
    '2026-11-23',
    '2026-12-01',
    '2026-11-23',
    '2026-11-29',
    '2026-12-24',
    undefined,
  ]);
  expect(dayByKey('PageUp', from, true)).toBe('2025-11-24');
});

it('puts runs of schedules in the past and times of enabled ones in the future', () => {
  const run = { origin: 'schedule', createdAt: '2026-11-23T02:00:04.000Z' };
  const entries = entriesByDay(
    [run as RunSummary, { ...run, origin: 'manual' } as RunSummary],
    [
      schedule({}),
      schedule({ id: 'off', enabled: false }),
      schedule({
        id: 'odd',
        cron: '@daily',
        next: ['2026-11-26T00:00:00.000Z'],
      }),
    ],
    {
      from: Date.parse('2026-11-01'),
      until: Date.parse('2026-11-28'),
      now: Date.parse('2026-11-24T12:00:00.000Z'),
    },
  );
  expect(
    [...entries].map(([day, entry]) => [
      day,
      entry.runs.length,
      entry.coming.map(item => item.schedule.id),
    ]),
  ).toEqual([
    ['2026-11-23', 1, []],
    ['2026-11-25', 0, ['s1']],
    ['2026-11-26', 0, ['odd', 's1']],
    ['2026-11-27', 0, ['s1']],
  ]);
});
