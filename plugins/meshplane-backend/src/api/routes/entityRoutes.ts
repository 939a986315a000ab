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
  entityCoverageSchema,
  meshplaneMeshReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { selectionOf } from '../../meshes/entitySelection';
import { jsonRoute } from '../route';
import { readInfoOf } from '../views/clusterViews';
import { entityParams } from './params';

export const entityRoutes = [
  jsonRoute({
    operationId: 'getEntityCoverage',
    method: 'get',
    path: '/entities/{kind}/{namespace}/{name}/coverage',
    summary: 'The workloads of a catalog entity on all clusters',
    permission: meshplaneMeshReadPermission,
    params: entityParams,
    response: entityCoverageSchema,
    handle: async ({ params, credentials, authorized, services }) => {
      const entityRef =
        `${params.kind}:${params.namespace}/${params.name}`.toLowerCase();
      // With the caller's credentials: who may not see the entity does not learn where it runs.
      const entity = await services.catalog.getEntityByRef(params, {
        credentials,
      });
      if (!entity)
        throw new NotFoundError(`No entity "${entityRef}" in the catalog`);

      const selection = selectionOf(entity.metadata.annotations ?? {});
      const { matches } = selection;
      if (!matches)
        return { entityRef, selection: selection.text, clusters: [] };
      const clusters = authorized
        .list()
        .filter(({ name }) => !selection.cluster || name === selection.cluster)
        .map(cluster => {
          const { report, snapshot, overview } = services.meshes.report(
            cluster.name,
          );
          const workloads = report.workloads.filter(row =>
            matches(row, snapshot),
          );
          const ids = new Set(workloads.flatMap(row => row.meshes));
          return {
            cluster: cluster.name,
            health: cluster.health,
            workloads,
            meshes: overview.meshes.filter(({ id }) => ids.has(id)),
            snapshot: readInfoOf(cluster, snapshot),
          };
        });
      return { entityRef, selection: selection.text, clusters };
    },
  }),
];
