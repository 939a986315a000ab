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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Reason } from '@meshplane/meshes';
import type {
  ClusterState,
  FeaturePermission,
} from '@meshplane/plugin-meshplane-common';
import type {
  ClusterConnection,
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import type { Cluster, ClusterAccess, ClusterChange } from './ClusterAccess';
import type { ClusterMetrics } from './ClusterMetrics';
import type { Failure } from './failures';
import {
  type SourcedDescription,
  mergeDescriptions,
} from './mergeDescriptions';
import { ClusterMonitor } from './monitor/ClusterMonitor';
import type { PermissionCheck } from './monitor/probe';
import type { MonitorSettings } from './monitor/settings';
import { type PollSettings, SourcePoller } from './sources/SourcePoller';
import type { Timing } from './timing';

/** A change of state, for the record. */
export interface StateChange {
  cluster: string;
  at: string;
  to: ClusterState;
  message: string;
}

export interface ClusterAccessOptions {
  /** In the order of precedence. */
  sources: readonly ClusterSource[];
  timing: Timing;
  monitor: MonitorSettings;
  poll: PollSettings;
  checkPermissions: PermissionCheck;
  unknownPermissions: readonly FeaturePermission[];
  logger: LoggerService;
  metrics: ClusterMetrics;
  /** Gets every settled state, that is every one but `connecting`. */
  record(change: StateChange): void;
}

const LOG_LEVELS: Record<ClusterState, 'info' | 'warn'> = {
  starting: 'info',
  connecting: 'info',
  connected: 'info',
  degraded: 'warn',
  unreachable: 'warn',
  unauthorized: 'warn',
  misconfigured: 'warn',
};

/** Merges the sources and keeps a {@link ClusterMonitor} for each cluster. */
export class DefaultClusterAccess implements ClusterAccess {
  readonly #options: ClusterAccessOptions;
  readonly #pollers: readonly SourcePoller[];
  readonly #monitors = new Map<
    string,
    { source: string; monitor: ClusterMonitor }
  >();
  readonly #listeners = new Set<(change: ClusterChange) => void>();
  #mergeProblems: readonly Reason[] = [];
  #stopped = false;

  constructor(options: ClusterAccessOptions) {
    this.#options = options;
    this.#pollers = options.sources.map(
      source =>
        new SourcePoller({
          source,
          timing: options.timing,
          settings: options.poll,
          onResult: () => this.#merge(),
        }),
    );
    options.metrics.observeClusters(() => this.list());
  }

  /** Begins to ask sources and to check clusters. */
  start(): void {
    this.#pollers.forEach(poller => poller.start());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pollers.forEach(poller => poller.stop());
    await Promise.all(
      [...this.#monitors.values()].map(({ monitor }) => monitor.stop()),
    );
  }

  list(): readonly Cluster[] {
    return [...this.#monitors.values()].map(({ monitor }) => monitor.cluster);
  }

  get(name: string): Cluster {
    return this.#monitorOf(name).cluster;
  }

  /** How its source describes a cluster, with the means to connect. */
  description(name: string): ClusterDescription {
    return this.#monitorOf(name).description;
  }

  problems(): readonly Reason[] {
    return [
      ...this.#pollers.flatMap(sourceProblems),
      ...this.#mergeProblems,
      ...twinProblems(this.list()),
    ];
  }

  async reconnect(name: string): Promise<Cluster> {
    const { source } = this.#entryOf(name);
    // What was wrong may have been mended in the configuration.
    await this.#pollers.find(poller => poller.source.id === source)?.poll();
    const monitor = this.#monitorOf(name);
    await monitor.reconnect();
    return monitor.cluster;
  }

  reportFailure(
    name: string,
    connection: ClusterConnection,
    error: unknown,
  ): void {
    this.#monitors.get(name)?.monitor.reportFailure(connection, error);
  }

  subscribe(listener: (change: ClusterChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #entryOf(name: string) {
    const entry = this.#monitors.get(name);
    if (!entry) {
      const known = [...this.#monitors.keys()].map(key => `'${key}'`);
      throw new NotFoundError(
        `There is no cluster '${name}'; ${
          known.length ? `there are ${known.join(', ')}` : 'there is none'
        }`,
      );
    }
    return entry;
  }

  #monitorOf(name: string): ClusterMonitor {
    return this.#entryOf(name).monitor;
  }

  #merge(): void {
    if (this.#stopped) {
      return;
    }
    const { clusters, problems } = mergeDescriptions(
      this.#pollers.map(({ source, clusters: list }) => ({
        source: source.id,
        clusters: list,
      })),
    );
    this.#logNewProblems(problems);
    this.#mergeProblems = problems;
    const wanted = new Map(clusters.map(c => [c.description.name, c]));
    for (const [name, { source, monitor }] of this.#monitors) {
      if (wanted.get(name)?.source !== source) {
        this.#monitors.delete(name);
        void monitor.stop();
        this.#emit({ type: 'removed', cluster: name });
      }
    }
    for (const cluster of wanted.values()) {
      const existing = this.#monitors.get(cluster.description.name);
      if (existing) {
        existing.monitor.update(cluster.description);
      } else {
        this.#add(cluster);
      }
    }
  }

  #add({ source, description }: SourcedDescription): void {
    const { timing, monitor: settings, metrics } = this.#options;
    const { checkPermissions, unknownPermissions } = this.#options;
    const monitor = new ClusterMonitor({
      source,
      description,
      settings,
      timing,
      checkPermissions,
      unknownPermissions,
      listener: {
        onUpdate: (cluster, previous) => this.#onUpdate(cluster, previous),
        onLatency: (cluster, latencyMs) =>
          metrics.recordLatency(cluster.name, latencyMs),
        onFailure: (cluster, failure) => this.#onFailure(cluster, failure),
      },
    });
    this.#monitors.set(description.name, { source, monitor });
    this.#onState(monitor.cluster);
    this.#emit({ type: 'added', cluster: description.name });
    monitor.start();
  }

  #onUpdate(cluster: Cluster, previous: Cluster): void {
    // A monitor that was replaced has nothing more to say.
    const current = this.#monitors.get(cluster.name)?.monitor.cluster;
    if (this.#stopped || current !== cluster) {
      return;
    }
    const { state, message } = cluster.health;
    if (
      state !== previous.health.state ||
      (message !== previous.health.message && state !== 'starting')
    ) {
      this.#onState(cluster, previous.health.state);
    }
    this.#emit({ type: 'updated', cluster: cluster.name });
  }

  #onState(cluster: Cluster, from?: ClusterState): void {
    const { logger, record, timing } = this.#options;
    const { state, message } = cluster.health;
    if (state === 'connecting') {
      return;
    }
    logger[LOG_LEVELS[state]](
      `Cluster '${cluster.name}' is ${state}: ${message}`,
      { cluster: cluster.name, source: cluster.source, ...(from && { from }) },
    );
    if (state !== from) {
      record({
        cluster: cluster.name,
        at: new Date(timing.now()).toISOString(),
        to: state,
        message,
      });
    }
  }

  #onFailure(cluster: Cluster, failure: Failure): void {
    this.#options.metrics.countFailure(cluster.name, failure.kind);
    this.#options.logger.debug(
      `A check of cluster '${cluster.name}' failed: ${failure.message}`,
    );
  }

  #logNewProblems(problems: readonly Reason[]): void {
    const known = new Set(this.#mergeProblems.map(({ text }) => text));
    for (const { text } of problems) {
      if (!known.has(text)) {
        this.#options.logger.warn(text);
      }
    }
  }

  #emit(change: ClusterChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#options.logger.error(
          'A listener to cluster changes failed',
          error instanceof Error ? error : undefined,
        );
      }
    }
  }
}

