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
  AuditorService,
  AuthService,
  HttpAuthService,
  HttpRouterService,
  LifecycleService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  meshplanePermissions,
  RESOURCE_TYPE_MESHPLANE_CLUSTER,
  RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
} from '@meshplane/plugin-meshplane-common';
import { registerActions } from '../actions';
import { EventHub } from '../events/EventHub';
import type { ApiServices } from './ApiServices';
import { ClusterAuthorizer } from './authorization/ClusterAuthorizer';
import {
  clusterPermissionRules,
  meshplaneClusterResourceRef,
} from './authorization/clusterRules';
import { EntityOwners } from './authorization/EntityOwners';
import { PerformanceAuthorizer } from './authorization/PerformanceAuthorizer';
import {
  meshplanePerformanceResourceRef,
  performancePermissionRules,
} from './authorization/performanceRules';
import { performanceResources } from './authorization/performanceResources';
import { RouteAuthorizer } from './authorization/RouteAuthorizer';
import { createRouteCaller } from './callRoute';
import { createRouter } from './createRouter';
import { allRoutes } from './routes';

/** What the API needs from Backstage. */
export interface ApiCoreServices {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  httpAuth: HttpAuthService;
  httpRouter: HttpRouterService;
  lifecycle: LifecycleService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}

/** What the API needs from the rooms of this plugin. */
export type ApiSources = Omit<ApiServices, 'events'>;

/** Puts permissions, REST API, event stream and actions in place over clusters and inventory. */
export function registerApi(core: ApiCoreServices, sources: ApiSources) {
  const { clusters, inventory, meshes, operations, now } = sources;
  core.permissionsRegistry.addResourceType({
    resourceRef: meshplaneClusterResourceRef,
    permissions: meshplanePermissions.filter(
      one => one.resourceType === RESOURCE_TYPE_MESHPLANE_CLUSTER,
    ),
    rules: Object.values(clusterPermissionRules),
    getResources: async names =>
      names.map(name => clusters.list().find(c => c.name === name)),
  });
  const owners = new EntityOwners({
    catalog: core.catalog,
    auth: core.auth,
    now: () => now().getTime(),
  });
  core.permissionsRegistry.addResourceType({
    resourceRef: meshplanePerformanceResourceRef,
    permissions: meshplanePermissions.filter(
      one => one.resourceType === RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
    ),
    rules: Object.values(performancePermissionRules),
    getResources: performanceResources(sources.performance, owners),
  });
  const clusterAuthorizer = new ClusterAuthorizer({
    clusters,
    permissions: core.permissions,
    permissionsRegistry: core.permissionsRegistry,
  });
  const events = new EventHub({
    clusters,
    inventory,
    operations: operations.watch,
    now,
  });
  core.lifecycle.addShutdownHook(() => events.close());

  const gate = {
    services: { ...sources, events },
    authorizer: new RouteAuthorizer({
      clusters: clusterAuthorizer,
      performance: new PerformanceAuthorizer({
        owners,
        permissions: core.permissions,
        permissionsRegistry: core.permissionsRegistry,
      }),
    }),
    auditor: core.auditor,
  };
  registerActions({
    actionsRegistry: core.actionsRegistry,
    authorizer: clusterAuthorizer,
    inventory,
    meshes,
    callRoute: createRouteCaller(allRoutes, gate, 'action'),
  });
  core.httpRouter.use(
    createRouter({ ...gate, routes: allRoutes, httpAuth: core.httpAuth }),
  );
}
