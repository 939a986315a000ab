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

/**
 * Frontend of Meshplane for the old frontend system.
 *
 * @packageDocumentation
 */

import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { MeshplaneClient } from '@meshplane/plugin-meshplane-common';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import {
  entityContentRouteRef,
  entityPerformanceRouteRef,
  performanceRouteRef,
  rootRouteRef,
} from './routes';

/** @public */
export const meshplanePlugin = createPlugin({
  id: 'meshplane',
  apis: [
    createApiFactory({
      api: meshplaneApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new MeshplaneClient({ discoveryApi, fetchApi }),
    }),
  ],
  routes: {
    root: rootRouteRef,
    performance: performanceRouteRef,
    entityContent: entityContentRouteRef,
    entityPerformance: entityPerformanceRouteRef,
  },
});

/**
 * The Mesh page, to be mounted at `/mesh`. The entity tab and card link to it, so a portal that has them needs it, too.
 *
 * @public
 */
export const MeshPage = meshplanePlugin.provide(
  createRoutableExtension({
    name: 'MeshPage',
    component: () =>
      import('./components/LegacyMeshPage').then(
        module => module.LegacyMeshPage,
      ),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The Performance page, to be mounted at `/performance`. It links to the Mesh page.
 *
 * @public
 */
export const PerformancePage = meshplanePlugin.provide(
  createRoutableExtension({
    name: 'PerformancePage',
    component: () =>
      import('./components/performance/page/LegacyPerformancePage').then(
        module => module.LegacyPerformancePage,
      ),
    mountPoint: performanceRouteRef,
  }),
);

/** The Mesh tab of an entity page. @public */
export const EntityMeshContent = meshplanePlugin.provide(
  createRoutableExtension({
    name: 'EntityMeshContent',
    component: () =>
      import('./components/entity/EntityMeshContent').then(
        module => module.EntityMeshContent,
      ),
    mountPoint: entityContentRouteRef,
  }),
);

/** The mesh card of an entity page's overview. @public */
export const EntityMeshCard = meshplanePlugin.provide(
  createComponentExtension({
    name: 'EntityMeshCard',
    component: {
      lazy: () =>
        import('./components/entity/EntityMeshCard').then(
          module => module.EntityMeshCard,
        ),
    },
  }),
);

/** The Performance tab of an entity page. It links to the Performance page, so a portal that has it needs that, too. @public */
export const EntityPerformanceContent = meshplanePlugin.provide(
  createRoutableExtension({
    name: 'EntityPerformanceContent',
    component: () =>
      import('./components/performance/entity/EntityPerformanceContent').then(
        module => module.EntityPerformanceContent,
      ),
    mountPoint: entityPerformanceRouteRef,
  }),
);

/** The performance card of an entity page's overview; it links to the Performance page, too. @public */
export const MeshplanePerformanceCard = meshplanePlugin.provide(
  createComponentExtension({
    name: 'MeshplanePerformanceCard',
    component: {
      lazy: () =>
        import('./components/performance/entity/MeshplanePerformanceCard').then(
          module => module.MeshplanePerformanceCard,
        ),
    },
  }),
);

export { meshplaneApiRef } from './api/meshplaneApiRef';
export { isMeshAvailable } from './components/entity/isMeshAvailable';
export { isPerformanceAvailable } from './components/performance/entity/isPerformanceAvailable';
export { performanceRouteRef, rootRouteRef } from './routes';
