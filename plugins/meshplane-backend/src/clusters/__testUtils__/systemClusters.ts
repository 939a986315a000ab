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
import type { ClusterHandle } from '@meshplane/local-cluster';
import { waitFor } from '@meshplane/local-cluster';
import { parseAllDocuments, stringify } from 'yaml';

/** Applies YAML as an administrator of the cluster; objects that are there stay as they are. */
export async function applyYaml(
  cluster: ClusterHandle,
  yaml: string,
): Promise<void> {
  const api = k8s.KubernetesObjectApi.makeApiClient(cluster.kubeConfig());
  for (const document of parseAllDocuments(yaml)) {
    try {
      await api.create(document.toJS());
    } catch (error) {
      if (!(error instanceof k8s.ApiException && error.code === 409)) {
        throw error;
      }
    }
  }
}

/** The token that the token controller has written into a Secret of a service account. */
export async function readToken(
  cluster: ClusterHandle,
  secret: { name: string; namespace: string },
): Promise<string> {
  const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  const data = await waitFor(
    `Secret "${secret.name}" got no token`,
    async () => (await core.readNamespacedSecret(secret)).data?.token,
    { timeoutMs: 60_000 },
  );
  return Buffer.from(data, 'base64').toString();
}

/** A kubeconfig for the cluster with a token in place of the administrator's certificate. */
export function tokenKubeconfig(cluster: ClusterHandle, token: string): string {
  const { server, caData, caFile } = cluster.kubeConfig().getCurrentCluster()!;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'main',
    contexts: [{ name: 'main', context: { cluster: 'c', user: 'u' } }],
    clusters: [
      {
        name: 'c',
        cluster: {
          server,
          ...(caData && { 'certificate-authority-data': caData }),
          ...(caFile && { 'certificate-authority': caFile }),
        },
      },
    ],
    users: [{ name: 'u', user: { token } }],
  });
}

/** Deletes the token of the service account and makes another one. @returns the new token */
export async function rotateToken(
  cluster: ClusterHandle,
  secret: { name: string; namespace: string; account: string },
): Promise<string> {
  const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  await core.deleteNamespacedSecret({
    name: secret.name,
    namespace: secret.namespace,
  });
  await core.createNamespacedSecret({
    namespace: secret.namespace,
    body: {
      metadata: {
        name: secret.name,
        annotations: { 'kubernetes.io/service-account.name': secret.account },
      },
      type: 'kubernetes.io/service-account-token',
    },
  });
  return readToken(cluster, secret);
}
