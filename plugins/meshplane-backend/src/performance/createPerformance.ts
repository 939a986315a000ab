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
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { StreamRoom } from '../api/StreamRoom';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import { systemTiming, type Timing } from '../clusters/timing';
import type { MeshplaneConfig } from '../config';
import type { Inventory } from '../inventory/Inventory';
import type { MeshService } from '../meshes/MeshService';
import { createMetricsConnections } from './connections/createMetricsConnections';
import { createEnvironmentReader } from './environment/createEnvironmentReader';
import {
  createExperimentService,
  type ExperimentOperations,
} from './experiments';
import { createDashboardService } from './grafana/createDashboardService';
import { GrafanaRunAnnotator } from './grafana/GrafanaRunAnnotator';
import { clusterResolver, createTargetGuard } from './guard';
import type { Performance } from './Performance';
import { createResourceReader } from './resources/createResourceReader';
import { boardLinks } from './results/boardLinks';
import { createResultRooms } from './results/createResultRooms';
import { ThreadComputer } from './results/compute/ThreadComputer';
import { RetentionTask } from './retention/RetentionTask';
import { JobRunner } from './runners/job/JobRunner';
import { K6OperatorRunner } from './runners/k6/K6OperatorRunner';
import { LocalRunner } from './runners/local/LocalRunner';
import type { Runner } from './runners/Runner';
import { createRunService } from './runs';
import { createScheduleService } from './schedules';
import { createPerformanceStores } from './stores';
import { windowOf } from './windowOf';

/** What {@link createPerformance} needs. */
export interface CreatePerformanceOptions {
  config: Pick<MeshplaneConfig, 'performance' | 'metrics' | 'features'>;
  /** With the tables of the migrations. */
  knex: Knex;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  clusters: ClusterAccess;
  inventory: Inventory;
  meshes: MeshService;
  operations: ExperimentOperations;
  logger: LoggerService;
  notifications?: NotificationService;
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  timing?: Timing;
}

/** Everything about load tests, wired together. */
export interface RunningPerformance extends Performance {
  /** Takes up what replicas that are gone have left, and looks after the queue. */
  start(): void;
  /** Interrupts what runs; clusters have to be there until then. May be called again. */
  stop(): Promise<void>;
}

/** Wires stores, guard, runners, observers, services and their tasks. */
export async function createPerformance(
  options: CreatePerformanceOptions,
): Promise<RunningPerformance> {
  const { catalog, auth, clusters, inventory, logger, meshes, scheduler } =
    options;
  const { performance: config, metrics } = options.config;
  const timing = options.timing ?? systemTiming;
  const now = () => new Date(timing.now());
  const stores = createPerformanceStores(options.knex, () => timing.now());
  const guard = createTargetGuard({
    config,
    catalog,
    auth,
    resolveInCluster: clusterResolver(inventory),
  });
  const connections = createMetricsConnections({
    config: metrics,
    clusters,
    timing,
  });
  const runs = createRunService({
    config,
    stores,
    guard,
    runners: createRunners(options, timing),
    resources: createResourceReader({
      connections,
      clusters,
      inventory,
      meshes,
      timing,
      kubeletStats: options.config.features.kubeletStats,
    }),
    environment: createEnvironmentReader({
      clusters,
      inventory,
      meshes,
      timing,
    }),
    annotator: new GrafanaRunAnnotator({ connections, logger }),
    logger,
    notifications: options.notifications,
    timing,
  });
  const computer = new ThreadComputer(timing);
  const dashboards = createDashboardService({
    connections,
    windowOf: id => windowOf(stores.runs, id),
    timing,
  });
  const rooms = createResultRooms({
    stores,
    runs,
    computer,
    links: row => boardLinks(row, { connections, dashboards, timing }),
    now,
  });
  const schedules = await createScheduleService({
    stores,
    runs,
    compare: input => rooms.comparisons.compare(input),
    scheduler,
    notifications: options.notifications,
    now,
    logger,
  });
  const experiments = createExperimentService({
    stores,
    runs,
    operations: options.operations,
    logger,
    timing,
  });
  await new RetentionTask({
    runs: stores.runs,
    scheduler,
    retentionMs: config.retentionMs,
    now,
    logger,
  }).schedule();

  let stopping: Promise<void> | undefined;
  return {
    ...rooms,
    runs,
    schedules,
    experiments,
    connections,
    dashboards,
    streams: new StreamRoom(),
    queuePositions: () => stores.runs.queuePositions(),
    findExperiment: id => stores.experiments.get(id),
    start() {
      connections.start();
      runs.start();
      experiments.start();
    },
    stop() {
      stopping ??= (async () => {
        // Experiments first: they would take an interrupted run for one that has failed.
        await experiments.stop();
        await runs.stop();
        connections.stop();
        await computer.stop();
      })();
      return stopping;
    },
  };
}

function createRunners(
  { config, clusters }: CreatePerformanceOptions,
  timing: Timing,
): Runner[] {
  const inClusters = {
    clusters,
    timing,
    settings: config.performance.jobs,
    enabled: config.features.performance,
  };
  return [
    new LocalRunner({ config: config.performance, timing }),
    new JobRunner(inClusters),
    new K6OperatorRunner(inClusters),
  ];
}
