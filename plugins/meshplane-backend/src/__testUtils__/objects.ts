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

import type { KubeObject, Namespace, Pod, Workload } from '@meshplane/meshes';

/** A namespace. */
export function namespace(
  name: string,
  labels: Record<string, string> = {},
): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, uid: `ns-${name}`, labels },
  };
}

/** A Deployment with its ReplicaSet and one ready pod. */
export function deployment(options: {
  namespace: string;
  name: string;
  labels?: Record<string, string>;
  image?: string;
}): KubeObject[] {
  const { name } = options;
  const labels = { app: name, ...options.labels };
  const metadata = (kind: string, owner?: string) => ({
    name: `${name}${kind}`,
    namespace: options.namespace,
    uid: `${options.namespace}-${name}${kind}`,
    labels,
    creationTimestamp: '2026-11-01T00:00:00Z',
    ...(owner === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: owner === '' ? 'Deployment' : 'ReplicaSet',
              name: `${name}${owner}`,
              uid: `${options.namespace}-${name}${owner}`,
              controller: true,
            },
          ],
        }),
  });
  const containers = [
    { name, image: options.image ?? `registry.example/${name}:1.0.0` },
  ];
  const spec = {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels }, spec: { containers } },
  };
  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 1 };
  const workload: Workload = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(''),
    spec,
    status,
  };
  const replicaSet: Workload = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata('-1', ''),
    spec,
    status,
  };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata('-1-a', '-1'),
    spec: { containers },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
  return [workload, replicaSet, pod];
}
