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
  chartValuesQuerySchema,
  chartValuesSchema,
  helmReleaseListSchema,
  lifecycleOfferListSchema,
  meshplaneMeshReadPermission,
  migrationListSchema,
  sampleListSchema,
} from '@meshplane/plugin-meshplane-common';
import { clusterOf, jsonRoute } from '../route';
import { clusterParams, definitionParams } from './params';

export const lifecycleRoutes = [
  jsonRoute({
    operationId: 'getLifecycle',
    method: 'get',
    path: '/clusters/{cluster}/lifecycle',
    summary: 'What can be installed, upgraded and configured on a cluster',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: lifecycleOfferListSchema,
    handle: context =>
      context.services.lifecycle.offers(clusterOf(context), context.signal),
  }),
  jsonRoute({
    operationId: 'getChartValues',
    method: 'get',
    path: '/lifecycle/{definition}/values',
    summary: 'Values of the charts of a version, with their schemas',
    permission: meshplaneMeshReadPermission,
    params: definitionParams,
    query: chartValuesQuerySchema,
    response: chartValuesSchema,
    handle: ({ params, query, services, signal }) =>
      services.lifecycle.values(
        params.definition,
        query.version,
        query.preset,
        signal,
      ),
  }),
  jsonRoute({
    operationId: 'listReleases',
    method: 'get',
    path: '/clusters/{cluster}/releases',
    summary: 'Helm releases, the stuck ones with what can be done about them',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: helmReleaseListSchema,
    handle: context =>
      context.services.lifecycle.releases(clusterOf(context), context.signal),
  }),
  jsonRoute({
    operationId: 'listSamples',
    method: 'get',
    path: '/samples',
    summary: 'Sample applications with their guides',
    permission: meshplaneMeshReadPermission,
    response: sampleListSchema,
    handle: ({ services }) => services.lifecycle.samples(),
  }),
  jsonRoute({
    operationId: 'listMigrations',
    method: 'get',
    path: '/clusters/{cluster}/migrations',
    summary: 'Moves from one mesh to another, and how far they have come',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: migrationListSchema,
    handle: context =>
      context.services.lifecycle.migrations(clusterOf(context), context.signal),
  }),
];
