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

import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import type {
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import { existsSync } from 'node:fs';
import type { ClusterConfig } from '../../config';
import { createKubeconfigConnection } from '../connections/kubeconfigConnection';
import type { Timing } from '../timing';
import { FileWatcher } from './FileWatcher';
import { expandPath, loadKubeconfig } from './loadKubeconfig';

/** Where Kubernetes puts the token of a pod's service account. */
const POD_TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The clusters of `meshplane.clusters`. Kubeconfig files are read again on each call and watched in between; an entry
 * that cannot work is listed as misconfigured and leaves the others alone.
 */
export class KubeconfigSource implements ClusterSource {
  readonly id = 'config';
  readonly #clusters: readonly ClusterConfig[];
  readonly #timing: Timing;
  readonly #watcher: FileWatcher;

  constructor(clusters: readonly ClusterConfig[], timing: Timing) {
    this.#clusters = clusters;
    this.#timing = timing;
    this.#watcher = new FileWatcher(
      clusters.flatMap(({ target }) =>
        target.type === 'kubeconfig' ? [expandPath(target.path)] : [],
      ),
      timing,
    );
  }

  async list(): Promise<ClusterDescription[]> {
    return Promise.all(this.#clusters.map(cluster => this.#describe(cluster)));
  }

  onChange(listener: () => void): void {
    this.#watcher.start(listener);
  }

  /** Stops watching files. */
  stop(): void {
    this.#watcher.stop();
  }

  async #describe(cluster: ClusterConfig): Promise<ClusterDescription> {
    const common = { name: cluster.name, title: cluster.title };
    try {
      const { kubeConfig, fingerprint } = await this.#load(cluster);
      return {
        ...common,
        state: 'ready',
        fingerprint,
        connect: async () =>
          createKubeconfigConnection(kubeConfig, this.#timing),
      };
    } catch (error) {
      if (error instanceof InputError) {
        return {
          ...common,
          state: 'misconfigured',
          message: error.message,
          fingerprint: error.message,
        };
      }
      throw error;
    }
  }

  async #load({ key, target }: ClusterConfig) {
    if (target.type === 'kubeconfig') {
      return loadKubeconfig({
        key,
        path: target.path,
        context: target.context,
      });
    }
    if (!process.env.KUBERNETES_SERVICE_HOST || !existsSync(POD_TOKEN_FILE)) {
      throw new InputError(
        `'${key}.inCluster' is 'true' but the backend does not run in a pod with a service account token ('${POD_TOKEN_FILE}')`,
      );
    }
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromCluster();
    // The token file is read again as it is rotated, so that the address is all that may change.
    const server = kubeConfig.getCurrentCluster()?.server ?? '';
    return { kubeConfig, fingerprint: `in-cluster ${server}` };
  }
}
