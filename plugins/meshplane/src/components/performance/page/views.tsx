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

import { lazy, type ComponentType } from 'react';
import type { PerformanceView } from '../../../lib/performancePaths';
import { analysisViews } from './analysisViews';

/** A tab of the Performance page with everything that stands below its address. */
export interface PerformanceTab {
  view: PerformanceView;
  label: string;
  /** Below the page's root: the first one is where the tab leads. */
  routes: Array<{ path: string; Page: ComponentType }>;
}

const RunsPage = lazy(() =>
  import('../runs/RunsPage').then(module => ({ default: module.RunsPage })),
);
const RunPage = lazy(() =>
  import('../runs/RunPage').then(module => ({ default: module.RunPage })),
);
const ProfilesPage = lazy(() =>
  import('../profiles/ProfilesPage').then(module => ({
    default: module.ProfilesPage,
  })),
);
const ProfilePage = lazy(() =>
  import('../profiles/ProfilePage').then(module => ({
    default: module.ProfilePage,
  })),
);
const EditProfilePage = lazy(() =>
  import('../profiles/EditProfilePage').then(module => ({
    default: module.EditProfilePage,
  })),
);

/** All tabs, in the order in which they are shown; every page is loaded when it is opened. */
export const performanceTabs: PerformanceTab[] = [
  {
    view: 'runs',
    label: 'Runs',
    routes: [
      { path: '/runs', Page: RunsPage },
      { path: '/runs/:run', Page: RunPage },
    ],
  },
  {
    view: 'profiles',
    label: 'Profiles',
    routes: [
      { path: '/profiles', Page: ProfilesPage },
      { path: '/profiles/new', Page: EditProfilePage },
      { path: '/profiles/:profile', Page: ProfilePage },
      { path: '/profiles/:profile/edit', Page: EditProfilePage },
    ],
  },
  ...analysisViews,
];
