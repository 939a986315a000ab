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
  dashboardListSchema,
  dashboardQuerySchema,
  meshplaneConnectionManagePermission,
  meshplaneMeshReadPermission,
  meshplanePerformanceReadPermission,
  metricsConnectionListSchema,
  metricsDiagnosisSchema,
  panelDataSchema,
  panelQuerySchema,
} from '@meshplane/plugin-meshplane-common';
import { NotAllowedError } from '@backstage/errors';
import type { AuthorizedClusters } from '../../authorization/ClusterAuthorizer';
import { jsonRoute } from '../../route';
import { visibleRun } from './access';
import { connectionParams } from './params';

/** Prometheus and Grafana beside the runs. */
export const connectionRoutes = [
  jsonRoute({
    operationId: 'listMetricsConnections',
    method: 'get',
    path: '/performance/connections',
    summary: 'Every Prometheus and Grafana of the configuration and its state',
    permission: meshplanePerformanceReadPermission,
    response: metricsConnectionListSchema,
    handle: async ({ services }) => {
      const { connections } = await services.performance();
      return { items: await connections.list() };
    },
  }),
  jsonRoute({
    operationId: 'diagnoseMetricsConnection',
    method: 'post',
    path: '/performance/connections/{connection}/diagnosis',
    summary:
      'Goes through a connection step by step; the first step that fails says what to do',
    permission: meshplaneConnectionManagePermission,
    audit: { eventId: 'metrics-connection-diagnosis', severityLevel: 'low' },
    params: connectionParams,
    response: metricsDiagnosisSchema,
    handle: async ({ authorized, params, services }) => {
      const { connections } = await services.performance();
      const name = params.connection;
      const known = (await connections.list()).find(one => one.name === name);
      if (known)
        requireClusters(
          authorized,
          known.clusters,
          meshplaneConnectionManagePermission.name,
          name,
        );
      return connections.diagnose(name);
    },
  }),
  jsonRoute({
    operationId: 'listDashboards',
    method: 'get',
    path: '/performance/dashboards',
    summary: 'Boards of a Grafana, linked to the window of a run',
    permission: meshplanePerformanceReadPermission,
    query: dashboardQuerySchema,
    response: dashboardListSchema,
    handle: async context => {
      const { query, services } = context;
      if (query.runId !== undefined) await visibleRun(context, query.runId);
      const { dashboards } = await services.performance();
      return dashboards.list(query);
    },
  }),
  jsonRoute({
    operationId: 'getPanelData',
    method: 'get',
    path: '/performance/panels',
    summary:
      'Data of one panel over a window; needs to see the clusters of its Grafana as well',
    permission: meshplanePerformanceReadPermission,
    query: panelQuerySchema,
    response: panelDataSchema,
    handle: async ({ authorize, query, services }) => {
      const { connections, dashboards } = await services.performance();
      const { clusters, name } = connections.grafanaNamed(query.connection);
      requireClusters(
        await authorize(meshplaneMeshReadPermission),
        clusters,
        meshplaneMeshReadPermission.name,
        name,
      );
      return dashboards.panel(query);
    },
  }),
];

/**
 * @throws NotFoundError or NotAllowedError as {@link AuthorizedClusters.get}; the latter as well for a connection that
 * knows all clusters, where the caller may not see all of them
 */
function requireClusters(
  authorized: AuthorizedClusters,
  clusters: readonly string[],
  permission: string,
  connection: string,
) {
  for (const cluster of clusters) authorized.get(cluster);
  if (clusters.length === 0 && !authorized.unrestricted)
    throw new NotAllowedError(
      `Permission "${permission}" for all clusters is needed: the connection "${connection}" knows all of them`,
    );
}
