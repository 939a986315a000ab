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
  mockServices,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import {
  experimentInputSchema,
  type ExperimentInput,
  type PerformanceComparison,
  type RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { FakeTiming } from '../../../clusters/__testUtils__/FakeTiming';
import { profileInput } from '../../stores/__testUtils__/rows';
import { storesOn } from '../../stores/__testUtils__/storesOn';
import { createExperimentService } from '../createExperimentService';
import type { ExperimentService, ExperimentViewer } from '../ExperimentService';
import { FakeOperations } from './FakeOperations';
import { FakeRuns } from './FakeRuns';

export const ADA = 'user:default/ada';

/** A viewer to whom a comparison is the number of runs on each side. */
export const viewer: ExperimentViewer = {
  mayCancel: true,
  summarizeRun: run =>
    ({ ...run, may: { cancel: false, edit: false } } as RunSummary),
  compare: async ({ a, b, titleA, titleB }) =>
    ({
      a: { title: titleA, runs: [] as RunSummary[] },
      b: { title: titleB, runs: [] as RunSummary[] },
      status: 'judged',
      verdict: 'regression',
      sentence: `${a.length} against ${b.length}`,
    } as PerformanceComparison),
};

/** Sides A and B of one run each, unless a test says otherwise. */
export function experimentOf(overrides: Partial<ExperimentInput> = {}) {
  return experimentInputSchema.parse({
    name: 'Mesh or not',
    profile: profileInput(),
    arms: [{ name: 'A' }, { name: 'B' }],
    rounds: 1,
    coolDownSeconds: 5,
    ...overrides,
  });
}

const onNamespace = (kind: string) => ({
  kind,
  clusters: ['edge'],
  input: { mesh: 'istio', namespace: 'shop' },
});

/** Side B is on the mesh. */
export const MESH_ARMS: ExperimentInput['arms'] = [
  { name: 'A' },
  {
    name: 'B',
    features: ['mtls'],
    setUp: onNamespace('workload.onboard'),
    restore: onNamespace('workload.offboard'),
  } as ExperimentInput['arms'][number],
];

/** One replica of the service with a clock of its own. */
export class ExperimentReplica {
  readonly timing = new FakeTiming();
  readonly service: ExperimentService;

  constructor(
    options: Pick<
      Parameters<typeof createExperimentService>[0],
      'stores' | 'runs' | 'operations'
    >,
  ) {
    this.service = createExperimentService({
      ...options,
      logger: mockServices.logger.mock(),
      timing: this.timing,
    });
    this.service.start();
  }

  /** Lets seconds pass until something is so. */
  async until(what: string, so: () => Promise<boolean> | boolean) {
    for (let second = 0; second < 2000; second++) {
      if (await so()) return;
      await this.timing.advance(1000);
    }
    throw new Error(`It does not happen that ${what}`);
  }

  async ended(id: string) {
    await this.until('the experiment ends', async () => {
      const { endedAt } = await this.service.get(id, viewer);
      return endedAt !== undefined;
    });
    return this.service.get(id, viewer);
  }
}

/** Stores, fakes and one replica. */
export async function setUpExperiments(database: TestDatabaseId = 'SQLITE_3') {
  const stores = await storesOn(database);
  const runs = new FakeRuns(stores);
  const operations = new FakeOperations();
  const replica = new ExperimentReplica({ stores, runs, operations });
  return { stores, runs, operations, replica };
}
