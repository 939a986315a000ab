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
  DatabaseService,
  DiscoveryService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type {
  ClusterDiagnosis,
  KindStatus,
  Rbac,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterSource } from '@meshplane/plugin-meshplane-node';
import type { MeshplaneConfig } from '../config';
import type { ClusterHistoryStore } from '../database/ClusterHistoryStore';
import { DatabaseClusterHistoryStore } from '../database/DatabaseClusterHistoryStore';
import { checkPermissions, unknownPermissions } from '../rbac/checkPermissions';
import { featuresOf, readableResources } from '../rbac/features';
import { generateRbac } from '../rbac/generateRbac';
import type { ClusterAccess } from './ClusterAccess';
import { ClusterMetrics } from './ClusterMetrics';
import { DefaultClusterAccess } from './DefaultClusterAccess';
import { diagnoseCluster } from './diagnosis';
import {
  DEFAULT_MONITOR_SETTINGS,
  type MonitorSettings,
} from './monitor/settings';
import type { PermissionCheck } from './monitor/probe';
import { KubeconfigSource } from './sources/KubeconfigSource';
import { KubernetesPluginSource } from './sources/KubernetesPluginSource';
import {
  DEFAULT_POLL_SETTINGS,
  type PollSettings,
} from './sources/SourcePoller';
import { type Timing, systemTiming } from './timing';

export interface CreateClusterAccessOptions {
  /** From `readMeshplaneConfig`. */
  config: MeshplaneConfig;
  logger: LoggerService;
  discovery: DiscoveryService;
  auth: AuthService;
  database: DatabaseService;
  scheduler: SchedulerService;
  /** Starts the access when the backend has started and stops it with the backend. */
  lifecycle: LifecycleService;
  metrics?: MetricsService;
  /** Of the extension point, after the built-in ones in precedence. */
  extraSources?: readonly ClusterSource[];
  timing?: Timing;
  /** For tests: other times than the configured and built-in ones. */
  monitor?: Partial<MonitorSettings>;
  poll?: Partial<PollSettings>;
}

/** Everything that concerns clusters, wired together. */
export interface ClusterServices {
  access: ClusterAccess;
  history: ClusterHistoryStore;
  /**
   * Looks at a connection step by step.
   *
   * @param kinds - what the inventory knows of the cluster: `inventory.kinds(name)`
   * @throws NotFoundError if there is no such cluster
   */
  diagnose(
    name: string,
    kinds: readonly KindStatus[],
  ): Promise<ClusterDiagnosis>;
  /**
   * Whether an enabled feature needs (and the generated ClusterRole grants) a resource, by API group and plural name.
   */
  mayRead(group: string, resource: string): boolean;
  /** The answer of `GET /rbac`. */
  rbac(): Rbac;
  /** Done by `lifecycle`; for tests. */
  start(): void;
  /** Done by `lifecycle`; for tests. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Wires sources, health checks, history, permissions and metrics of clusters. */
export async function createClusterAccess(
  options: CreateClusterAccessOptions,
): Promise<ClusterServices> {
  const { config, logger, discovery, auth, lifecycle, scheduler } = options;
  const timing = options.timing ?? systemTiming;
  const features = featuresOf(config);
  const check: PermissionCheck = (connection, signal) =>
    checkPermissions(connection, features, signal);
  const history = await DatabaseClusterHistoryStore.create(options.database);

  const kubeconfigs = new KubeconfigSource(config.clusters, timing);
  const access = new DefaultClusterAccess({
    sources: [
      ...(config.kubernetesPlugin.enabled
        ? [new KubernetesPluginSource({ discovery, auth, timing })]
        : []),
      ...(config.clusters.length ? [kubeconfigs] : []),
      ...(options.extraSources ?? []),
    ],
    timing,
    monitor: {
      ...DEFAULT_MONITOR_SETTINGS,
      ...config.health,
      ...options.monitor,
    },
    poll: { ...DEFAULT_POLL_SETTINGS, ...options.poll },
    checkPermissions: check,
    unknownPermissions: unknownPermissions(features),
    logger,
    metrics: new ClusterMetrics(options.metrics),
    record: inOrder(change => history.record(change), logger),
  });

  await scheduler.scheduleTask({
    id: 'meshplane-cluster-history-cleanup',
    frequency: { hours: 6 },
    timeout: { minutes: 5 },
    initialDelay: { minutes: 1 },
    scope: 'global',
    fn: async () => {
      const dropped = await history.removeBefore(
        new Date(timing.now() - config.history.retentionMs),
      );
      logger.debug(`Dropped ${dropped} old entries of the cluster history`);
    },
  });

  const start = () => access.start();
  const stop = async () => {
    kubeconfigs.stop();
    await access.stop();
  };
  lifecycle.addStartupHook(start);
  lifecycle.addShutdownHook(stop);

  return {
    access,
    history,
    diagnose: async (name, kinds) =>
      diagnoseCluster({
        description: access.description(name),
        kinds,
        checkPermissions: check,
        timing,
        timeoutMs: config.health.timeoutMs,
      }),
    mayRead: readableResources(features),
    rbac: () => ({
      yaml: generateRbac(features),
      features: features.map(({ id, title, enabled }) => ({
        feature: id,
        title,
        enabled,
      })),
    }),
    start,
    stop,
  };
}

/** Runs a write for each item, one after the other; a failure is logged and does not stop the next. */
function inOrder<T>(
  write: (item: T) => Promise<void>,
  logger: LoggerService,
): (item: T) => void {
  let last: Promise<void> = Promise.resolve();
  return item => {
    last = last
      .then(() => write(item))
      .catch(error => {
        logger.warn(
          'A change of a cluster state could not be recorded',
          error instanceof Error ? error : undefined,
        );
      });
  };
}
