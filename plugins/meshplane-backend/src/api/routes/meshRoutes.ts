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
import {
  fleetSchema,
  meshDetailSchema,
  meshListSchema,
  meshplaneMeshReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { compatibilityOf } from '../../meshes/compatibility';
import { namespacesOf } from '../../meshes/namespacesOf';
import { clusterOf, jsonRoute } from '../route';
import { readInfoOf } from '../views/clusterViews';
import { clusterParams, meshParams } from './params';

export const meshRoutes = [
  jsonRoute({
    operationId: 'getFleet',
    method: 'get',
    path: '/meshes',
    summary: 'The fleet: every cluster with its meshes and its coverage',
    permission: meshplaneMeshReadPermission,
    response: fleetSchema,
    handle: ({ authorized, services }) => ({
      items: authorized.list().map(cluster => {
        const { snapshot, overview } = services.meshes.report(cluster.name);
        return {
          cluster: cluster.name,
          title: cluster.title,
          source: cluster.source,
          note: cluster.note,
          health: cluster.health,
          snapshot: readInfoOf(cluster, snapshot),
          ...overview,
        };
      }),
    }),
  }),
  jsonRoute({
    operationId: 'listMeshes',
    method: 'get',
    path: '/clusters/{cluster}/meshes',
    summary: 'Meshes, gateways and CRD bundles of a cluster, with the evidence',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: meshListSchema,
    handle: context => {
      const { report, snapshot } = context.services.meshes.report(
        clusterOf(context).name,
      );
      return { items: report.meshes, snapshot: snapshot.info };
    },
  }),
  jsonRoute({
    operationId: 'getMesh',
    method: 'get',
    path: '/clusters/{cluster}/meshes/{mesh}',
    summary: 'One mesh: components, versions, data plane, namespaces',
    permission: meshplaneMeshReadPermission,
    params: meshParams,
    response: meshDetailSchema,
    handle: context => {
      const cluster = clusterOf(context);
      const { meshes, definitions } = context.services;
      const { report, snapshot } = meshes.report(cluster.name);
      const mesh = report.meshes.find(({ id }) => id === context.params.mesh);
      if (!mesh)
        throw new NotFoundError(
          `No mesh "${context.params.mesh}" in cluster "${cluster.name}"; ${
            report.meshes.length
              ? `there are ${report.meshes.map(m => `"${m.id}"`).join(', ')}`
              : 'none was detected there'
          }`,
        );
      return {
        cluster: cluster.name,
        mesh,
        namespaces: namespacesOf(mesh, report),
        compatibility: compatibilityOf(mesh, {
          report,
          definitions,
          kubernetesVersion: cluster.health.kubernetesVersion,
        }),
        snapshot: snapshot.info,
      };
    },
  }),
];
