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

import { NotFoundError } from '@backstage/errors';
import type {
  PerformanceApi,
  PerformanceComparison,
  PerformanceHistory,
  PerformanceSchedule,
  MetricsConnectionList,
  ExperimentDetail,
} from '@meshplane/plugin-meshplane-common';

/** What is made of several runs, as the invented backend keeps it. */
export type StudiesApi = Pick<
  PerformanceApi,
  | 'importPerformance'
  | 'compareRuns'
  | 'getComparison'
  | 'getPerformanceHistory'
  | 'getSchedules'
  | 'createSchedule'
  | 'updateSchedule'
  | 'deleteSchedule'
  | 'createExperiment'
  | 'getExperiments'
  | 'getExperiment'
  | 'cancelExperiment'
  | 'exportExperiment'
  | 'getMetricsConnections'
  | 'diagnoseMetricsConnection'
  | 'getDashboards'
  | 'getPanelData'
>;

function missing(what: string, id: string): never {
  throw new NotFoundError(`There is no ${what} "${id}"`);
}

/** Comparisons, history, schedules, experiments and connections of the invented portal: none, unless a test puts some in. */
export class MockStudiesApi implements StudiesApi {
  readonly comparisons = new Map<string, PerformanceComparison>();
  readonly schedules = new Map<string, PerformanceSchedule>();
  readonly experiments = new Map<string, ExperimentDetail>();
  connections: MetricsConnectionList['items'] = [];
  history: PerformanceHistory = {
    metric: 'p99',
    unit: 'ms',
    points: [],
    changePoints: [],
    notes: [],
  };

  async importPerformance(): ReturnType<PerformanceApi['importPerformance']> {
    return {
      format: 'unknown',
      runs: [],
      profiles: [],
      errors: [{ message: 'No known format of results.' }],
      warnings: [],
    };
  }

  async compareRuns(): Promise<PerformanceComparison> {
    return missing('comparison', 'of these runs');
  }

  async getComparison(id: string) {
    return this.comparisons.get(id) ?? missing('comparison', id);
  }

  async getPerformanceHistory() {
    return this.history;
  }

  async getSchedules() {
    return { items: [...this.schedules.values()] };
  }

  async createSchedule(): Promise<PerformanceSchedule> {
    return missing('profile', 'of this schedule');
  }

  async updateSchedule(id: string) {
    return this.schedules.get(id) ?? missing('schedule', id);
  }

  async deleteSchedule(id: string) {
    this.schedules.delete(id);
  }

  async createExperiment(): Promise<ExperimentDetail> {
    return missing('profile', 'of this experiment');
  }

  async getExperiments() {
    return {
      items: [...this.experiments.values()],
      total: this.experiments.size,
    };
  }

  async getExperiment(id: string) {
    return this.experiments.get(id) ?? missing('experiment', id);
  }

  async cancelExperiment(id: string) {
    return this.experiments.get(id) ?? missing('experiment', id);
  }

  async exportExperiment(
    id: string,
  ): ReturnType<PerformanceApi['exportExperiment']> {
    return missing('experiment', id);
  }

  async getMetricsConnections() {
    return { items: this.connections };
  }

  async diagnoseMetricsConnection(connection: string) {
    return { connection, steps: [] };
  }

  async getDashboards() {
    return { items: [] };
  }

  async getPanelData() {
    return { title: 'Panel', series: [], notes: [] };
  }
}
