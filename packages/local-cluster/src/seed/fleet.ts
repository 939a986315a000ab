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

import {
  SHORTHAND_API_VERSION,
  workloadSchema,
  type KubeObject,
} from './documents';
import { expandWorkload } from './expand/workload';

const PODS_PER_DEPLOYMENT = 20;
const DEPLOYMENTS_PER_NAMESPACE = 12;
/** Of five namespaces, so many are on the mesh. */
const MESHED_OF_FIVE = 3;

const pad = (value: number) => String(value).padStart(4, '0');

function meshObjects(
  name: string,
  namespace: string,
  index: number,
): KubeObject[] {
  const metadata = { name, namespace };
  const selector = { matchLabels: { app: name } };
  const rotating: KubeObject[] = [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata,
      spec: {
        selector,
        mtls: { mode: index % 8 === 0 ? 'STRICT' : 'PERMISSIVE' },
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata,
      spec: {
        workloadSelector: { labels: { app: name } },
        egress: [{ hosts: ['./*'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [`${name}.partner.example`],
        location: 'MESH_EXTERNAL',
        resolution: 'NONE',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      },
    },
    {
      apiVersion: 'telemetry.istio.io/v1alpha1',
      kind: 'Telemetry',
      metadata,
      spec: { selector, accessLogging: [{ disabled: true }] },
    },
  ];
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [name],
        http: [{ timeout: '2s', route: [{ destination: { host: name } }] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: { host: name, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata,
      spec: {
        selector,
        action: 'ALLOW',
        rules: [{ from: [{ source: { namespaces: [namespace] } }] }],
      },
    },
    rotating[index % rotating.length],
  ];
}

/**
 * The objects of scenario `fleet`: for each 20 pods one Deployment with its Service and four mesh objects, so
 * 10 000 pods come with 500 Services and 2 000 mesh objects. Three of five namespaces carry sidecars.
 * The same number gives the same objects.
 */
export function fleetObjects(pods: number): KubeObject[] {
  if (!Number.isInteger(pods) || pods < 1) {
    throw new Error(
      `Number of pods must be a whole number above 0, got "${pods}"`,
    );
  }
  const deployments = Math.ceil(pods / PODS_PER_DEPLOYMENT);
  const objects: KubeObject[] = [];
  for (let index = 0; index < deployments; index += 1) {
    const group = Math.floor(index / DEPLOYMENTS_PER_NAMESPACE);
    const namespace = `fleet-${pad(group)}`;
    const meshed = group % 5 < MESHED_OF_FIVE;
    if (index % DEPLOYMENTS_PER_NAMESPACE === 0) {
      objects.push({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: {
            'seed.meshplane.dev/scenario': 'fleet',
            ...(meshed && { 'istio-injection': 'enabled' }),
          },
        },
      });
    }
    const name = `service-${pad(index)}`;
    objects.push(
      ...expandWorkload(
        workloadSchema.parse({
          apiVersion: SHORTHAND_API_VERSION,
          kind: 'Workload',
          metadata: { name, namespace },
          spec: {
            image: `registry.example/fleet/service:${1 + (index % 9)}.0`,
            replicas:
              Math.floor(pods / deployments) +
              (index < pods % deployments ? 1 : 0),
            ...(meshed && {
              proxy: {
                mesh: 'istio',
                version: index % 10 === 0 ? '1.29.6' : '1.30.3',
              },
            }),
          },
        }),
      ),
      ...meshObjects(name, namespace, index),
    );
  }
  return objects;
}
