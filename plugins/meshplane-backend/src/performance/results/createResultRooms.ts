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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import type { Performance } from '../Performance';
import { ProfileService } from '../profiles/ProfileService';
import type { RunService } from '../runs/RunService';
import type { PerformanceStores, RunRow } from '../stores/model';
import { ComparisonService } from './comparison/ComparisonService';
import type { Computer } from './compute/computeTasks';
import { exportRun } from './files/exportRun';
import { ImportService } from './files/ImportService';
import { HistoryService } from './history/HistoryService';
import { ResultService } from './ResultService';

/** What {@link createResultRooms} needs. */
export interface ResultRoomsOptions {
  stores: PerformanceStores;
  runs: Pick<RunService, 'check'>;
  computer: Computer;
  links(row: RunRow): Promise<RunDetail['links']>;
  now(): Date;
}

/** The services over profiles and results. */
export function createResultRooms(
  options: ResultRoomsOptions,
): Pick<
  Performance,
  'profiles' | 'results' | 'comparisons' | 'history' | 'imports' | 'exportRun'
> {
  const { computer, now, runs, stores } = options;
  const profiles = new ProfileService({ profiles: stores.profiles, runs, now });
  return {
    profiles,
    results: new ResultService({ stores, computer, links: options.links }),
    comparisons: new ComparisonService({ stores, computer, now }),
    history: new HistoryService(stores),
    imports: new ImportService({ stores, profiles, computer, now }),
    exportRun: (row, format) =>
      exportRun(row, format, { runs: stores.runs, computer }),
  };
}
