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

import { topologySchema, type Topology } from '@meshplane/meshes';
import {
  chartValuesSchema,
  clusterDetailSchema,
  clusterDiagnosisSchema,
  clusterListSchema,
  coveragePageSchema,
  definitionListSchema,
  entityCoverageSchema,
  fleetSchema,
  gitOpsFilesSchema,
  helmReleaseListSchema,
  inventoryKindsSchema,
  inventoryPageSchema,
  lifecycleOfferListSchema,
  meshDetailSchema,
  meshListSchema,
  meshplaneEventSchema,
  migrationListSchema,
  namespaceCoverageListSchema,
  objectChangeListSchema,
  operationDetailSchema,
  operationEventSchema,
  operationListSchema,
  operationLogSchema,
  rbacSchema,
  sampleListSchema,
  type ApproveBody,
  type ChartValuesQuery,
  type CoverageQuery,
  type InventoryQuery,
  type MeshplaneEvent,
  type ObjectChangeQuery,
  type OperationEvent,
  type OperationLogQuery,
  type OperationQuery,
  type OperationRequestInput,
  type ReasonBody,
} from '../api';
import { ApiTransport, type MeshplaneClientOptions } from './ApiTransport';
import type { MeshplaneApi, TopologyQuery } from './MeshplaneApi';
import type { PerformanceApi } from './PerformanceApi';
import { PerformanceClient } from './PerformanceClient';

/**
 * {@link MeshplaneApi} over HTTP, for browsers and backends. Every answer is checked against the schema of its route,
 * so that a server of another version is noticed here and not deep inside a page.
 *
 * @public
 */
export class MeshplaneClient implements MeshplaneApi {
  readonly performance: PerformanceApi;
  readonly #api: ApiTransport;

  constructor(options: MeshplaneClientOptions) {
    this.#api = new ApiTransport(options);
    this.performance = new PerformanceClient(this.#api);
  }

  getClusters() {
    return this.#api.get(clusterListSchema, ['clusters']);
  }

  getCluster(cluster: string) {
    return this.#api.get(clusterDetailSchema, ['clusters', cluster]);
  }

  diagnoseCluster(cluster: string) {
    return this.#api.get(clusterDiagnosisSchema, [
      'clusters',
      cluster,
      'diagnosis',
    ]);
  }

  async reconnectCluster(cluster: string) {
    await this.#api.trigger(['clusters', cluster, 'reconnect']);
  }

  getRbac() {
    return this.#api.get(rbacSchema, ['rbac']);
  }

  getFleet() {
    return this.#api.get(fleetSchema, ['meshes']);
  }

  getMeshes(cluster: string) {
    return this.#api.get(meshListSchema, ['clusters', cluster, 'meshes']);
  }

  getMesh(cluster: string, mesh: string) {
    return this.#api.get(meshDetailSchema, [
      'clusters',
      cluster,
      'meshes',
      mesh,
    ]);
  }

  getCoverage(cluster: string, query: CoverageQuery = {}) {
    return this.#api.get(
      coveragePageSchema,
      ['clusters', cluster, 'coverage'],
      query,
    );
  }

  getNamespaceCoverage(cluster: string) {
    return this.#api.get(namespaceCoverageListSchema, [
      'clusters',
      cluster,
      'coverage',
      'namespaces',
    ]);
  }

  getEntityCoverage(entityRef: {
    kind: string;
    namespace: string;
    name: string;
  }) {
    return this.#api.get(entityCoverageSchema, [
      'entities',
      entityRef.kind,
      entityRef.namespace,
      entityRef.name,
      'coverage',
    ]);
  }

  getInventory(cluster: string, query: InventoryQuery) {
    return this.#api.get(
      inventoryPageSchema,
      ['clusters', cluster, 'inventory'],
      query,
    );
  }

  getInventoryKinds(cluster: string) {
    return this.#api.get(inventoryKindsSchema, [
      'clusters',
      cluster,
      'inventory',
      'kinds',
    ]);
  }

  getTopology(cluster: string, query: TopologyQuery = {}): Promise<Topology> {
    return this.#api.get(topologySchema, ['clusters', cluster, 'topology'], {
      ...query,
    });
  }

  getDefinitions() {
    return this.#api.get(definitionListSchema, ['definitions']);
  }

  async streamEvents(
    onEvent: (event: MeshplaneEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#api.stream(meshplaneEventSchema, ['events'], {
      signal,
      onEvent: event => {
        onEvent(event);
        return false;
      },
    });
  }

  createOperation(request: OperationRequestInput) {
    return this.#api.post(operationDetailSchema, ['operations'], request);
  }

  getOperations(query: OperationQuery = {}) {
    return this.#api.get(operationListSchema, ['operations'], query);
  }

  getOperation(operation: string) {
    return this.#api.get(operationDetailSchema, ['operations', operation]);
  }

  getOperationChanges(operation: string, query: ObjectChangeQuery = {}) {
    return this.#api.get(
      objectChangeListSchema,
      ['operations', operation, 'changes'],
      query,
    );
  }

  getOperationLog(operation: string, query: OperationLogQuery = {}) {
    return this.#api.get(
      operationLogSchema,
      ['operations', operation, 'log'],
      query,
    );
  }

  getOperationFiles(operation: string) {
    return this.#api.get(gitOpsFilesSchema, ['operations', operation, 'files']);
  }

  approveOperation(operation: string, body: ApproveBody) {
    return this.#decide(operation, 'approve', body);
  }

  rejectOperation(operation: string, body: ReasonBody = {}) {
    return this.#decide(operation, 'reject', body);
  }

  cancelOperation(operation: string, body: ReasonBody = {}) {
    return this.#decide(operation, 'cancel', body);
  }

  resumeOperation(operation: string, body: ReasonBody = {}) {
    return this.#decide(operation, 'resume', body);
  }

  rollbackOperation(operation: string, body: ReasonBody = {}) {
    return this.#decide(operation, 'rollback', body);
  }

  continueOperation(operation: string, body: ReasonBody = {}) {
    return this.#decide(operation, 'continue', body);
  }

  async streamOperation(
    operation: string,
    onEvent: (event: OperationEvent) => void,
    options: { signal: AbortSignal; after?: number },
  ): Promise<void> {
    await this.#api.stream(
      operationEventSchema,
      ['operations', operation, 'events'],
      {
        signal: options.signal,
        query: { after: options.after },
        onEvent: event => {
          onEvent(event);
          return event.type === 'end';
        },
      },
    );
  }

  getLifecycle(cluster: string) {
    return this.#api.get(lifecycleOfferListSchema, [
      'clusters',
      cluster,
      'lifecycle',
    ]);
  }

  getChartValues(definition: string, query: ChartValuesQuery) {
    return this.#api.get(
      chartValuesSchema,
      ['lifecycle', definition, 'values'],
      query,
    );
  }

  getReleases(cluster: string) {
    return this.#api.get(helmReleaseListSchema, [
      'clusters',
      cluster,
      'releases',
    ]);
  }

  getSamples() {
    return this.#api.get(sampleListSchema, ['samples']);
  }

  getMigrations(cluster: string) {
    return this.#api.get(migrationListSchema, [
      'clusters',
      cluster,
      'migrations',
    ]);
  }

  #decide(operation: string, action: string, body: ApproveBody | ReasonBody) {
    return this.#api.post(
      operationDetailSchema,
      ['operations', operation, action],
      body,
    );
  }
}
