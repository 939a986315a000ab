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
  type KubeObject,
  type MeshReport,
  objectsFrom,
  type Pod,
} from '@meshplane/meshes';
import { measuredSetOf } from './measuredSetOf';

function pod(
  namespace: string,
  name: string,
  over: {
    containers?: string[];
    native?: string[];
    labels?: Record<string, string>;
    owner?: [string, string];
    node?: string;
    phase?: string;
  } = {},
): Pod {
  const { containers = ['main'], native = [], owner, node = 'n1' } = over;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: over.labels,
      ...(owner && {
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: owner[0],
            name: owner[1],
            uid: owner[1],
            controller: true,
          },
        ],
      }),
    },
    spec: {
      nodeName: node,
      containers: containers.map(one => ({ name: one })),
      initContainers: [
        { name: 'setup' },
        ...native.map(one => ({ name: one, restartPolicy: 'Always' })),
      ],
    },
    status: { phase: over.phase ?? 'Running' },
  };
}

const hash = { 'pod-template-hash': 'abc' };

const OBJECTS: KubeObject[] = [
  pod('shop', 'cart-abc-1', {
    labels: hash,
    owner: ['ReplicaSet', 'cart-abc'],
    native: ['istio-proxy'],
  }),
  pod('shop', 'cart-abc-done', {
    labels: hash,
    owner: ['ReplicaSet', 'cart-abc'],
    phase: 'Succeeded',
  }),
  pod('shop', 'pay-0', {
    owner: ['StatefulSet', 'pay'],
    containers: ['pay', 'linkerd-proxy'],
    node: 'n2',
  }),
  pod('istio-system', 'istiod-abc-1', {
    labels: hash,
    owner: ['ReplicaSet', 'istiod-abc'],
    containers: ['discovery'],
    node: 'n9',
  }),
  pod('istio-system', 'ztunnel-1', {
    owner: ['DaemonSet', 'ztunnel'],
    containers: ['istio-proxy'],
  }),
  pod('istio-system', 'ztunnel-9', {
    owner: ['DaemonSet', 'ztunnel'],
    containers: ['istio-proxy'],
    node: 'n9',
  }),
  pod('edge', 'gw-1', {
    labels: { 'gateway.networking.k8s.io/gateway-name': 'public' },
    containers: ['istio-proxy'],
  }),
  pod('shop', 'waypoint-1', {
    labels: {
      'gateway.networking.k8s.io/gateway-name': 'waypoint',
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    },
    containers: ['istio-proxy'],
  }),
  pod('edge', 'gw-2', {
    labels: { 'gateway.networking.k8s.io/gateway-name': 'private' },
  }),
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'waypoint' } },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'public', namespace: 'edge' }] },
  } as KubeObject,
];

const component = (role: string, kind: string, name: string) => ({
  role,
  object: { apiVersion: 'apps/v1', kind, namespace: 'istio-system', name },
});

const REPORT = {
  meshes: [
    {
      id: 'istio-ambient~istio-system',
      definition: 'istio-ambient',
      components: [
        component('control-plane', 'Deployment', 'istiod'),
        component('data-plane', 'DaemonSet', 'ztunnel'),
      ],
    },
    { id: 'other', definition: 'linkerd', components: [] },
  ],
  workloads: [
    {
      workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
      meshes: ['istio-ambient~istio-system'],
    },
  ],
} as unknown as MeshReport;

describe('measuredSetOf', () => {
  const setOf = (namespace: string, workload?: string) =>
    measuredSetOf(objectsFrom(OBJECTS), REPORT, [
      { namespace, ...(workload && { workload }) },
    ]);

  it('finds everything in the path of a workload, each with its part', () => {
    const set = setOf('shop', 'cart');
    expect(
      set.containers.map(one => `${one.role} ${one.pod} ${one.container}`),
    ).toEqual([
      'application cart-abc-1 main',
      'sidecar cart-abc-1 istio-proxy',
      'gateway gw-1 istio-proxy',
      'waypoint waypoint-1 istio-proxy',
      'control-plane istiod-abc-1 discovery',
      'ztunnel ztunnel-1 istio-proxy',
    ]);
    expect(set).toMatchObject({
      nodes: ['n1'],
      workloads: [{ namespace: 'shop', workload: 'cart', kind: 'deployment' }],
      meshes: ['istio-ambient'],
      notes: [],
    });
  });

  it('takes every pod of a namespace where no workload is named', () => {
    const roles = setOf('shop').containers.map(
      one => `${one.role} ${one.pod} ${one.container}`,
    );
    expect(roles).toEqual(
      expect.arrayContaining([
        'application pay-0 pay',
        'sidecar pay-0 linkerd-proxy',
        'waypoint waypoint-1 istio-proxy',
      ]),
    );
  });

  it('says what is not there', () => {
    expect(setOf('shop', 'gone')).toMatchObject({
      notes: ['There are no pods of workload "gone" of namespace "shop".'],
    });
  });
});
