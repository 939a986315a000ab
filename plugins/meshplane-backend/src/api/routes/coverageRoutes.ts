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
  coveragePageSchema,
  coverageQuerySchema,
  meshplaneMeshReadPermission,
  namespaceCoverageListSchema,
} from '@meshplane/plugin-meshplane-common';
import { queryCoverage } from '../../meshes/coverageQuery';
import { clusterOf, jsonRoute } from '../route';
import { clusterParams } from './params';

export const coverageRoutes = [
  jsonRoute({
    operationId: 'queryCoverage',
    method: 'get',
    path: '/clusters/{cluster}/coverage',
    summary: 'Workloads and whether they are on a mesh',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    query: coverageQuerySchema,
    response: coveragePageSchema,
    handle: context => {
      const { report, snapshot, systemNamespaces } =
        context.services.meshes.report(clusterOf(context).name);
      return {
        ...queryCoverage(report.workloads, systemNamespaces, context.query),
        snapshot: snapshot.info,
      };
    },
  }),
  jsonRoute({
    operationId: 'listNamespaceCoverage',
    method: 'get',
    path: '/clusters/{cluster}/coverage/namespaces',
    summary: 'Namespaces: what their labels ask for and what their pods are',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: namespaceCoverageListSchema,
    handle: context => {
      const { report, snapshot } = context.services.meshes.report(
        clusterOf(context).name,
      );
      return { items: report.namespaces, snapshot: snapshot.info };
    },
  }),
];
