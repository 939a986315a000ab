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

import type { KubeObject, Workload } from '../documents';
import { proxyParts } from './proxies';

/**
 * Expands one service into ServiceAccount, Service (unless switched off) and Deployment, with the proxy
 * of its mesh written into the pod template as the injector would have put it into the pod.
 */
export function expandWorkload(workload: Workload): KubeObject[] {
  const { name, namespace } = workload.metadata;
  const { spec } = workload;
  const labels = {
    app: name,
    'app.kubernetes.io/name': name,
    'backstage.io/kubernetes-id': name,
    ...workload.metadata.labels,
  };
  const proxy =
    spec.proxy && proxyParts(spec.proxy, { name, version: spec.version });
  const objects: KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace, labels },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace,
        labels,
        ...(workload.metadata.annotations && {
          annotations: workload.metadata.annotations,
        }),
      },
      spec: {
        replicas: spec.replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: {
            labels: {
              ...labels,
              version: spec.version,
              ...proxy?.labels,
              ...spec.podLabels,
            },
            annotations: { ...proxy?.annotations, ...spec.podAnnotations },
          },
          spec: {
            serviceAccountName: name,
            ...(spec.hostNetwork && { hostNetwork: true }),
            initContainers: proxy?.initContainers ?? [],
            containers: [
              {
                name,
                image: spec.image,
                ports: [{ name: spec.portName, containerPort: spec.port }],
                env: Object.entries(spec.env).map(([key, value]) => ({
                  name: key,
                  value,
                })),
                resources: { requests: { cpu: '10m', memory: '16Mi' } },
              },
              ...(proxy?.containers ?? []),
            ],
          },
        },
      },
    },
  ];
  if (spec.service) {
    objects.push({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name,
        namespace,
        labels: { ...labels, ...spec.serviceLabels },
      },
      spec: {
        selector: { app: name },
        ports: [
          { name: spec.portName, port: spec.port, targetPort: spec.portName },
        ],
      },
    });
  }
  return objects;
}
