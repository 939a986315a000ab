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

import { seedCluster, startTestCluster } from '@meshplane/local-cluster';
import { meshDefinitions } from '@meshplane/meshes';
import { KubeManifests } from '../../../manifests/KubeManifests';
import { migrationPlanners } from '../../migration';
import {
  SampleCatalogue,
  sampleExecutors,
  samplePlanners,
} from '../../samples';
import { workloadExecutors, workloadPlanners } from '../index';
import { LiveCluster } from './LiveCluster';
import { OperationRunner } from './OperationRunner';

/** A seeded cluster of its own, with everything that plans and runs lifecycle operations on it. */
export interface LifecycleStage {
  readonly live: LiveCluster;
  readonly runner: OperationRunner;
  stop(): Promise<void>;
}

/** @param meshes - ids of meshes that have to be healthy before tests begin */
export async function openStage(
  name: string,
  scenarios: readonly string[],
  meshes: readonly string[],
): Promise<LifecycleStage> {
  const handle = await startTestCluster({ own: true, name, nodes: 2 });
  for (const scenario of scenarios) {
    await seedCluster({ kubeConfig: handle.kubeConfig(), scenario });
  }
  const live = new LiveCluster(handle);
  const deps = {
    reports: live.reports,
    inventory: live.inventory,
    definitions: meshDefinitions,
    manifests: new KubeManifests(),
    samples: SampleCatalogue.load(),
    gitOps: { tool: 'flux' as const },
  };
  await live.reported(({ report }) =>
    meshes.every(id => report.meshes.some(mesh => mesh.id === id)),
  );
  return {
    live,
    runner: new OperationRunner({
      planners: [
        ...workloadPlanners(deps),
        ...migrationPlanners(deps),
        ...samplePlanners(deps),
      ],
      executors: [...workloadExecutors(deps), ...sampleExecutors(deps)],
      connection: live.connection,
      cluster: live.name,
    }),
    stop: async () => {
      await live.stop();
      await handle.stop({ delete: true });
    },
  };
}
