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
 * One backend in a process of its own, so that its memory is its own. The benchmark `inventory` starts it with
 * `--expose-gc`: without an argument as an idle backend, with the path of a kubeconfig as one that reads that cluster.
 * Its last line on stdout is the result as JSON.
 */
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import * as k8s from '@kubernetes/client-node';
import meshplanePlugin from '@meshplane/plugin-meshplane-backend';
import type {
  ClusterDetail,
  ClusterList,
  InventoryPage,
} from '@meshplane/plugin-meshplane-common';
import { setTimeout as wait } from 'node:timers/promises';
import type { InventoryProcessResult, Memory } from './inventoryResult';

const CLUSTER = 'bench';
const NAMESPACE = 'default';
const CONFIG_MAP = 'meshplane-bench';
const CHANGES = 240;
/** By turns: changes right after each other, which publishing coalesces, and changes after a quiet time. */
const PAUSES_MS = [0, 0, 400];
/** Asks so often whether something is visible; adds half of it to each latency. */
const POLL_MS = 5;
/** Time in which what the start has left behind settles, before memory is read. */
const SETTLE_MS = 5_000;
const FIRST_INVENTORY_LIMIT_MS = 300_000;

function memory(): Memory {
  for (let i = 0; i < 3; i += 1) global.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

async function startBackend(kubeconfig: string | undefined) {
  const backend = await startTestBackend({
    features: [
      meshplanePlugin,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          meshplane: {
            features: { helmReleases: true },
            clusters: kubeconfig ? [{ name: CLUSTER, kubeconfig }] : [],
          },
        },
      }),
    ],
  });
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(
      `http://127.0.0.1:${backend.server.port()}/api/meshplane/v1${path}`,
    );
    if (!response.ok) {
      throw new Error(
        `GET ${path}: ${response.status} ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  };
  return { get, stop: () => backend.stop() };
}

type Get = Awaited<ReturnType<typeof startBackend>>['get'];

/** Waits for the first complete inventory and says what it holds. */
async function firstInventory(get: Get) {
  const end = performance.now() + FIRST_INVENTORY_LIMIT_MS;
  for (;;) {
    const { items } = await get<ClusterList>('/clusters');
    // Not in the list before its source has been asked for the first time.
    const cluster = items.find(({ name }) => name === CLUSTER);
    if (cluster?.snapshot?.completeness === 'complete') {
      const { kinds } = await get<ClusterDetail>(`/clusters/${CLUSTER}`);
      return Object.fromEntries(
        kinds.map(({ kind, objects }) => [kind, objects]),
      );
    }
    if (performance.now() > end) {
      throw new Error(
        `No complete inventory within ${FIRST_INVENTORY_LIMIT_MS / 1000} s: ${
          cluster?.health.message
        }, ${cluster?.snapshot?.completeness}`,
      );
    }
    await wait(50);
  }
}

/** Milliseconds from the answer to a write until the API shows it, for each of many changes. */
async function changeLatencies(get: Get, kubeconfig: string) {
  const config = new k8s.KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(k8s.CoreV1Api);
  const name = CONFIG_MAP;
  const remove = () =>
    core
      .deleteNamespacedConfigMap({ namespace: NAMESPACE, name })
      .catch(error => {
        if (!(error instanceof k8s.ApiException && error.code === 404)) {
          throw error;
        }
      });
  await remove();
  await core.createNamespacedConfigMap({
    namespace: NAMESPACE,
    body: { metadata: { name } },
  });
  const latencies: number[] = [];
  try {
    for (let change = 1; change <= CHANGES; change += 1) {
      await core.replaceNamespacedConfigMap({
        namespace: NAMESPACE,
        name,
        body: { metadata: { name, labels: { change: `${change}` } } },
      });
      const written = performance.now();
      for (;;) {
        const page = await get<InventoryPage>(
          `/clusters/${CLUSTER}/inventory?kind=ConfigMap&namespace=${NAMESPACE}&labelSelector=change%3D${change}`,
        );
        if (page.total > 0) break;
        await wait(POLL_MS);
      }
      latencies.push(performance.now() - written);
      await wait(PAUSES_MS[change % PAUSES_MS.length]);
    }
  } finally {
    await remove();
  }
  return latencies;
}

async function main(kubeconfig: string | undefined) {
  const started = performance.now();
  const { get, stop } = await startBackend(kubeconfig);
  const startMs = performance.now() - started;
  let peakRss = 0;
  const watchMemory = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage().rss);
  }, 50);
  const objects = kubeconfig ? await firstInventory(get) : {};
  const firstMs = performance.now() - started - startMs;
  await wait(SETTLE_MS);
  clearInterval(watchMemory);
  const result: InventoryProcessResult = {
    startMs,
    firstMs,
    memory: memory(),
    peakRss,
    objects,
    latencies: kubeconfig ? await changeLatencies(get, kubeconfig) : [],
  };
  await stop();
  process.stdout.write(`\n${JSON.stringify(result)}\n`);
}

main(process.argv[2]).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
