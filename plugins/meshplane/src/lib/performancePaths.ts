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

import { withParams, type LinkParams } from './meshPaths';

/** Tabs of the Performance page. */
export type PerformanceView =
  | 'profiles'
  | 'runs'
  | 'compare'
  | 'history'
  | 'experiments'
  | 'schedules'
  | 'imports'
  | 'connections';

/**
 * Addresses of everything below the Performance page. `root` is where the page is mounted, without a trailing slash.
 */
export function performancePaths(root: string) {
  const segment = encodeURIComponent;
  return {
    root: () => root,
    view: (view: PerformanceView, params?: LinkParams) =>
      withParams(`${root}/${view}`, params),
    newProfile: (params?: LinkParams) =>
      withParams(`${root}/profiles/new`, params),
    profile: (profile: string, params?: LinkParams) =>
      withParams(`${root}/profiles/${segment(profile)}`, params),
    editProfile: (profile: string) =>
      `${root}/profiles/${segment(profile)}/edit`,
    run: (run: string) => `${root}/runs/${segment(run)}`,
    /** Sides as ids of runs. */
    compare: (params?: LinkParams) => withParams(`${root}/compare`, params),
    /** A comparison that was saved. */
    comparison: (comparison: string) =>
      `${root}/compare/${segment(comparison)}`,
    newExperiment: (params?: LinkParams) =>
      withParams(`${root}/experiments/new`, params),
    experiment: (experiment: string) =>
      `${root}/experiments/${segment(experiment)}`,
  };
}

/** @see performancePaths */
export type PerformancePaths = ReturnType<typeof performancePaths>;
