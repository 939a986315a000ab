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

import {
  comparisonSchema,
  dashboardListSchema,
  experimentDetailSchema,
  experimentListSchema,
  experimentSummarySchema,
  exportedFileSchema,
  historySchema,
  importResultSchema,
  metricsConnectionListSchema,
  metricsDiagnosisSchema,
  panelDataSchema,
  performanceLimitsSchema,
  performanceProfileSchema,
  profileCheckSchema,
  profileListSchema,
  runChartsSchema,
  runDetailSchema,
  runEventSchema,
  runListSchema,
  runnerOfferListSchema,
  runSummarySchema,
  scheduleListSchema,
  scheduleSchema,
  type ComparisonInput,
  type DashboardQuery,
  type ExperimentInput,
  type HistoryQuery,
  type ImportBody,
  type PanelQuery,
  type ProfileInput,
  type ProfileQuery,
  type RunEdit,
  type RunEvent,
  type RunInput,
  type RunQuery,
  type ScheduleInput,
} from '../api';
import type { ApiTransport } from './ApiTransport';
import type { PerformanceApi } from './PerformanceApi';

const ROOT = 'performance';

/** {@link PerformanceApi} over HTTP. */
export class PerformanceClient implements PerformanceApi {
  readonly #api: ApiTransport;

  constructor(api: ApiTransport) {
    this.#api = api;
  }

  getPerformanceLimits() {
    return this.#api.get(performanceLimitsSchema, [ROOT, 'limits']);
  }

  getRunners() {
    return this.#api.get(runnerOfferListSchema, [ROOT, 'runners']);
  }

  switchPerformance(body: { enabled: boolean; reason?: string }) {
    return this.#api.post(performanceLimitsSchema, [ROOT, 'switch'], body);
  }

  getProfiles(query?: ProfileQuery) {
    return this.#api.get(profileListSchema, [ROOT, 'profiles'], query);
  }

  getProfile(profile: string, version?: number) {
    return this.#api.get(
      performanceProfileSchema,
      [ROOT, 'profiles', profile],
      { version },
    );
  }

  getProfileVersions(profile: string) {
    return this.#api.get(profileListSchema, [
      ROOT,
      'profiles',
      profile,
      'versions',
    ]);
  }

  createProfile(input: ProfileInput) {
    return this.#api.post(performanceProfileSchema, [ROOT, 'profiles'], input);
  }

  updateProfile(
    profile: string,
    body: { input: ProfileInput; baseVersion: number },
  ) {
    return this.#api.post(
      performanceProfileSchema,
      [ROOT, 'profiles', profile],
      body,
    );
  }

  archiveProfile(profile: string, body: { archived: boolean }) {
    return this.#api.post(
      performanceProfileSchema,
      [ROOT, 'profiles', profile, 'archive'],
      body,
    );
  }

  checkProfile(input: ProfileInput) {
    return this.#api.post(
      profileCheckSchema,
      [ROOT, 'profiles', 'check'],
      input,
    );
  }

  createRun(input: RunInput) {
    return this.#api.post(runSummarySchema, [ROOT, 'runs'], input);
  }

  getRuns(query?: RunQuery) {
    return this.#api.get(runListSchema, [ROOT, 'runs'], query);
  }

  getRun(run: string) {
    return this.#api.get(runDetailSchema, [ROOT, 'runs', run]);
  }

  getRunCharts(run: string) {
    return this.#api.get(runChartsSchema, [ROOT, 'runs', run, 'charts']);
  }

  editRun(run: string, edit: RunEdit) {
    return this.#api.post(runDetailSchema, [ROOT, 'runs', run], edit);
  }

  cancelRun(run: string) {
    return this.#api.post(runSummarySchema, [ROOT, 'runs', run, 'cancel'], {});
  }

  deleteRun(run: string) {
    return this.#api.trigger([ROOT, 'runs', run, 'delete']);
  }

  exportRun(run: string, format: string) {
    return this.#api.get(exportedFileSchema, [ROOT, 'runs', run, 'export'], {
      format,
    });
  }

  async streamRun(
    run: string,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#api.stream(runEventSchema, [ROOT, 'runs', run, 'events'], {
      signal,
      onEvent: event => {
        onEvent(event);
        return event.type === 'end';
      },
    });
  }

  importPerformance(body: ImportBody) {
    return this.#api.post(importResultSchema, [ROOT, 'imports'], body);
  }

  compareRuns(input: ComparisonInput) {
    return this.#api.post(comparisonSchema, [ROOT, 'comparisons'], input);
  }

  getComparison(comparison: string) {
    return this.#api.get(comparisonSchema, [ROOT, 'comparisons', comparison]);
  }

  getPerformanceHistory(query: HistoryQuery) {
    return this.#api.get(historySchema, [ROOT, 'history'], query);
  }

  getSchedules(query?: { profileId?: string }) {
    return this.#api.get(scheduleListSchema, [ROOT, 'schedules'], query);
  }

  createSchedule(input: ScheduleInput) {
    return this.#api.post(scheduleSchema, [ROOT, 'schedules'], input);
  }

  updateSchedule(schedule: string, input: ScheduleInput) {
    return this.#api.post(scheduleSchema, [ROOT, 'schedules', schedule], input);
  }

  deleteSchedule(schedule: string) {
    return this.#api.trigger([ROOT, 'schedules', schedule, 'delete']);
  }

  createExperiment(input: ExperimentInput) {
    return this.#api.post(experimentDetailSchema, [ROOT, 'experiments'], input);
  }

  getExperiments(query?: { limit?: number; offset?: number }) {
    return this.#api.get(experimentListSchema, [ROOT, 'experiments'], query);
  }

  getExperiment(experiment: string) {
    return this.#api.get(experimentDetailSchema, [
      ROOT,
      'experiments',
      experiment,
    ]);
  }

  cancelExperiment(experiment: string) {
    return this.#api.post(
      experimentSummarySchema,
      [ROOT, 'experiments', experiment, 'cancel'],
      {},
    );
  }

  exportExperiment(experiment: string) {
    return this.#api.get(exportedFileSchema, [
      ROOT,
      'experiments',
      experiment,
      'smp',
    ]);
  }

  getMetricsConnections() {
    return this.#api.get(metricsConnectionListSchema, [ROOT, 'connections']);
  }

  diagnoseMetricsConnection(connection: string) {
    return this.#api.post(
      metricsDiagnosisSchema,
      [ROOT, 'connections', connection, 'diagnosis'],
      {},
    );
  }

  getDashboards(query: DashboardQuery) {
    return this.#api.get(dashboardListSchema, [ROOT, 'dashboards'], query);
  }

  getPanelData(query: PanelQuery) {
    return this.#api.get(panelDataSchema, [ROOT, 'panels'], query);
  }
}
