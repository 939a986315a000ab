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
  MetricsConnection,
  MetricsDiagnosis,
} from '@meshplane/plugin-meshplane-common';
import type { GrafanaClient } from './grafana/GrafanaClient';
import type { PrometheusClient } from './prometheus/PrometheusClient';

/** A Prometheus that can be asked about a cluster. */
export interface PrometheusConnection {
  readonly name: string;
  /** Clusters that it knows; empty: all. */
  readonly clusters: readonly string[];
  /** Label that holds the name of the cluster, where it knows several. */
  readonly clusterLabel?: string;
  /** For people and for finding out whether a data source means it; without credentials. */
  readonly address: string;
  readonly client: PrometheusClient;
}

/** A Grafana. */
export interface GrafanaConnection {
  readonly name: string;
  /** Clusters whose boards it has; empty: all. */
  readonly clusters: readonly string[];
  readonly address: string;
  /** Whether runs are marked in it. */
  readonly annotate: boolean;
  /** Names of Prometheus connections by the UIDs of its data sources, as the configuration says. */
  readonly datasources: ReadonlyMap<string, string>;
  readonly client: GrafanaClient;
}

/** All Prometheus and Grafana that the configuration names. Credentials stay inside. */
export interface MetricsConnections {
  /**
   * What is known of each, in the order of the configuration. A connection that was never checked is checked now; all
   * else comes from memory.
   */
  list(): Promise<MetricsConnection[]>;
  /**
   * Goes through a connection step by step; the first step that fails says what to do.
   *
   * @throws NotFoundError naming the connection and the ones that exist
   */
  diagnose(name: string): Promise<MetricsDiagnosis>;
  /** The first one that names the cluster, else the first one that knows all clusters. */
  prometheusOf(cluster: string): PrometheusConnection | undefined;
  /** All, in the order of the configuration. */
  prometheus(): readonly PrometheusConnection[];
  /** All, in the order of the configuration. */
  grafana(): readonly GrafanaConnection[];
  /**
   * @throws NotFoundError naming the connection and the ones that exist
   */
  grafanaNamed(name: string): GrafanaConnection;
  /** Begins to check all of them again and again. */
  start(): void;
  stop(): void;
}
