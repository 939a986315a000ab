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
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import DeviceHubIcon from '@material-ui/icons/DeviceHub';
import SpeedIcon from '@material-ui/icons/Speed';
import { MeshplaneClient } from '@meshplane/plugin-meshplane-common';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import {
  PERFORMANCE_TARGET,
  UNREACHABLE_TYPES,
} from './components/performance/entity/isPerformanceAvailable';
import {
  entityContentRouteRef,
  entityPerformanceRouteRef,
  performanceRouteRef,
  rootRouteRef,
} from './routes';

// The same as isMeshAvailable, as a predicate that a portal's configuration can replace.
const isComponent = { kind: 'component' };
const hasId = {
  'metadata.annotations.backstage.io/kubernetes-id': { $exists: true },
};
const hasSelector = {
  'metadata.annotations.backstage.io/kubernetes-label-selector': {
    $exists: true,
  },
};

// The same as isPerformanceAvailable.
const hasTarget = {
  [`metadata.annotations.${PERFORMANCE_TARGET}`]: { $exists: true },
};
const isReachable = { $not: { 'spec.type': { $in: [...UNREACHABLE_TYPES] } } };
const mayHaveLoad = { $any: [hasTarget, { $all: [isComponent, isReachable] }] };

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: meshplaneApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new MeshplaneClient({ discoveryApi, fetchApi }),
    }),
});

const meshPage = PageBlueprint.make({
  params: {
    path: '/mesh',
    title: 'Mesh',
    icon: <DeviceHubIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/MeshPage').then(module => <module.MeshPage />),
  },
});

const performancePage = PageBlueprint.make({
  name: 'performance',
  params: {
    path: '/performance',
    title: 'Performance',
    icon: <SpeedIcon fontSize="inherit" />,
    routeRef: performanceRouteRef,
    loader: () =>
      import('./components/performance/page/PerformancePage').then(module => (
        <module.PerformancePage />
      )),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: 'mesh',
    title: 'Mesh',
    filter: { $all: [isComponent, { $any: [hasId, hasSelector] }] },
    routeRef: entityContentRouteRef,
    loader: () =>
      import('./components/entity/EntityMeshContent').then(module => (
        <module.EntityMeshContent />
      )),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    filter: { $all: [isComponent, { $any: [hasId, hasSelector] }] },
    loader: () =>
      import('./components/entity/EntityMeshCard').then(module => (
        <module.EntityMeshCard />
      )),
  },
});

const entityPerformanceContent = EntityContentBlueprint.make({
  name: 'performance',
  params: {
    path: 'performance',
    title: 'Performance',
    filter: mayHaveLoad,
    routeRef: entityPerformanceRouteRef,
    loader: () =>
      import('./components/performance/entity/EntityPerformanceContent').then(
        module => <module.EntityPerformanceContent />,
      ),
  },
});

const entityPerformanceCard = EntityCardBlueprint.make({
  name: 'performance',
  params: {
    filter: mayHaveLoad,
    loader: () =>
      import('./components/performance/entity/MeshplanePerformanceCard').then(
        module => <module.MeshplanePerformanceCard />,
      ),
  },
});

/**
 * Meshplane for the new frontend system: the pages Mesh and Performance, and for components a tab and a
 * card of each.
 *
 * @public
 */
export const meshplanePlugin = createFrontendPlugin({
  pluginId: 'meshplane',
  title: 'Mesh',
  icon: <DeviceHubIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  extensions: [
    api,
    meshPage,
    performancePage,
    entityContent,
    entityCard,
    entityPerformanceContent,
    entityPerformanceCard,
  ],
  routes: {
    root: rootRouteRef,
    performance: performanceRouteRef,
    entityContent: entityContentRouteRef,
    entityPerformance: entityPerformanceRouteRef,
  },
});