function sourceProblems(poller: SourcePoller): Reason[] {
  const { source, failure, asked, clusters } = poller;
  if (failure) {
    const kept = clusters.length
      ? ` Its last ${clusters.length} clusters are still shown.`
      : '';
    return [
      {
        code: 'cluster-source-failed',
        severity: 'error',
        text: `The cluster source '${source.id}' cannot be read: ${failure.message}.${kept}`,
      },
    ];
  }
  return asked
    ? []
    : [
        {
          code: 'cluster-source-loading',
          severity: 'info',
          text: `The clusters of source '${source.id}' are being read.`,
        },
      ];
}

/** The same cluster under two names is counted twice everywhere. */
function twinProblems(clusters: readonly Cluster[]): Reason[] {
  const byUid = new Map<string, string[]>();
  for (const { uid, name } of clusters) {
    if (uid) {
      byUid.set(uid, [...(byUid.get(uid) ?? []), name]);
    }
  }
  return [...byUid.entries()]
    .filter(([, names]) => names.length > 1)
    .map(([uid, names]) => ({
      code: 'cluster-configured-twice',
      severity: 'warning' as const,
      text: `The clusters ${names
        .map(name => `'${name}'`)
        .join(
          ' and ',
        )} are one and the same (UID of kube-system '${uid}'). Remove all but one from the configuration.`,
    }));
}
