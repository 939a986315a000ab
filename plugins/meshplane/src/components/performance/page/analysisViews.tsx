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

import { lazy } from 'react';
import type { PerformanceTab } from './views';

const ComparePage = lazy(() =>
  import('../compare/ComparePage').then(module => ({
    default: module.ComparePage,
  })),
);
const SavedComparisonPage = lazy(() =>
  import('../compare/SavedComparisonPage').then(module => ({
    default: module.SavedComparisonPage,
  })),
);
const HistoryPage = lazy(() =>
  import('../history/HistoryPage').then(module => ({
    default: module.HistoryPage,
  })),
);
const ExperimentsPage = lazy(() =>
  import('../experiments/ExperimentsPage').then(module => ({
    default: module.ExperimentsPage,
  })),
);
const NewExperimentPage = lazy(() =>
  import('../experiments/NewExperimentPage').then(module => ({
    default: module.NewExperimentPage,
  })),
);
const ExperimentPage = lazy(() =>
  import('../experiments/ExperimentPage').then(module => ({
    default: module.ExperimentPage,
  })),
);
const SchedulesPage = lazy(() =>
  import('../schedules/SchedulesPage').then(module => ({
    default: module.SchedulesPage,
  })),
);
const ImportsPage = lazy(() =>
  import('../imports/ImportsPage').then(module => ({
    default: module.ImportsPage,
  })),
);
const MetricsPage = lazy(() =>
  import('../connections/MetricsPage').then(module => ({
    default: module.MetricsPage,
  })),
);

/** Tabs that look at several runs at once, and those around them: compare, history, experiments, schedules, connections. */
export const analysisViews: PerformanceTab[] = [
  {
    view: 'compare',
    label: 'Compare',
    routes: [
      { path: '/compare', Page: ComparePage },
      { path: '/compare/:comparison', Page: SavedComparisonPage },
    ],
  },
  {
    view: 'history',
    label: 'History',
    routes: [{ path: '/history', Page: HistoryPage }],
  },
  {
    view: 'experiments',
    label: 'Experiments',
    routes: [
      { path: '/experiments', Page: ExperimentsPage },
      { path: '/experiments/new', Page: NewExperimentPage },
      { path: '/experiments/:experiment', Page: ExperimentPage },
    ],
  },
  {
    view: 'schedules',
    label: 'Schedules',
    routes: [{ path: '/schedules', Page: SchedulesPage }],
  },
  {
    view: 'imports',
    label: 'Import and export',
    routes: [{ path: '/imports', Page: ImportsPage }],
  },
  {
    view: 'connections',
    label: 'Connections',
    routes: [{ path: '/connections', Page: MetricsPage }],
  },
];
