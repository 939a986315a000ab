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

import { finishedRunStates } from '@meshplane/plugin-meshplane-common';
import type { RunRow, RunStore, ScheduleRow } from '../stores/model';

/** The runs of the last time of a schedule, of those that are still there. */
export async function lastRuns(
  runs: Pick<RunStore, 'get'>,
  schedule: ScheduleRow,
): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (const id of schedule.lastRunIds) {
    const row = await runs.get(id);
    if (row) rows.push(row);
  }
  return rows;
}

/** Those that have not ended. */
export async function openRuns(
  runs: Pick<RunStore, 'get'>,
  schedule: ScheduleRow,
): Promise<RunRow[]> {
  return (await lastRuns(runs, schedule)).filter(
    ({ state }) => !finishedRunStates.includes(state),
  );
}
