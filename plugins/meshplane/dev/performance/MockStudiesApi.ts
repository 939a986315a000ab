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

import { InputError, NotFoundError } from '@backstage/errors';
import {
  experimentInputSchema,
  scheduleInputSchema,
  type ComparisonInput,
  type DashboardList,
  type DashboardQuery,
  type ExperimentDetail,
  type ExperimentInput,
  type HistoryQuery,
  type ImportBody,
  type MetricsConnectionList,
  type MetricsDiagnosis,
  type PanelData,
  type PerformanceApi,
  type PerformanceComparison,
  type PerformanceHistory,
  type PerformanceImport,
  type PerformanceSchedule,
  type RunCharts,
  type RunDetail,
  type ScheduleInput,
} from '@meshplane/plugin-meshplane-common';
import { comparisonOf } from './comparisonFixture';

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

/** Answers of a backend are never the objects that it goes on changing. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Comparisons, history, schedules, experiments and connections of the invented portal: none, unless somebody puts some in. */
export abstract class MockStudiesApi implements StudiesApi {
  readonly comparisons = new Map<string, PerformanceComparison>();
  readonly schedules = new Map<string, PerformanceSchedule>();
  readonly experiments = new Map<string, ExperimentDetail>();
  /** What was asked for, in order. */
  readonly experimentRequests: ExperimentInput[] = [];
  /** Files that were looked at or imported, in order. */
  readonly importRequests: ImportBody[] = [];
  connections: MetricsConnectionList['items'] = [];
  diagnoses: Record<string, MetricsDiagnosis['steps']> = {};
  boards: DashboardList['items'] = [];
  panel: PanelData = { title: 'Panel', series: [], notes: [] };
  history: PerformanceHistory = {
    metric: 'p99',
    unit: 'ms',
    points: [],
    changePoints: [],
    notes: [],
  };
  imported: PerformanceImport = {
    format: 'unknown',
    runs: [],
    profiles: [],
    errors: [{ message: 'No known format of results.' }],
    warnings: [],
  };
  #nextStudy = 1;

  abstract getRun(id: string): Promise<RunDetail>;
  abstract getRunCharts(id: string): Promise<RunCharts>;

  #id(kind: string): string {
    const id = `${kind}-new-${this.#nextStudy}`;
    this.#nextStudy += 1;
    return id;
  }

  async importPerformance(body: ImportBody) {
    this.importRequests.push(body);
    return copyOf(this.imported);
  }

  async compareRuns(input: ComparisonInput): Promise<PerformanceComparison> {
    const side = (ids: string[]) =>
      Promise.all(
        ids.map(async id => {
          const run = await this.getRun(id);
          // A comparison carries summaries: what the page of a run shows beyond them is left out.
          const {
            result,
            environment,
            resources,
            profile,
            gates,
            audit,
            note,
            links,
            ...summary
          } = run;
          return summary;
        }),
      );
    const made = comparisonOf(input, {
      a: await side(input.a),
      b: await side(input.b),
      chartsA: await this.getRunCharts(input.a[0]),
      chartsB: await this.getRunCharts(input.b[0]),
    });
    if (input.save) {
      made.id = this.#id('cmp');
      this.comparisons.set(made.id, made);
    }
    return copyOf(made);
  }

  async getComparison(id: string) {
    return copyOf(this.comparisons.get(id) ?? missing('comparison', id));
  }

  async getPerformanceHistory(query: HistoryQuery) {
    if (!query.profileId && !query.entityRef) {
      throw new InputError('A profile or a component is needed');
    }
    return copyOf({ ...this.history, metric: query.metric ?? 'p99' });
  }

  async getSchedules() {
    return { items: copyOf([...this.schedules.values()]) };
  }

  #putSchedule(
    id: string,
    input: ScheduleInput,
    before?: PerformanceSchedule,
  ): PerformanceSchedule {
    const made: PerformanceSchedule = {
      createdAt: new Date().toISOString(),
      createdBy: 'user:default/jane',
      next: [],
      lastRunIds: [],
      may: { edit: true },
      ...before,
      ...scheduleInputSchema.parse(input),
      id,
    };
    this.schedules.set(id, made);
    return copyOf(made);
  }

  async createSchedule(input: ScheduleInput) {
    return this.#putSchedule(this.#id('sched'), input);
  }

  async updateSchedule(id: string, input: ScheduleInput) {
    const before = this.schedules.get(id) ?? missing('schedule', id);
    return this.#putSchedule(id, input, before);
  }

  async deleteSchedule(id: string) {
    if (!this.schedules.delete(id)) missing('schedule', id);
  }

  async createExperiment(body: ExperimentInput) {
    this.experimentRequests.push(copyOf(body));
    const input = experimentInputSchema.parse(body);
    const arms = input.arms.map(arm => arm.name);
    const made: ExperimentDetail = {
      id: this.#id('exp'),
      name: input.name,
      state: 'queued',
      createdAt: new Date().toISOString(),
      createdBy: 'user:default/jane',
      arms,
      order: Array.from({ length: input.rounds }, (_, round) =>
        round % 2 === 0 ? arms : [...arms].reverse(),
      ).flat(),
      done: 0,
      total: arms.length * input.rounds,
      toRestore: [],
      may: { cancel: true },
      input,
      runs: [],
      overheads: [],
      operations: [],
      sentences: [],
    };
    this.experiments.set(made.id, made);
    return copyOf(made);
  }

  async getExperiments() {
    const items = [...this.experiments.values()];
    return { items: copyOf(items), total: items.length };
  }

  #experiment(id: string): ExperimentDetail {
    return this.experiments.get(id) ?? missing('experiment', id);
  }

  async getExperiment(id: string) {
    return copyOf(this.#experiment(id));
  }

  async cancelExperiment(id: string) {
    const experiment = this.#experiment(id);
    experiment.state = experiment.toRestore.length ? 'restoring' : 'cancelled';
    experiment.may.cancel = false;
    return copyOf(experiment);
  }

  async exportExperiment(id: string) {
    const { name, runs } = this.#experiment(id);
    return {
      fileName: `${id}.smp.json`,
      mediaType: 'application/json',
      content: btoa(JSON.stringify({ name, runs: runs.length })),
      warnings: ['SMP has no place for intervals: they are left out.'],
    };
  }

  async getMetricsConnections() {
    return { items: copyOf(this.connections) };
  }

  async diagnoseMetricsConnection(connection: string) {
    return copyOf({ connection, steps: this.diagnoses[connection] ?? [] });
  }

  async getDashboards(query: DashboardQuery) {
    const { q = '' } = query;
    return {
      items: copyOf(
        this.boards.filter(board =>
          board.title.toLowerCase().includes(q.toLowerCase()),
        ),
      ),
    };
  }

  async getPanelData() {
    return copyOf(this.panel);
  }
}
