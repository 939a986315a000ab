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

import { NotFoundError } from '@backstage/errors';
import type { MeshDefinition } from '@meshplane/meshes';
import { DefaultChartRepositories } from '../charts/DefaultChartRepositories';
import type { MeshplaneConfig } from '../config';
import { CliHelmExecutor } from '../helm/CliHelmExecutor';
import { DefaultReleaseRecovery } from '../helm/releases/DefaultReleaseRecovery';
import { KubeReleaseReader } from '../helm/releases/KubeReleaseReader';
import type { Inventory } from '../inventory/Inventory';
import { KubeManifests } from '../manifests/KubeManifests';
import type { OperationCatalog } from '../operations/model';
import { DefaultLifecycleService } from './DefaultLifecycleService';
import type { LifecycleService } from './LifecycleService';
import { meshExecutors, meshPlanners, type MeshLifecycleDeps } from './mesh';
import { GatewayApiBundles } from './mesh/sources/GatewayApiBundles';
import { ManifestSources } from './mesh/sources/ManifestSources';
import { listMigrations, migrationPlanners } from './migration';
import {
  listSamples,
  SampleCatalogue,
  sampleExecutors,
  samplePlanners,
} from './samples';
import { workloadExecutors, workloadPlanners, type Reports } from './workloads';

/** The kinds of operation of the lifecycle, and what pages read before they plan one. */
export interface Lifecycle {
  readonly catalog: OperationCatalog;
  readonly service: LifecycleService;
  /** Charts and Helm as configured. */
  readonly deps: Pick<MeshLifecycleDeps, 'charts' | 'helm'>;
}

/** Puts charts, Helm, planners and executors together. */
export function createLifecycle(options: {
  config: Pick<
    MeshplaneConfig,
    'charts' | 'helm' | 'gitOps' | 'gatewayApiBundles'
  >;
  definitions: readonly MeshDefinition[];
  reports: Reports;
  inventory: Pick<Inventory, 'subscribe'>;
  now: () => Date;
}): Lifecycle {
  const { config, definitions, reports, inventory, now } = options;
  const helm = new CliHelmExecutor({ config: config.helm });
  const charts = new DefaultChartRepositories({
    config: config.charts,
    checkProvenance: (path, keyring, run) => helm.verify(path, keyring, run),
  });
  const releases = new KubeReleaseReader();
  const bundles = new GatewayApiBundles({ url: config.gatewayApiBundles });
  const deps: MeshLifecycleDeps = {
    definitions,
    reports,
    inventory,
    charts,
    helm,
    releases,
    recovery: new DefaultReleaseRecovery(releases, helm),
    manifests: new KubeManifests(),
    bundles,
    sources: new ManifestSources({ charts, helm, bundles }),
    gitOps: config.gitOps,
  };
  const samples = SampleCatalogue.load();
  const planning = { ...deps, samples };
  const planners = [
    ...meshPlanners(deps),
    ...workloadPlanners(planning),
    ...samplePlanners(planning),
    ...migrationPlanners(planning),
  ];
  const executors = [
    ...meshExecutors(deps),
    ...workloadExecutors(deps),
    ...sampleExecutors(deps),
  ];
  return {
    deps,
    catalog: {
      planner: kind => found(planners, one => one.kind === kind, kind),
      executor: type => found(executors, one => one.type === type, type),
    },
    service: new DefaultLifecycleService({
      deps,
      gitOps: config.gitOps?.tool,
      samples: async () => ({ items: listSamples(samples) }),
      migrations: cluster => ({ items: listMigrations(planning, cluster) }),
      now,
    }),
  };
}

function found<T>(all: readonly T[], is: (one: T) => boolean, name: string): T {
  const one = all.find(is);
  if (!one) throw new NotFoundError(`Nothing here can do "${name}"`);
  return one;
}
