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

import type { KubeObject, MeshReport, Pod } from '@meshplane/meshes';
import { environmentSchema } from '@meshplane/plugin-meshplane-common';
import {
  clusterOf,
  FakeClusterAccess,
  FakeInventory,
  snapshotOf,
} from '../../__testUtils__/fakes';
import type { MeshService } from '../../meshes/MeshService';
import { fakeConnection } from '../__testUtils__/fakeConnection';
import { profileInput } from '../__testUtils__/profileInput';
import { createEnvironmentReader } from './createEnvironmentReader';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const GENERATOR = { name: 'meshplane', host: 'worker-1' };

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart-0', namespace: 'shop', labels: { app: 'cart' } },
  spec: { nodeName: 'n1', containers: [{ name: 'cart' }] },
  status: { phase: 'Running' },
};

const gateway: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'gw-1',
    namespace: 'edge',
    labels: { 'gateway.networking.k8s.io/gateway-name': 'public' },
  },
  spec: { containers: [{ name: 'proxy' }] },
  status: { phase: 'Running' },
};

const custom = (
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  spec: object,
) => ({ apiVersion, kind, metadata: { namespace, name }, spec } as KubeObject);

const WASM = 'extensions.istio.io/v1alpha1';
const ENVOY_GATEWAY = 'gateway.envoyproxy.io/v1alpha1';

const OBJECTS: KubeObject[] = [
  pod,
  gateway,
  custom('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', 'cart', {
    parentRefs: [{ name: 'public', namespace: 'edge' }],
  }),
  custom(WASM, 'WasmPlugin', 'shop', 'mine', {
    selector: { matchLabels: { app: 'cart' } },
  }),
  custom(WASM, 'WasmPlugin', 'shop', 'of-others', {
    selector: { matchLabels: { app: 'pay' } },
  }),
  custom(WASM, 'WasmPlugin', 'istio-system', 'of-all', {}),
  custom(WASM, 'WasmPlugin', 'elsewhere', 'of-elsewhere', {}),
  custom(WASM, 'WasmPlugin', 'shop', 'of-service', {
    targetRefs: [{ kind: 'Service', name: 'cart' }],
  }),
  custom(ENVOY_GATEWAY, 'EnvoyExtensionPolicy', 'edge', 'on-gateway', {
    targetRefs: [{ kind: 'Gateway', name: 'public' }],
  }),
  custom(ENVOY_GATEWAY, 'EnvoyExtensionPolicy', 'edge', 'on-another', {
    targetRefs: [{ kind: 'Gateway', name: 'private' }],
  }),
];

function reportWith(mode: string) {
  return {
    namespaces: [],
    meshes: [
      {
        id: 'istio~istio-system',
        definition: 'istio',
        displayName: 'Istio',
        mode: 'sidecar',
        namespace: 'istio-system',
        version: '1.30.3',
        components: [],
        dataPlane: { versions: [] },
      },
      { id: 'other', definition: 'linkerd', components: [], namespace: 'l' },
    ],
    workloads: [
      {
        workload: { kind: 'Pod', namespace: 'shop', name: 'cart-0' },
        meshes: ['istio~istio-system'],
        proxies: [{ version: '1.30.2', pods: 1, skew: 'in-step' }],
        mtls: { mode, text: 'declared so' },
        services: ['cart'],
      },
    ],
  } as unknown as MeshReport;
}

function read(options: { mode?: string; answers?: Record<string, unknown> }) {
  const connection = fakeConnection(path => options.answers?.[path]);
  const report = reportWith(options.mode ?? 'strict');
  return createEnvironmentReader({
    clusters: new FakeClusterAccess([clusterOf('edge', { connection })]),
    inventory: new FakeInventory([snapshotOf('edge', OBJECTS)]),
    meshes: { report: () => ({ report }) } as unknown as MeshService,
  }).read(
    profileInput({ measured: [{ cluster: 'edge', namespace: 'shop' }] }),
    GENERATOR,
  );
}

const ANSWERS = {
  '/api/v1/nodes/n1': {
    metadata: { labels: { 'node.kubernetes.io/instance-type': 'm5.large' } },
    status: {
      capacity: { cpu: '2', memory: '8Gi' },
      nodeInfo: {
        kernelVersion: '6.8.0',
        containerRuntimeVersion: 'containerd://2.1',
      },
    },
  },
  '/api/v1/namespaces/shop/pods/cart-0': {
    spec: { containers: [{ name: 'cart', image: 'cart:1' }] },
    status: {
      containerStatuses: [
        { name: 'cart', image: 'cart:1', imageID: `docker.io/cart@${DIGEST}` },
      ],
    },
  },
};

describe('the environment of a run', () => {
  it('is cluster, node, mesh, filters, mutual TLS, images and generator', async () => {
    const environment = await read({ answers: ANSWERS });
    expect(environmentSchema.parse(environment)).toEqual({
      cluster: {
        name: 'edge',
        uid: 'uid-of-edge',
        kubernetesVersion: 'v1.36.3',
        nodes: [
          {
            name: 'n1',
            machine: 'm5.large',
            cpu: '2',
            memory: '8Gi',
            kernel: '6.8.0',
            runtime: 'containerd://2.1',
          },
        ],
      },
      meshes: [
        {
          id: 'istio~istio-system',
          product: 'Istio',
          version: '1.30.3',
          proxyVersions: ['1.30.2'],
          mode: 'sidecar',
        },
      ],
      filters: [
        'EnvoyExtensionPolicy edge/on-gateway',
        'WasmPlugin istio-system/of-all',
        'WasmPlugin shop/mine',
        'WasmPlugin shop/of-service',
      ],
      mtls: 'strict',
      images: [{ container: 'cart', image: 'cart:1', digest: DIGEST }],
      generator: GENERATOR,
      unknown: [],
    });
  });

  it.each([
    ['automatic', 'permissive'],
    ['none', 'off'],
    ['unknown', 'unknown'],
  ])('takes mutual TLS that is "%s" for %s', async (mode, state) => {
    expect((await read({ mode, answers: ANSWERS })).mtls).toBe(state);
  });

  it('names what could not be read', async () => {
    const { unknown, images, cluster } = await read({ mode: 'unknown' });
    expect(images).toEqual([]);
    expect(cluster?.nodes).toEqual([]);
    expect(unknown).toEqual([
      'Whether mutual TLS is used cannot be told: declared so.',
      expect.stringContaining('Node "n1": not found'),
      expect.stringContaining('Images of pod "cart-0": not found'),
    ]);
  });

  it('says so where nothing is measured', async () => {
    const reader = createEnvironmentReader({
      clusters: new FakeClusterAccess([]),
      inventory: new FakeInventory([]),
      meshes: {} as unknown as MeshService,
    });
    const environment = await reader.read(profileInput(), GENERATOR);
    expect(environment.unknown).toEqual([
      expect.stringContaining('names no measured workloads'),
    ]);
  });
});
