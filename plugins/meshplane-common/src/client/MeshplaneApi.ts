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

import type { Topology } from '@meshplane/meshes';
import type {
  ClusterDetail,
  ClusterDiagnosis,
  ClusterList,
  CoveragePage,
  CoverageQuery,
  DefinitionList,
  EntityCoverage,
  Fleet,
  InventoryKinds,
  InventoryPage,
  InventoryQuery,
  MeshDetail,
  MeshList,
  MeshplaneEvent,
  NamespaceCoverageList,
  Rbac,
} from '../api';
import type { OperationsApi } from './OperationsApi';
import type { PerformanceApi } from './PerformanceApi';

/** A `fetch` that adds credentials; Backstage's fetch API or a service's own. @public */
export type FetchLike = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * The REST API under `/api/meshplane/v1`. Every call throws a `ResponseError` that carries the server's message.
 *
 * @public
 */
export interface MeshplaneApi extends OperationsApi {
  /** Load tests and what is made of them. */
  readonly performance: PerformanceApi;
  getClusters(): Promise<ClusterList>;
  getCluster(cluster: string): Promise<ClusterDetail>;
  /** Walks through the connection step by step and says where it fails. */
  diagnoseCluster(cluster: string): Promise<ClusterDiagnosis>;
  /** Closes the circuit and tries at once. */
  reconnectCluster(cluster: string): Promise<void>;
  getRbac(): Promise<Rbac>;
  getFleet(): Promise<Fleet>;
  getMeshes(cluster: string): Promise<MeshList>;
  getMesh(cluster: string, mesh: string): Promise<MeshDetail>;
  getCoverage(cluster: string, query?: CoverageQuery): Promise<CoveragePage>;
  getNamespaceCoverage(cluster: string): Promise<NamespaceCoverageList>;
  getEntityCoverage(entityRef: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<EntityCoverage>;
  getInventory(cluster: string, query: InventoryQuery): Promise<InventoryPage>;
  getInventoryKinds(cluster: string): Promise<InventoryKinds>;
  getTopology(cluster: string, query?: TopologyQuery): Promise<Topology>;
  getDefinitions(): Promise<DefinitionList>;
  /** Streams events until the signal aborts; throws when the connection breaks, so that the caller can reconnect. */
  streamEvents(
    onEvent: (event: MeshplaneEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Query of `GET /clusters/:cluster/topology`. @public */
export interface TopologyQuery {
  namespace?: string[];
  mesh?: string;
  q?: string;
  /** Most nodes in the answer. */
  limit?: number;
  system?: 'true' | 'false';
}
