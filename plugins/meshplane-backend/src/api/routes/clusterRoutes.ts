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
  clusterDetailSchema,
  clusterDiagnosisSchema,
  clusterListSchema,
  clusterSummarySchema,
  meshplaneConnectionManagePermission,
  meshplaneMeshReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { clusterOf, jsonRoute } from '../route';
import { clusterSummaryOf } from '../views/clusterViews';
import { clusterParams } from './params';

export const clusterRoutes = [
  jsonRoute({
    operationId: 'listClusters',
    method: 'get',
    path: '/clusters',
    summary: 'All clusters with their health',
    permission: meshplaneMeshReadPermission,
    response: clusterListSchema,
    handle: ({ authorized, services }) => ({
      items: authorized
        .list()
        .map(cluster =>
          clusterSummaryOf(cluster, services.inventory.snapshot(cluster.name)),
        ),
      // They name clusters, whoever asks.
      problems: authorized.unrestricted
        ? [...services.clusters.problems()]
        : [],
    }),
  }),
  jsonRoute({
    operationId: 'getCluster',
    method: 'get',
    path: '/clusters/{cluster}',
    summary: 'One cluster: health, permissions, watched kinds, history',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: clusterDetailSchema,
    handle: async context => {
      const cluster = clusterOf(context);
      const { inventory, history } = context.services;
      return {
        ...clusterSummaryOf(cluster, inventory.snapshot(cluster.name)),
        permissions: [...cluster.permissions],
        kinds: [...inventory.kinds(cluster.name)],
        reconcile: inventory.reconcileStatus(cluster.name),
        history: await history(cluster.name),
      };
    },
  }),
  jsonRoute({
    operationId: 'diagnoseCluster',
    method: 'get',
    path: '/clusters/{cluster}/diagnosis',
    summary:
      'Walks through the connection step by step and says where it fails',
    permission: meshplaneConnectionManagePermission,
    params: clusterParams,
    response: clusterDiagnosisSchema,
    handle: context => context.services.diagnose(clusterOf(context).name),
  }),
  jsonRoute({
    operationId: 'reconnectCluster',
    method: 'post',
    path: '/clusters/{cluster}/reconnect',
    summary:
      'Closes the circuit and tries at once; answers when the attempt is over',
    permission: meshplaneConnectionManagePermission,
    audit: { eventId: 'cluster-reconnect', severityLevel: 'medium' },
    params: clusterParams,
    response: clusterSummarySchema,
    handle: async context => {
      const { clusters, inventory } = context.services;
      const cluster = await clusters.reconnect(clusterOf(context).name);
      return clusterSummaryOf(cluster, inventory.snapshot(cluster.name));
    },
  }),
];
