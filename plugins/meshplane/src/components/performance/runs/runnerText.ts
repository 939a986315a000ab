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
  RunnerChoice,
  RunnerOfferList,
} from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';

/** Where and with what load is made: "fortio in 3 pods of load (prod-eu), with sidecar". */
export function runnerText(runner: RunnerChoice): string {
  switch (runner.type) {
    case 'local':
      return `${runner.generator}, beside the backend`;
    case 'job':
      return `${runner.generator} in ${plural(runner.shards, 'pod')} of ${
        runner.namespace
      } (${runner.cluster}), ${runner.sidecar ? 'with' : 'without'} sidecar`;
    default:
      return `k6-operator in ${runner.namespace} (${runner.cluster}), ${plural(
        runner.parallelism,
        'pod',
      )}`;
  }
}

/** Types of runners as choices. */
export const runnerTypes: Array<{
  value: RunnerOfferList['items'][number]['type'];
  title: string;
  text: string;
}> = [
  {
    value: 'local',
    title: 'Beside the backend',
    text: 'A process of its own on the machine of the backend. Good for a first look; the network of the portal is part of what is measured.',
  },
  {
    value: 'job',
    title: 'Pods in a cluster',
    text: 'An indexed Job near the target. Several pods start together, and their results are merged exactly.',
  },
  {
    value: 'k6-operator',
    title: 'k6-operator',
    text: 'A TestRun of the k6-operator, where it is installed.',
  },
];
