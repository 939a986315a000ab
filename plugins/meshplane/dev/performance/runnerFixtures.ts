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

import type { RunnerOfferList } from '@meshplane/plugin-meshplane-common';

/** What can make load in the invented portal, and what cannot and why. */
export const runnerOffers: RunnerOfferList = {
  items: [
    {
      type: 'local',
      generator: 'meshplane',
      available: true,
      note: 'Meshplane 0.1.0, beside the backend',
    },
    {
      type: 'local',
      generator: 'fortio',
      available: false,
      note: 'No "fortio" on the PATH of the backend: install it or name it in meshplane.performance.generators.',
    },
    {
      type: 'job',
      generator: 'meshplane',
      cluster: 'prod-eu',
      available: true,
      note: 'Image meshplane/generator:0.1.0',
    },
    {
      type: 'k6-operator',
      generator: 'k6',
      cluster: 'prod-eu',
      available: false,
      note: 'The k6-operator is not installed in cluster "prod-eu".',
    },
  ],
};
