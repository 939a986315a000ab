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

import { setTimeout as delay } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { MeshplaneClient } from '@meshplane/plugin-meshplane-common';
import { readProviderConfig } from './config';
import { MeshplaneEntityProvider } from './MeshplaneEntityProvider';

/**
 * Adds clusters and meshes to the catalog.
 *
 * @public
 */
export const catalogModuleMeshplane = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'meshplane',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { auth, catalog, discovery, lifecycle, logger, scheduler } = deps;
        const { entities, schedule } = readProviderConfig(deps.config);
        const shutdown = new AbortController();
        lifecycle.addShutdownHook(() => shutdown.abort());
        const api = new MeshplaneClient({
          discoveryApi: discovery,
          fetchApi: {
            fetch: async (url, init) => {
              const { token } = await auth.getPluginRequestToken({
                onBehalfOf: await auth.getOwnServiceCredentials(),
                targetPluginId: 'meshplane',
              });
              const headers = new Headers(init?.headers);
              headers.set('authorization', `Bearer ${token}`);
              return fetch(url, { ...init, headers });
            },
          },
        });
        deps.processing.addEntityProvider(
          new MeshplaneEntityProvider({
            api,
            auth,
            catalog,
            logger,
            taskRunner: scheduler.createScheduledTaskRunner(schedule),
            entities,
            follow: {
              signal: shutdown.signal,
              wait: (milliseconds, signal) =>
                delay(milliseconds, undefined, { signal, ref: false }).catch(
                  () => undefined,
                ),
            },
          }),
        );
      },
    });
  },
});
