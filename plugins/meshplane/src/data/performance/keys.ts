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
  DashboardQuery,
  HistoryQuery,
  PanelQuery,
} from '@meshplane/plugin-meshplane-common';

/** Keys of the query cache for what is made of runs. Everything about load tests starts with `['performance']`. */
export const studyKeys = {
  all: ['performance'] as const,
  comparisons: ['performance', 'comparisons'] as const,
  comparisonOf: (input: ComparisonInput) =>
    ['performance', 'comparisons', 'of', input] as const,
  comparison: (id: string) => ['performance', 'comparisons', id] as const,
  history: (query: HistoryQuery) => ['performance', 'history', query] as const,
  experiments: ['performance', 'experiments'] as const,
  experimentList: (query: { limit?: number; offset?: number }) =>
    ['performance', 'experiments', 'list', query] as const,
  experiment: (id: string) => ['performance', 'experiments', id] as const,
  schedules: ['performance', 'schedules'] as const,
  connections: ['performance', 'connections'] as const,
  /** Not below `connections`: a diagnosis costs requests to somebody else's server and runs only when asked for. */
  diagnosis: (connection: string) =>
    ['performance', 'diagnosis', connection] as const,
  dashboards: (query: DashboardQuery) =>
    ['performance', 'dashboards', query] as const,
  panel: (query: PanelQuery) => ['performance', 'panels', query] as const,
  limits: ['performance', 'limits'] as const,
};
