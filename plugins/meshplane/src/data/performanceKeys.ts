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
  ProfileQuery,
  RunQuery,
} from '@meshplane/plugin-meshplane-common';

/**
 * Keys of the query cache for profiles and runs. Everything about load tests starts with `['performance']`; what is made
 * of several runs has keys of its own in `performance/keys.ts`.
 */
export const performanceKeys = {
  all: ['performance'] as const,
  limits: ['performance', 'limits'] as const,
  runners: ['performance', 'runners'] as const,
  profilesAll: ['performance', 'profiles'] as const,
  profiles: (query: ProfileQuery) =>
    ['performance', 'profiles', 'list', query] as const,
  profile: (id: string, version?: number) =>
    ['performance', 'profiles', 'one', id, version ?? 'newest'] as const,
  profileVersions: (id: string) =>
    ['performance', 'profiles', 'versions', id] as const,
  runLists: ['performance', 'runs'] as const,
  runs: (query: RunQuery) => ['performance', 'runs', query] as const,
  run: (id: string) => ['performance', 'run', id] as const,
  runCharts: (id: string) => ['performance', 'charts', id] as const,
  historyAll: ['performance', 'history'] as const,
};
