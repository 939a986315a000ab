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
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  actionsServiceRef,
  type ActionsService,
} from '@backstage/backend-plugin-api/alpha';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { meshDefinitions, type MeshReport } from '@meshplane/meshes';
import type { ObjectReader } from '@meshplane/meshes';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { registerApi } from '../api/registerApi';
import type { Cluster } from '../clusters/ClusterAccess';
import { migratedClient } from '../database/migratedClient';
import type { InventorySnapshot } from '../inventory/Inventory';
import type { LifecycleService } from '../lifecycle/LifecycleService';
import { MeshService } from '../meshes/MeshService';
import {
  createOperations,
  type Operations,
} from '../operations/createOperations';
import type { OperationCatalog } from '../operations/model';
import type { OperationSettings } from '../operations/settings';
import { FakeClusterAccess, FakeInventory, NOW } from './fakes';
import { fakeCatalog, testSettings } from './operations';
import { performanceOn, type PerformanceFakes } from './performance';
import type { PerformanceStores } from '../performance/stores/model';

/** What a test starts the API with. */
export interface ApiOptions {
  clusters: Cluster[];
  snapshots?: InventorySnapshot[];
  entities?: Entity[];
  /** By permission name; allowed if missing. */
  decide?: (permission: string) => PolicyDecision;
  describeMeshes?: (objects: ObjectReader, now: Date) => MeshReport;
  /** Kinds of operation; none if it is missing. */
  operations?: OperationCatalog;
  operationSettings?: Partial<OperationSettings>;
  notifications?: NotificationService;
  lifecycle?: Partial<LifecycleService>;
  performance?: PerformanceFakes;
}

const notHere = () => Promise.reject(new Error('Not part of this test'));
const noLifecycle: LifecycleService = {
  offers: notHere,
  values: notHere,
  releases: notHere,
  samples: notHere,
  migrations: notHere,
};

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };

/** The real API behind a real HTTP server, over clusters and snapshots that the test sets. */
export async function startApi(options: ApiOptions) {
  const clusters = new FakeClusterAccess(options.clusters);
  const inventory = new FakeInventory(options.snapshots ?? []);
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(event);
  const seen: BackstageCredentials[] = [];
  let decide = options.decide ?? (() => ALLOW);
  let actions: ActionsService | undefined;
  let operations: Operations | undefined;
  let performanceStores: PerformanceStores | undefined;

  const permissions = mockServices.permissions.mock({
    authorizeConditional: async (requests, { credentials }) => {
      seen.push(credentials);
      return requests.map(({ permission }) => decide(permission.name));
    },
  });
  const plugin = createBackendPlugin({
    pluginId: 'meshplane',
    register(env) {
      env.registerInit({
        deps: {
          actionsRegistry: actionsRegistryServiceRef,
          actions: actionsServiceRef,
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          database: coreServices.database,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          scheduler: coreServices.scheduler,
        },
        async init(deps) {
          actions = deps.actions;
          operations = await createOperations({
            ...deps,
            clusters,
            catalog: options.operations ?? fakeCatalog({}),
            settings: { ...testSettings, ...options.operationSettings },
            notifications: options.notifications,
          });
          const { performance, stores } = performanceOn(
            await migratedClient(deps.database),
            options.performance,
          );
          performanceStores = stores;
          registerApi(deps, {
            clusters,
            inventory,
            catalog: deps.catalog,
            definitions: meshDefinitions,
            meshes: new MeshService({
              clusters,
              inventory,
              describe:
                options.describeMeshes ??
                (() => ({ meshes: [], namespaces: [], workloads: [] })),
              now: () => NOW,
            }),
            operations,
            lifecycle: { ...noLifecycle, ...options.lifecycle },
            performance: async () => performance,
            diagnose: async cluster => ({
              cluster,
              at: NOW.toISOString(),
              steps: [],
            }),
            history: async () => [],
            rbac: () => ({ yaml: 'kind: ClusterRole\n', features: [] }),
            now: () => NOW,
          });
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      plugin,
      permissions.factory,
      permissionsRegistryServiceFactory,
      auditor.factory,
      mockServices.rootConfig.factory({
        data: { backend: { actions: { pluginSources: ['meshplane'] } } },
      }),
      catalogServiceMock.factory({ entities: options.entities ?? [] }),
    ],
  });
  return {
    server: backend.server,
    /** Only where a test is about it: every backend of a test file is stopped at its end. */
    stop: () => backend.stop(),
    clusters,
    inventory,
    auditor,
    auditEvent: event,
    credentialsSeen: seen,
    actions: actions!,
    operations: operations!,
    performanceStores: performanceStores!,
    setDecision: (next: typeof decide) => {
      decide = next;
    },
  };
}

/** A running API. */
export type TestApi = Awaited<ReturnType<typeof startApi>>;
