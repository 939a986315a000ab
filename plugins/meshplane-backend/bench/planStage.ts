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

import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { resolveHelm } from '@meshplane/local-cluster';
import { describeMeshes, meshDefinitions } from '@meshplane/meshes';
import { operationKindSchema } from '@meshplane/plugin-meshplane-common';
import * as k8s from '@kubernetes/client-node';
import { startChartServer } from '../src/charts/__testUtils__/chartServer';
import { createKubeconfigConnection } from '../src/clusters/connections/kubeconfigConnection';
import { readMeshplaneConfig } from '../src/config';
import { createInventory } from '../src/inventory/createInventory';
import { FakeAccess } from '../src/inventory/__testUtils__/FakeAccess';
import { createLifecycle } from '../src/lifecycle/createLifecycle';
import { OperationRunner } from '../src/lifecycle/workloads/__testUtils__/OperationRunner';
import { MeshService } from '../src/meshes/MeshService';
import { STEP_TYPES } from './planModel';

const CLUSTER = 'bench-plan';

/** All of the lifecycle over one real cluster, with charts from loopback, as the backend puts it together. */
export async function openStage(kubeconfig: string) {
  const config = new k8s.KubeConfig();
  config.loadFromFile(kubeconfig);
  const connection = createKubeconfigConnection(config);
  const access = new FakeAccess();
  const inventory = createInventory({
    access,
    logger: silentLogger(),
    definitions: meshDefinitions,
  });
  const reports = new MeshService({
    clusters: access,
    inventory,
    describe: (objects, now) =>
      describeMeshes(objects, { definitions: meshDefinitions, now }),
    now: () => new Date(),
  });
  access.connect(CLUSTER, connection);
  inventory.start();
  const server = await startChartServer();
  const helm = await resolveHelm();
  const upstream = [
    ...new Set(
      meshDefinitions.flatMap(({ charts }) =>
        charts.map(({ repository }) => repository),
      ),
    ),
  ];

  /** Waits until the inventory tells of what meets a condition. */
  function reported(
    condition: (now: ReturnType<MeshService['report']>) => boolean,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      let end = () => {};
      const look = () => {
        try {
          if (!condition(reports.report(CLUSTER))) return;
          resolve();
        } catch (error) {
          reject(error);
        }
        end();
      };
      end = inventory.subscribe(look);
      look();
    });
  }

  await reported(({ snapshot }) => snapshot.info.completeness === 'complete');
  return {
    helm,
    connection,
    reported,
    meshOf: (definition: string) =>
      reports
        .report(CLUSTER)
        .report.meshes.find(mesh => mesh.definition === definition),
    /** Planners and executors that know nothing yet; what they fetch goes to the folder. */
    runner(cacheDirectory: string): OperationRunner {
      const { catalog } = createLifecycle({
        config: readMeshplaneConfig(
          new ConfigReader({
            meshplane: {
              charts: {
                repositories: [{ url: server.url, mirrorOf: upstream }],
                onlyConfigured: true,
                cacheDirectory,
                gatewayApiBundles: server.gatewayApiBundles,
              },
              helm: { binary: helm },
            },
          }),
        ),
        definitions: meshDefinitions,
        reports,
        inventory,
        now: () => new Date(),
      });
      return new OperationRunner({
        planners: operationKindSchema.options.flatMap(kind => {
          try {
            return [catalog.planner(kind)];
          } catch {
            // A kind of another part of the backend.
            return [];
          }
        }),
        executors: STEP_TYPES.map(type => catalog.executor(type)),
        connection,
        cluster: CLUSTER,
      });
    },
    async close() {
      await server.close();
      await inventory.stop();
      connection.close();
    },
  };
}

/** See {@link openStage}. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

function silentLogger(): LoggerService {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    child: silentLogger,
  };
}
