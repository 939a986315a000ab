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

import { meshDefinitions } from '../definitions';
import type { KubeObject } from '../model/objects';
import { objectsFrom } from '../model/objectsFrom';
import { describeMeshes } from '../report';
import { NOW } from '../testing/describe';
import {
  controller,
  gatewayApiCrds,
  istiod,
  withIstioProxy,
} from '../testing/installations';
import {
  custom,
  deploymentWithPods,
  gateway,
  gatewayClass,
  namespace,
  service,
} from '../testing/objects';
import { buildTopology, type TopologyFilter } from './buildTopology';
import { topologySchema } from './model';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

function topologyOf(objects: Objects, filter?: TopologyFilter) {
  const reader = objectsFrom(objects.flat() as KubeObject[]);
  const report = describeMeshes(reader, {
    definitions: meshDefinitions,
    now: NOW,
  });
  return topologySchema.parse(buildTopology(reader, report, filter));
}

const app = (ns: string, name: string, onMesh = true) => [
  ...deploymentWithPods(ns, name, [onMesh ? withIstioProxy() : {}]),
  service(ns, name, { app: name }),
];

const bookstore: Objects = [
  istiod(),
  namespace('istio-system'),
  namespace('shop', { 'istio-injection': 'enabled' }),
  namespace('bank'),
  app('shop', 'cart'),
  app('shop', 'web', false),
  app('bank', 'teller', false),
];

it('leads from the cluster over namespaces and workloads to services', () => {
  const { nodes, edges, cut } = topologyOf(bookstore, { cluster: 'edge' });
  expect(nodes.map(n => [n.kind, n.label])).toEqual([
    ['cluster', 'edge'],
    ['namespace', 'shop'],
    ['namespace', 'bank'],
    ['workload', 'web'],
    ['workload', 'teller'],
    ['workload', 'cart'],
    ['service', 'web'],
    ['service', 'teller'],
    ['service', 'cart'],
  ]);
  expect(edges.map(e => [e.kind, e.from, e.to])).toContainEqual([
    'selects',
    'service/shop/cart',
    'workload/shop/Deployment/cart',
  ]);
  expect(edges.filter(e => e.kind === 'contains')).toHaveLength(5);
  expect(cut).toEqual({
    namespaces: 0,
    workloads: 0,
    services: 0,
    gateways: 0,
  });
});

it('says how each node is doing', () => {
  const { nodes } = topologyOf(bookstore);
  expect(nodes.find(n => n.id === 'workload/shop/Deployment/cart')).toEqual({
    id: 'workload/shop/Deployment/cart',
    kind: 'workload',
    label: 'cart',
    parent: 'namespace/shop',
    state: 'on-mesh',
    health: 'healthy',
    mesh: 'istio~istio-system~default',
    counts: { pods: 1, onMesh: 1, errors: 0, warnings: 0 },
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
    },
  });
  expect(nodes.find(n => n.id === 'namespace/shop')).toMatchObject({
    state: 'partial',
    health: 'degraded',
    counts: { workloads: 2, pods: 2, onMesh: 1, errors: 0, warnings: 1 },
  });
});

it.each<[string, TopologyFilter, string[]]>([
  ['namespace', { namespaces: ['bank'] }, ['teller']],
  ['mesh', { meshes: ['istio~istio-system~default'] }, ['cart']],
  ['state', { states: ['off-mesh'] }, ['web', 'teller']],
  ['problems', { problemsOnly: true }, ['web']],
  ['system namespace', { namespaces: ['istio-system'] }, ['istiod']],
])('filters by %s', (_name, filter, expected) => {
  const { nodes } = topologyOf(bookstore, filter);
  expect(nodes.filter(n => n.kind === 'workload').map(n => n.label)).toEqual(
    expected,
  );
});

