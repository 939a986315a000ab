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

import type { ExportedFile } from '@meshplane/plugin-meshplane-common';
import type { StreamRoom } from '../api/StreamRoom';
import type { MetricsConnections } from './connections/MetricsConnections';
import type { ExperimentService } from './experiments/ExperimentService';
import type { DashboardService } from './grafana/DashboardService';
import type { ProfileService } from './profiles/ProfileService';
import type { ComparisonService } from './results/comparison/ComparisonService';
import type { ImportService } from './results/files/ImportService';
import type { HistoryService } from './results/history/HistoryService';
import type { ResultService } from './results/ResultService';
import type { RunService } from './runs/RunService';
import type { ScheduleService } from './schedules/ScheduleService';
import type { ExperimentRow, RunRow } from './stores/model';

/** Load tests, as the API and the actions use them. */
export interface Performance {
  readonly profiles: ProfileService;
  readonly runs: RunService;
  readonly results: ResultService;
  readonly comparisons: ComparisonService;
  readonly history: HistoryService;
  readonly imports: ImportService;
  readonly schedules: ScheduleService;
  readonly experiments: ExperimentService;
  readonly connections: Pick<MetricsConnections, 'list' | 'diagnose'> & {
    /** @throws NotFoundError naming the connection and the ones that exist */
    grafanaNamed(
      name: string,
    ): Pick<
      ReturnType<MetricsConnections['grafanaNamed']>,
      'name' | 'clusters'
    >;
  };
  readonly dashboards: DashboardService;
  /** Followers of running loads. */
  readonly streams: StreamRoom;
  /** Places in the queues, from 1, by run. */
  queuePositions(): Promise<Map<string, number>>;
  /** @throws InputError for a format that is none, ConflictError where the run has nothing for it */
  exportRun(row: RunRow, format: string): Promise<ExportedFile>;
  /** What permissions on an experiment are decided by; undefined if it is not there. */
  findExperiment(id: string): Promise<ExperimentRow | undefined>;
}
