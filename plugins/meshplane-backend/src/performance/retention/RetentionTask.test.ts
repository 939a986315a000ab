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

import { mockServices } from '@backstage/backend-test-utils';
import { finished, runFilter, runPlan } from '../stores/__testUtils__/rows';
import { databaseIds, storesOn } from '../stores/__testUtils__/storesOn';
import { RetentionTask } from './RetentionTask';

jest.setTimeout(60_000);

const DAY = 24 * 3_600_000;

it.each(databaseIds)(
  'removes what is older than the retention on %s',
  async id => {
    const { runs } = await storesOn(id);
    for (const day of [1, 10, 20])
      await runs.create(finished(`day-${day}`, day), runPlan());
    await runs.create(finished('pinned', 1, { baseline: true }), runPlan());
    const tasks: Parameters<
      ReturnType<typeof mockServices.scheduler>['scheduleTask']
    >[0][] = [];
    const task = new RetentionTask({
      runs,
      scheduler: { scheduleTask: async given => void tasks.push(given) },
      retentionMs: 12 * DAY,
      now: () => new Date('2026-01-23T00:00:00Z'),
      logger: mockServices.logger.mock(),
    });
    await task.schedule();
    expect(tasks.map(({ scope }) => scope)).toEqual(['global']);
    await tasks[0].fn(new AbortController().signal);
    const { items } = await runs.list(runFilter());
    expect(items.map(run => run.id)).toEqual(['day-20', 'pinned']);
    expect(await task.run()).toBe(0);
  },
);
