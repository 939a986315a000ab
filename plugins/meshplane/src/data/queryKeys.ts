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
  CoverageQuery,
  InventoryQuery,
  TopologyQuery,
} from '@meshplane/plugin-meshplane-common';

/**
 * Keys of the query cache. Everything about one cluster starts with `['cluster', name]`, so that one event refreshes it
 * all; what spans clusters starts with `['fleet']`.
 */
export const queryKeys = {
  fleetAll: ['fleet'] as const,
  fleet: ['fleet', 'meshes'] as const,
  definitions: ['definitions'] as const,
  clusters: ['fleet', 'clusters'] as const,
  entity: (entityRef: string) => ['fleet', 'entity', entityRef] as const,
  clusterAll: (cluster: string) => ['cluster', cluster] as const,
  cluster: (cluster: string) => ['cluster', cluster, 'detail'] as const,
  mesh: (cluster: string, mesh: string) =>
    ['cluster', cluster, 'mesh', mesh] as const,
  meshes: (cluster: string) => ['cluster', cluster, 'meshes'] as const,
  coverage: (cluster: string, query: CoverageQuery) =>
    ['cluster', cluster, 'coverage', query] as const,
  namespaces: (cluster: string) => ['cluster', cluster, 'namespaces'] as const,
  inventoryKinds: (cluster: string) =>
    ['cluster', cluster, 'inventory-kinds'] as const,
  inventory: (cluster: string, query: InventoryQuery) =>
    ['cluster', cluster, 'inventory', query] as const,
  topology: (cluster: string, query: TopologyQuery) =>
    ['cluster', cluster, 'topology', query] as const,
  /** Not below `clusterAll`: a diagnosis costs round trips to the cluster and runs only when somebody asks. */
  diagnosis: (cluster: string) => ['diagnosis', cluster] as const,
  rbac: ['rbac'] as const,
};
