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
import { type ClusterHandle, waitFor } from '@meshplane/local-cluster';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';

const NAMESPACE = 'default';

/**
 * Makes a service account with these rules and a kubeconfig that has nothing but its token.
 *
 * @param folder - where the kubeconfig is written
 */
export async function createAccount(
  cluster: ClusterHandle,
  folder: string,
  name: string,
  rules: k8s.V1PolicyRule[],
): Promise<{ token: string; kubeconfig: string }> {
  const config = cluster.kubeConfig();
  const core = config.makeApiClient(k8s.CoreV1Api);
  const rbac = config.makeApiClient(k8s.RbacAuthorizationV1Api);
  await core.createNamespacedServiceAccount({
    namespace: NAMESPACE,
    body: { metadata: { name } },
  });
  await rbac.createClusterRole({ body: { metadata: { name }, rules } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name,
      },
      subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
    },
  });
  await core.createNamespacedSecret({
    namespace: NAMESPACE,
    body: {
      metadata: {
        name,
        annotations: { 'kubernetes.io/service-account.name': name },
      },
      type: 'kubernetes.io/service-account-token',
    },
  });
  const data = await waitFor(
    `service account "${name}" got no token`,
    async () =>
      (
        await core.readNamespacedSecret({ name, namespace: NAMESPACE })
      ).data?.token,
    { timeoutMs: 60_000 },
  );
  const token = Buffer.from(data, 'base64').toString();
  const { server, caData, caFile } = config.getCurrentCluster()!;
  const kubeconfig = path.join(folder, `${name}.yaml`);
  await writeFile(
    kubeconfig,
    stringify({
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
    }),
    { mode: 0o600 },
  );
  return { token, kubeconfig };
}
