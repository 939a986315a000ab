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

import { randomBytes } from 'node:crypto';
import * as k8s from '@kubernetes/client-node';
import { ClusterHandle, loadKubeConfig } from '../cluster/handle';
import { startCluster, StartOptions } from '../cluster/start';
import { waitFor } from '../process/waiting';

/** Names the kubeconfig of another cluster to run system tests against. */
const KUBECONFIG_VARIABLE = 'MESHPLANE_TEST_KUBECONFIG';

/** Options of {@link startTestCluster}. @public */
export interface TestClusterOptions extends StartOptions {
  /**
   * Give true when the test stops, pauses or deletes the cluster: then it
   * never gets somebody else's.
   */
  own?: boolean;
}

/**
 * The cluster that the suites of one test run share: the one that
 * `MESHPLANE_TEST_KUBECONFIG` names, else a local one called `test`, which is
 * started by the first suite and joined by the others. Suites do not stop it;
 * `npm run cluster -- down --name test` does.
 *
 * @public
 */
export async function startTestCluster(
  options: TestClusterOptions = {},
): Promise<ClusterHandle> {
  const { own, ...startOptions } = options;
  const path = process.env[KUBECONFIG_VARIABLE];
  return path && !own
    ? externalHandle(path)
    : startCluster({ name: 'test', ...startOptions });
}

function externalHandle(path: string): ClusterHandle {
  const config = loadKubeConfig(path);
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    throw new Error(
      `${KUBECONFIG_VARIABLE} ("${path}") has no current context with a cluster`,
    );
  }
  const refuse = async () => {
    throw new Error(
      `The cluster of ${KUBECONFIG_VARIABLE} ("${path}") is not ours to stop or start; ask for startTestCluster({ own: true })`,
    );
  };
  return {
    name: cluster.name,
    kubeconfigPath: path,
    server: cluster.server,
    simulatedNodes: false,
    external: true,
    kubeConfig: () => loadKubeConfig(path),
    // Ending a run must work the same with every cluster.
    stop: async () => {},
    stopComponent: refuse,
    startComponent: refuse,
    restart: refuse,
    pause: refuse,
    resume: refuse,
  };
}

/** A namespace that nobody else uses. @public */
export interface TestNamespace {
  name: string;
  /** Deletes it and everything in it; does not wait for the end of that. */
  remove(): Promise<void>;
}

/**
 * Makes a namespace with a name of its own and waits until pods can be made
 * in it.
 *
 * @param prefix - start of the name, for people who look at the cluster
 * @public
 */
export async function createTestNamespace(
  cluster: Pick<ClusterHandle, 'kubeConfig'>,
  options: {
    prefix?: string;
    labels?: Record<string, string>;
    timeoutMs?: number;
  } = {},
): Promise<TestNamespace> {
  const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  const name = `${options.prefix ?? 'test'}-${randomBytes(4).toString('hex')}`;
  await core.createNamespace({
    body: { metadata: { name, labels: options.labels } },
  });
  await waitFor(
    `namespace "${name}" got no service account`,
    async () => {
      try {
        return await core.readNamespacedServiceAccount({
          name: 'default',
          namespace: name,
        });
      } catch (error) {
        if (error instanceof k8s.ApiException && error.code === 404) {
          return undefined;
        }
        throw error;
      }
    },
    { timeoutMs: options.timeoutMs ?? 30_000 },
  );
  return {
    name,
    remove: async () => {
      try {
        await core.deleteNamespace({ name });
      } catch (error) {
        if (!(error instanceof k8s.ApiException && error.code === 404)) {
          throw error;
        }
      }
    },
  };
}

/**
 * Runs `work` in a namespace of its own and removes it afterwards, also when
 * the work fails.
 *
 * @public
 */
export async function withNamespace<T>(
  cluster: Pick<ClusterHandle, 'kubeConfig'>,
  work: (namespace: string) => Promise<T>,
  options: Parameters<typeof createTestNamespace>[1] = {},
): Promise<T> {
  const namespace = await createTestNamespace(cluster, options);
  try {
    return await work(namespace.name);
  } finally {
    await namespace.remove();
  }
}
