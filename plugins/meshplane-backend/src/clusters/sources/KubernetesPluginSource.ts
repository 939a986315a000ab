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
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type {
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { createProxyConnection } from '../connections/proxyConnection';
import type { Timing } from '../timing';

/** Plugin id of the Kubernetes plugin. */
const KUBERNETES = 'kubernetes';

/** Auth providers of the Kubernetes plugin that need the token of the user who looks at a page. */
const CLIENT_SIDE_AUTH = new Set(['google', 'oidc', 'aks']);

const clustersSchema = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      title: z.string().optional(),
      authProvider: z.string().optional(),
    }),
  ),
});

/**
 * The clusters that the operator has configured for Backstage's Kubernetes plugin, reached through its proxy with the
 * service credentials of this plugin. Credentials of clusters stay in the Kubernetes plugin.
 */
export class KubernetesPluginSource implements ClusterSource {
  readonly id = 'kubernetes-plugin';
  readonly #discovery: DiscoveryService;
  readonly #auth: AuthService;
  readonly #timing: Timing;

  constructor(options: {
    discovery: DiscoveryService;
    auth: AuthService;
    timing: Timing;
  }) {
    this.#discovery = options.discovery;
    this.#auth = options.auth;
    this.#timing = options.timing;
  }

  async list(signal: AbortSignal): Promise<ClusterDescription[]> {
    const base = await this.#discovery.getBaseUrl(KUBERNETES);
    const response = await fetch(`${base}/clusters`, {
      headers: { authorization: `Bearer ${await this.#token()}` },
      redirect: 'error',
      signal,
    });
    if (response.status === 404) {
      throw new NotFoundError(
        "The Kubernetes plugin does not answer: add '@backstage/plugin-kubernetes-backend' to the backend and configure 'kubernetes.clusterLocatorMethods', or set 'meshplane.kubernetesPlugin.enabled' to false",
      );
    }
    if (!response.ok) {
      throw new ServiceUnavailableError(
        `The Kubernetes plugin answers with HTTP ${response.status} when it is asked for its clusters`,
      );
    }
    const { items } = clustersSchema.parse(await response.json());
    return items.map(item => this.#describe(item, base));
  }

  #describe(
    {
      name,
      title,
      authProvider,
    }: z.infer<typeof clustersSchema>['items'][number],
    base: string,
  ): ClusterDescription {
    const common = {
      name,
      title,
      fingerprint: `${base} ${name} ${authProvider ?? ''}`,
    };
    if (authProvider && CLIENT_SIDE_AUTH.has(authProvider)) {
      return {
        ...common,
        state: 'misconfigured',
        message: `The Kubernetes plugin reaches this cluster with the auth provider '${authProvider}', which needs the token of a signed-in user, and there is none in the background. Configure a server-side one for it, such as 'serviceAccount', 'aws', 'azure' or 'googleServiceAccount', or list the cluster in 'meshplane.clusters'.`,
      };
    }
    return {
      ...common,
      state: 'ready',
      connect: async () =>
        createProxyConnection({
          proxyUrl: `${base}/proxy`,
          cluster: name,
          getToken: () => this.#token(),
          timing: this.#timing,
        }),
    };
  }

  async #token(): Promise<string> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: KUBERNETES,
    });
    return token;
  }
}
