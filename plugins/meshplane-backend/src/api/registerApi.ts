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
  HttpAuthService,
  HttpRouterService,
  LifecycleService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { meshplanePermissions } from '@meshplane/plugin-meshplane-common';
import { registerActions } from '../actions';
import { EventHub } from '../events/EventHub';
import type { ApiServices } from './ApiServices';
import { ClusterAuthorizer } from './authorization/ClusterAuthorizer';
import {
  clusterPermissionRules,
  meshplaneClusterResourceRef,
} from './authorization/clusterRules';
import { createRouteCaller } from './callRoute';
import { createRouter } from './createRouter';
import { allRoutes } from './routes';

/** What the API needs from Backstage. */
export interface ApiCoreServices {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
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
    permissions: meshplanePermissions,
    rules: Object.values(clusterPermissionRules),
    getResources: async names =>
      names.map(name => clusters.list().find(c => c.name === name)),
  });
  const authorizer = new ClusterAuthorizer({
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
    authorizer,
    auditor: core.auditor,
  };
  registerActions({
    actionsRegistry: core.actionsRegistry,
    authorizer,
    inventory,
    meshes,
    callRoute: createRouteCaller(allRoutes, gate, 'action'),
  });
  core.httpRouter.use(
    createRouter({ ...gate, routes: allRoutes, httpAuth: core.httpAuth }),
  );
}
