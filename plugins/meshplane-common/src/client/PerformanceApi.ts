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
  ComparisonInput,
  DashboardList,
  DashboardQuery,
  ExperimentDetail,
  ExperimentInput,
  ExperimentList,
  ExperimentSummary,
  ExportedFile,
  HistoryQuery,
  ImportBody,
  MetricsConnectionList,
  MetricsDiagnosis,
  PanelData,
  PanelQuery,
  PerformanceComparison,
  PerformanceHistory,
  PerformanceImport,
  PerformanceLimits,
  PerformanceProfile,
  PerformanceSchedule,
  ProfileCheck,
  ProfileInput,
  ProfileList,
  ProfileQuery,
  RunCharts,
  RunDetail,
  RunEdit,
  RunEvent,
  RunInput,
  RunList,
  RunnerOfferList,
  RunQuery,
  RunSummary,
  ScheduleInput,
  ScheduleList,
} from '../api';

/**
 * Load tests under `/performance`: profiles, runs, comparisons, history, schedules, experiments, and the Prometheus and
 * Grafana that belong to them.
 *
 * @public
 */
export interface PerformanceApi {
  /** `GET /performance/limits` */
  getPerformanceLimits(): Promise<PerformanceLimits>;
  /** `GET /performance/runners` */
  getRunners(): Promise<RunnerOfferList>;
  /** Switches all load off, ends what runs, and says why; or on again. `POST /performance/switch` */
  switchPerformance(body: {
    enabled: boolean;
    reason?: string;
  }): Promise<PerformanceLimits>;

  /** `GET /performance/profiles` */
  getProfiles(query?: ProfileQuery): Promise<ProfileList>;
  /** `GET /performance/profiles/{profile}?version=` */
  getProfile(profile: string, version?: number): Promise<PerformanceProfile>;
  /** Newest version first. `GET /performance/profiles/{profile}/versions` */
  getProfileVersions(profile: string): Promise<ProfileList>;
  /** `POST /performance/profiles` */
  createProfile(input: ProfileInput): Promise<PerformanceProfile>;
  /**
   * Makes the next version of `baseVersion`. `POST /performance/profiles/{profile}`
   *
   * @throws a conflict if somebody else has made another one meanwhile
   */
  updateProfile(
    profile: string,
    body: { input: ProfileInput; baseVersion: number },
  ): Promise<PerformanceProfile>;
  /** `POST /performance/profiles/{profile}/archive` */
  archiveProfile(
    profile: string,
    body: { archived: boolean },
  ): Promise<PerformanceProfile>;
  /** Says whether it could run now, and every reason why not. `POST /performance/profiles/check` */
  checkProfile(input: ProfileInput): Promise<ProfileCheck>;

  /** Queues a run. `POST /performance/runs` */
  createRun(input: RunInput): Promise<RunSummary>;
  /** `GET /performance/runs` */
  getRuns(query?: RunQuery): Promise<RunList>;
  /** `GET /performance/runs/{run}` */
  getRun(run: string): Promise<RunDetail>;
  /** `GET /performance/runs/{run}/charts` */
  getRunCharts(run: string): Promise<RunCharts>;
  /** `POST /performance/runs/{run}` */
  editRun(run: string, edit: RunEdit): Promise<RunDetail>;
  /** `POST /performance/runs/{run}/cancel` */
  cancelRun(run: string): Promise<RunSummary>;
  /** Refused for baselines. `POST /performance/runs/{run}/delete` */
  deleteRun(run: string): Promise<void>;
  /** `GET /performance/runs/{run}/export?format=` */
  exportRun(run: string, format: string): Promise<ExportedFile>;
  /** `GET /performance/runs/{run}/events`; resolves after the event `end`. */
  streamRun(
    run: string,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** `POST /performance/imports` */
  importPerformance(body: ImportBody): Promise<PerformanceImport>;

  /** `POST /performance/comparisons` */
  compareRuns(input: ComparisonInput): Promise<PerformanceComparison>;
  /** `GET /performance/comparisons/{comparison}` */
  getComparison(comparison: string): Promise<PerformanceComparison>;
  /** `GET /performance/history` */
  getPerformanceHistory(query: HistoryQuery): Promise<PerformanceHistory>;

  /** `GET /performance/schedules` */
  getSchedules(query?: { profileId?: string }): Promise<ScheduleList>;
  /** `POST /performance/schedules` */
  createSchedule(input: ScheduleInput): Promise<PerformanceSchedule>;
  /** `POST /performance/schedules/{schedule}` */
  updateSchedule(
    schedule: string,
    input: ScheduleInput,
  ): Promise<PerformanceSchedule>;
  /** `POST /performance/schedules/{schedule}/delete` */
  deleteSchedule(schedule: string): Promise<void>;

  /** `POST /performance/experiments` */
  createExperiment(input: ExperimentInput): Promise<ExperimentDetail>;
  /** `GET /performance/experiments` */
  getExperiments(query?: {
    limit?: number;
    offset?: number;
  }): Promise<ExperimentList>;
  /** `GET /performance/experiments/{experiment}` */
  getExperiment(experiment: string): Promise<ExperimentDetail>;
  /** Stops after taking back what was changed. `POST /performance/experiments/{experiment}/cancel` */
  cancelExperiment(experiment: string): Promise<ExperimentSummary>;
  /** `GET /performance/experiments/{experiment}/smp` */
  exportExperiment(experiment: string): Promise<ExportedFile>;

  /** `GET /performance/connections` */
  getMetricsConnections(): Promise<MetricsConnectionList>;
  /** `POST /performance/connections/{connection}/diagnosis` */
  diagnoseMetricsConnection(connection: string): Promise<MetricsDiagnosis>;
  /** `GET /performance/dashboards` */
  getDashboards(query: DashboardQuery): Promise<DashboardList>;
  /** `GET /performance/panels` */
  getPanelData(query: PanelQuery): Promise<PanelData>;
}