it('hides system namespaces unless they are asked for', () => {
  const namespacesOf = (filter?: TopologyFilter) =>
    topologyOf(bookstore, filter)
      .nodes.filter(n => n.kind === 'namespace')
      .map(n => n.label);
  expect(namespacesOf()).not.toContain('istio-system');
  expect(namespacesOf({ includeSystem: true })).toContain('istio-system');
});

it('keeps to the limit, shows errors first and counts what it leaves out', () => {
  const many: Objects = [
    istiod(),
    namespace('quiet', { 'istio-injection': 'enabled' }),
    namespace('broken', { 'istio.io/rev': 'gone' }),
    ...Array.from({ length: 40 }, (_, i) => app('quiet', `app-${i}`)),
    app('broken', 'zulu', false),
  ];
  const { nodes, cut } = topologyOf(many, { limit: 20 });
  const drawn = nodes.filter(n => n.kind !== 'group');
  expect(drawn.length).toBeLessThanOrEqual(20);
  const workloads = nodes.filter(n => n.kind === 'workload');
  expect(workloads[0].label).toBe('zulu');
  expect(nodes.find(n => n.kind === 'namespace')?.label).toBe('broken');
  expect(cut.workloads).toBe(41 - workloads.length);
  expect(nodes.find(n => n.kind === 'group')).toMatchObject({
    parent: 'namespace/quiet',
    counts: { workloads: cut.workloads, pods: cut.workloads },
  });
});

it('counts namespaces that do not fit', () => {
  const many = Array.from({ length: 30 }, (_, i) => namespace(`ns-${i}`));
  const { nodes, cut } = topologyOf(many, { limit: 40 });
  expect(cut.namespaces).toBe(20);
  expect(nodes.find(n => n.id === 'group/namespaces')?.label).toBe(
    '20 more namespaces',
  );
});

describe('gateways', () => {
  const route = custom(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'shop',
    'web',
    {
      parentRefs: [{ name: 'edge', namespace: 'infra' }],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    },
  );
  const objects: Objects = [
    gatewayApiCrds('v1.6.1'),
    gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller'),
    controller(
      'envoy-gateway-system',
      'eg',
      { 'control-plane': 'envoy-gateway' },
      'docker.io/envoyproxy/gateway:v1.9.0',
      { container: 'envoy-gateway' },
    ),
    namespace('infra'),
    namespace('shop'),
    gateway('infra', 'edge', 'eg', 'False'),
    app('shop', 'web', false),
    route,
    custom('networking.istio.io/v1', 'Gateway', 'infra', 'classic'),
    custom('networking.istio.io/v1', 'VirtualService', 'shop', 'web', {
      gateways: ['mesh', 'infra/classic'],
      http: [
        { route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] },
      ],
    }),
  ];

  it('are drawn with their routes and health', () => {
    const { nodes, edges } = topologyOf(objects);
    expect(
      nodes
        .filter(n => n.kind === 'gateway')
        .map(n => [n.label, n.health, n.mesh, n.parent]),
    ).toEqual([
      [
        'edge',
        'unhealthy',
        'envoy-gateway~envoy-gateway-system',
        'namespace/infra',
      ],
      ['classic', 'unknown', undefined, 'namespace/infra'],
    ]);
    expect(
      edges.filter(e => e.kind === 'routes').map(e => [e.from, e.to]),
    ).toEqual([
      ['gateway/gateway.networking.k8s.io/infra/edge', 'service/shop/web'],
      ['gateway/networking.istio.io/infra/classic', 'service/shop/web'],
    ]);
  });

  it('have unique ids and no edge into nothing', () => {
    const { nodes, edges } = topologyOf(objects);
    const ids = new Set(nodes.map(n => n.id));
    expect(ids.size).toBe(nodes.length);
    expect(new Set(edges.map(e => e.id)).size).toBe(edges.length);
    for (const { from, to } of edges) {
      expect(ids).toContain(from);
      expect(ids).toContain(to);
    }
  });
});
