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

import * as k8s from '@kubernetes/client-node';
import { waitFor, type ClusterHandle } from '@meshplane/local-cluster';
import { describeMeshes, meshDefinitions } from '@meshplane/meshes';
import { mockServices } from '@backstage/backend-test-utils';
import { createKubeconfigConnection } from '../../../clusters/connections/kubeconfigConnection';
import { createInventory } from '../../../inventory/createInventory';
import { FakeAccess } from '../../../inventory/__testUtils__/FakeAccess';
import { snapshotWhere } from '../../../inventory/__testUtils__/snapshotWhere';
import type { Inventory } from '../../../inventory/Inventory';
import { MeshService } from '../../../meshes/MeshService';

/** A real API server with an inventory and reports over it, and a hand for what no controller does here. */
export class LiveCluster {
  readonly connection;
  readonly inventory: Inventory;
  readonly reports: MeshService;
  readonly core: k8s.CoreV1Api;
  readonly apps: k8s.AppsV1Api;
  readonly objects: k8s.KubernetesObjectApi;
  readonly custom: k8s.CustomObjectsApi;
  readonly name: string;

  constructor(handle: ClusterHandle) {
    const config = handle.kubeConfig();
    const access = new FakeAccess();
    this.name = handle.name;
    this.connection = createKubeconfigConnection(config);
    this.inventory = createInventory({
      access,
      logger: mockServices.logger.mock(),
      definitions: meshDefinitions,
    });
    this.reports = new MeshService({
      clusters: access,
      inventory: this.inventory,
      describe: (objects, now) =>
        describeMeshes(objects, { definitions: meshDefinitions, now }),
      now: () => new Date(),
    });
    this.core = config.makeApiClient(k8s.CoreV1Api);
    this.apps = config.makeApiClient(k8s.AppsV1Api);
    this.objects = k8s.KubernetesObjectApi.makeApiClient(config);
    this.custom = config.makeApiClient(k8s.CustomObjectsApi);
    access.connect(handle.name, this.connection);
    this.inventory.start();
  }

  async stop(): Promise<void> {
    await this.inventory.stop();
    this.connection.close();
  }

  /** Waits until the report meets a condition. */
  async reported(
    condition: (report: ReturnType<MeshService['report']>) => boolean,
  ): Promise<void> {
    await snapshotWhere(this.inventory, this.name, () =>
      condition(this.reports.report(this.name)),
    );
  }

  /** Waits until the inventory has seen the workloads of a namespace with their pods. */
  async settled(namespace: string, workloads: number): Promise<void> {
    await this.reported(({ report }) => {
      const found = report.workloads.filter(
        ({ workload, pods }) =>
          workload.namespace === namespace && pods.ready > 0,
      );
      return found.length === workloads;
    });
  }

  async namespace(
    name: string,
    labels: Record<string, string> = {},
    annotations: Record<string, string> = {},
  ): Promise<void> {
    await this.core.createNamespace({
      body: { metadata: { name, labels, annotations } },
    });
    await waitFor(
      `namespace "${name}" got no service account`,
      async () =>
        (
          await this.core.listNamespacedServiceAccount({ namespace: name })
        ).items.length > 0,
      { timeoutMs: 30_000 },
    );
  }

  async deployment(
    namespace: string,
    name: string,
    further: {
      replicas?: number;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      podLabels?: Record<string, string>;
      podAnnotations?: Record<string, string>;
      strategy?: k8s.V1DeploymentStrategy;
      progressDeadlineSeconds?: number;
    } = {},
  ): Promise<void> {
    await this.apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: {
          name,
          labels: further.labels,
          annotations: further.annotations,
        },
        spec: {
          replicas: further.replicas ?? 1,
          strategy: further.strategy,
          progressDeadlineSeconds: further.progressDeadlineSeconds,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: {
              labels: { app: name, ...further.podLabels },
              annotations: further.podAnnotations,
            },
            spec: {
              containers: [{ name: 'main', image: 'registry.example/app:1' }],
            },
          },
        },
      },
    });
  }

  async pods(namespace: string): Promise<k8s.V1Pod[]> {
    return (await this.core.listNamespacedPod({ namespace })).items.filter(
      ({ metadata }) => !metadata?.deletionTimestamp,
    );
  }

  async podUids(namespace: string): Promise<string[]> {
    return (await this.pods(namespace))
      .map(({ metadata }) => metadata!.uid!)
      .sort();
  }

  /** Names of all containers of the pods of a namespace, init containers included. */
  async containers(namespace: string): Promise<string[]> {
    return (await this.pods(namespace)).flatMap(({ spec }) =>
      [...(spec!.initContainers ?? []), ...spec!.containers].map(
        ({ name }) => name,
      ),
    );
  }

  /**
   * Does what a node agent of ambient mode does: captures the pods of a namespace that has no sidecar and asks for it.
   *
   * @returns ends it
   */
  captureAmbient(namespace: string): () => Promise<void> {
    let work = Promise.resolve();
    const look = () => {
      work = work.then(() => this.#capture(namespace));
    };
    const end = this.inventory.subscribe(({ namespaces }) => {
      if (namespaces.includes(namespace)) look();
    });
    look();
    return async () => {
      end();
      await work;
    };
  }

  async #capture(namespace: string): Promise<void> {
    for (const { metadata, spec } of await this.pods(namespace)) {
      const { annotations, name } = metadata!;
      const containers = [...(spec!.initContainers ?? []), ...spec!.containers];
      const captured =
        annotations?.['ambient.istio.io/redirection'] !== undefined ||
        containers.some(one => one.name === 'istio-proxy');
      if (captured) continue;
      try {
        await this.objects.patch(
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: {
              name: name!,
              namespace,
              annotations: { 'ambient.istio.io/redirection': 'enabled' },
            },
          },
          undefined,
          undefined,
          undefined,
          undefined,
          k8s.PatchStrategy.MergePatch,
        );
      } catch (error) {
        // It may be gone by now.
        if (!(error instanceof k8s.ApiException && error.code === 404)) {
          throw error;
        }
      }
    }
  }

  /** Does what istiod does with a waypoint: says that it is programmed. Resolves when it has been said. */
  async programGateway(namespace: string, name: string): Promise<void> {
    const ref = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace, name },
    };
    const now = new Date().toISOString();
    await waitFor(
      `Gateway "${name}" is not made`,
      async () => {
        try {
          await this.objects.read(ref);
          return true;
        } catch {
          return false;
        }
      },
      { timeoutMs: 60_000 },
    );
    await this.custom.patchNamespacedCustomObjectStatus(
      {
        group: 'gateway.networking.k8s.io',
        version: 'v1',
        plural: 'gateways',
        namespace,
        name,
        body: [
          {
            op: 'add',
            path: '/status',
            value: {
              conditions: [
                {
                  type: 'Programmed',
                  status: 'True',
                  reason: 'Programmed',
                  message: '',
                  lastTransitionTime: now,
                },
              ],
            },
          },
        ],
      },
      k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch),
    );
  }
}
