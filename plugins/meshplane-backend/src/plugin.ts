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
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { describeMeshes, meshDefinitions } from '@meshplane/meshes';
import {
  meshplaneClustersExtensionPoint,
  type ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import { registerApi } from './api/registerApi';
import { createClusterAccess } from './clusters/createClusterAccess';
import { readMeshplaneConfig } from './config';
import { createInventory } from './inventory';
import { createLifecycle } from './lifecycle/createLifecycle';
import { MeshService } from './meshes/MeshService';
import { createOperations } from './operations/createOperations';
import { lazyPerformance } from './performance/lazyPerformance';

/**
 * The backend of Meshplane.
 *
 * @public
 */
export const meshplanePlugin = createBackendPlugin({
  pluginId: 'meshplane',
  register(env) {
    const extraSources: ClusterSource[] = [];
    env.registerExtensionPoint(meshplaneClustersExtensionPoint, {
      addClusterSource(source) {
        if (extraSources.some(({ id }) => id === source.id))
          throw new Error(`There is a cluster source "${source.id}" already`);
        extraSources.push(source);
      },
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        // Every backend has it: it fails only when it is used in a portal without the notifications plugin.
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { catalog, lifecycle, logger, metrics } = deps;
        const config = readMeshplaneConfig(deps.config, logger);
        let stopWork = async () => {};
        const clusters = await createClusterAccess({
          ...deps,
          // Steps that are cut off ask the cluster how far they came, so that the connections are closed after them.
          lifecycle: {
            addStartupHook: hook => lifecycle.addStartupHook(hook),
            addShutdownHook: hook =>
              lifecycle.addShutdownHook(async () => {
                await stopWork();
                await hook();
              }),
          },
          config,
          extraSources,
        });
        const inventory = createInventory({
          access: clusters.access,
          logger,
          metrics,
          definitions: meshDefinitions,
          mayRead: clusters.mayRead,
          options: config.inventory,
        });
        const now = () => new Date();
        const meshes = new MeshService({
          clusters: clusters.access,
          inventory,
          describe: (objects, at) =>
            describeMeshes(objects, { definitions: meshDefinitions, now: at }),
          now,
        });
        const meshLifecycle = createLifecycle({
          config,
          definitions: meshDefinitions,
          reports: meshes,
          inventory,
          now,
        });
        const operations = await createOperations({
          ...deps,
          settings: config.operations,
          catalog: meshLifecycle.catalog,
          clusters: clusters.access,
        });
        const performance = lazyPerformance({
          ...deps,
          config,
          clusters: clusters.access,
          inventory,
          meshes,
          operations: operations.service,
        });
        stopWork = async () => {
          await performance.stop();
          await operations.stop();
        };
        lifecycle.addStartupHook(() => performance.start());
        lifecycle.addStartupHook(() => inventory.start());
        lifecycle.addShutdownHook(() => inventory.stop());

        registerApi(deps, {
          clusters: clusters.access,
          inventory,
          catalog,
          meshes,
          definitions: meshDefinitions,
          operations,
          lifecycle: meshLifecycle.service,
          performance: () => performance.get(),
          diagnose: name => clusters.diagnose(name, inventory.kinds(name)),
          history: name => clusters.history.list(name),
          rbac: () => clusters.rbac(),
          now,
        });
      },
    });
  },
});
