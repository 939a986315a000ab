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

import { buildTopology, topologySchema } from '@meshplane/meshes';
import {
  meshplaneMeshReadPermission,
  searchTextSchema,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { reportMatching } from '../../meshes/matching';
import { clusterOf, jsonRoute } from '../route';
import { clusterParams } from './params';

/** More boxes than a page can draw and a person can read. */
const MAX_NODES = 2000;

const namespaceSchema = z.string().min(1).max(253);

const topologyQuerySchema = z.object({
  namespace: z
    .union([namespaceSchema, z.array(namespaceSchema)])
    .transform(value => (Array.isArray(value) ? value : [value]))
    .optional(),
  mesh: z.string().max(300).optional(),
  q: searchTextSchema,
  limit: z.coerce.number().int().min(10).max(MAX_NODES).optional(),
  system: z.enum(['true', 'false']).default('false'),
});

export const topologyRoutes = [
  jsonRoute({
    operationId: 'getTopology',
    method: 'get',
    path: '/clusters/{cluster}/topology',
    summary: 'Graph of cluster, namespaces, workloads, services and gateways',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    query: topologyQuerySchema,
    response: topologySchema,
    handle: context => {
      const { namespace, mesh, q, limit, system } = context.query;
      const cluster = clusterOf(context);
      const { report, snapshot } = context.services.meshes.report(cluster.name);
      return buildTopology(snapshot, reportMatching(report, q), {
        cluster: cluster.title,
        namespaces: namespace,
        meshes: mesh ? [mesh] : undefined,
        includeSystem: system === 'true',
        limit,
      });
    },
  }),
];
