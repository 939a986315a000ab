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

import type { ClusterAccess } from '../../clusters/ClusterAccess';
import { systemTiming, type Timing } from '../../clusters/timing';
import type {
  GrafanaSettings,
  MetricsConfig,
  PrometheusSettings,
} from './config';
import {
  DefaultMetricsConnections,
  type ManagedConnection,
} from './DefaultMetricsConnections';
import { diagnoseGrafana } from './diagnosis/diagnoseGrafana';
import { diagnosePrometheus } from './diagnosis/diagnosePrometheus';
import { HttpGrafanaClient } from './grafana/HttpGrafanaClient';
import type {
  GrafanaConnection,
  MetricsConnections,
  PrometheusConnection,
} from './MetricsConnections';
import { HttpPrometheusClient } from './prometheus/HttpPrometheusClient';
import type { MetricsTransport } from './transport/MetricsTransport';
import { ServiceTransport } from './transport/ServiceTransport';
import { UrlTransport } from './transport/UrlTransport';

const REQUEST_TIMEOUT_MS = 30_000;
/** Checks and steps of a diagnosis: somebody waits for them. */
const CHECK_TIMEOUT_MS = 8_000;
const CHECK_EVERY_MS = 60_000;

export interface CreateMetricsConnectionsOptions {
  /** From `readMeshplaneConfig`. */
  config: MetricsConfig;
  clusters: Pick<ClusterAccess, 'get'>;
  timing?: Timing;
  requestTimeoutMs?: number;
  checkTimeoutMs?: number;
}

/** Connections to everything that the sections `meshplane.prometheus` and `meshplane.grafana` name. */
export function createMetricsConnections(
  options: CreateMetricsConnectionsOptions,
): MetricsConnections {
  const timing = options.timing ?? systemTiming;
  const context: Context = {
    clusters: options.clusters,
    timing,
    timeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    checkTimeoutMs: options.checkTimeoutMs ?? CHECK_TIMEOUT_MS,
  };
  const prometheus = options.config.prometheus.map(one =>
    connectPrometheus(one, context),
  );
  const grafana = options.config.grafana.map(one =>
    connectGrafana(one, context),
  );
  return new DefaultMetricsConnections({
    prometheus: prometheus.map(one => one.connection),
    grafana: grafana.map(one => one.connection),
    managed: [...prometheus, ...grafana].map(one => one.managed),
    timing,
    checkEveryMs: CHECK_EVERY_MS,
  });
}

interface Context {
  clusters: Pick<ClusterAccess, 'get'>;
  timing: Timing;
  timeoutMs: number;
  checkTimeoutMs: number;
}

function connectPrometheus(
  settings: PrometheusSettings,
  context: Context,
): { connection: PrometheusConnection; managed: ManagedConnection } {
  const { name, clusters, target, tenant, clusterLabel } = settings;
  const { timing } = context;
  const headers = tenant ? { 'x-scope-orgid': tenant } : undefined;
  const open = (timeoutMs: number): MetricsTransport =>
    target.type === 'url'
      ? new UrlTransport({ ...target, headers, timing, timeoutMs })
      : new ServiceTransport({
          target,
          clusters: context.clusters,
          headers,
          timing,
          timeoutMs,
        });
  const transport = open(context.timeoutMs);
  const quick = open(context.checkTimeoutMs);
  const checking = new HttpPrometheusClient(quick);
  return {
    connection: {
      name,
      clusters,
      ...(clusterLabel && { clusterLabel }),
      address: transport.address,
      client: new HttpPrometheusClient(transport),
    },
    managed: {
      name,
      kind: 'prometheus',
      clusters,
      address: transport.address,
      async check() {
        // Authentication is asked for by a query, which every program that speaks the API answers.
        const { series } = await checking.query(
          'count(container_cpu_usage_seconds_total)',
          timing.now(),
        );
        const version = await checking.version();
        return {
          ...(version && { version }),
          ...(series.length === 0 && {
            warning:
              'It has no metrics of containers ("container_cpu_usage_seconds_total"), so that CPU and memory cannot be read from it.',
          }),
        };
      },
      diagnose: () =>
        diagnosePrometheus({
          settings,
          client: checking,
          clusters: context.clusters,
          timing,
          timeoutMs: context.checkTimeoutMs,
        }),
      close() {
        transport.close();
        quick.close();
      },
    },
  };
}

function connectGrafana(
  settings: GrafanaSettings,
  context: Context,
): { connection: GrafanaConnection; managed: ManagedConnection } {
  const { name, clusters, target, annotate, datasources } = settings;
  const { timing } = context;
  const transport = new UrlTransport({
    ...target,
    timing,
    timeoutMs: context.timeoutMs,
  });
  const quick = new UrlTransport({
    ...target,
    timing,
    timeoutMs: context.checkTimeoutMs,
  });
  const checking = new HttpGrafanaClient(quick);
  return {
    connection: {
      name,
      clusters,
      address: transport.address,
      annotate,
      datasources,
      client: new HttpGrafanaClient(transport),
    },
    managed: {
      name,
      kind: 'grafana',
      clusters,
      address: transport.address,
      async check() {
        const { version, database } = await checking.health();
        await checking.organisation();
        return {
          ...(version && { version }),
          ...(database !== undefined &&
            database !== 'ok' && {
              warning: `Its database is in the state "${database}".`,
            }),
        };
      },
      diagnose: () =>
        diagnoseGrafana({
          settings,
          client: checking,
          timing,
          timeoutMs: context.checkTimeoutMs,
        }),
      close() {
        transport.close();
        quick.close();
      },
    },
  };
}
