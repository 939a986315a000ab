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

import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  meshplaneMeshReadPermission,
  RESOURCE_TYPE_MESHPLANE_CLUSTER,
} from '@meshplane/plugin-meshplane-common';
import request from 'supertest';
import { clusterOf, snapshotOf } from '../../__testUtils__/fakes';
import { deployment, namespace } from '../../__testUtils__/objects';
import { shopReport } from '../../__testUtils__/reports';
import { startApi, type TestApi } from '../../__testUtils__/startApi';
import {
  createMeshplaneConditionalDecision,
  meshplaneConditions,
} from '../authorization/clusterRules';
import { allRoutes } from '.';

const objects = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  ...deployment({ namespace: 'shop', name: 'web' }),
  ...deployment({
    namespace: 'shop',
    name: 'cart',
    labels: { 'backstage.io/kubernetes-id': 'basket' },
  }),
];

const component = (name: string, annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service', owner: 'shop', lifecycle: 'production' },
});

describe('answers of the API', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await startApi({
      clusters: [
        clusterOf('edge'),
        clusterOf('vault', { source: 'extension' }),
        clusterOf('down', {
          health: {
            state: 'unreachable',
            message: 'Nothing listens at 127.0.0.1:1',
            circuit: { state: 'open', consecutiveFailures: 4 },
          },
        }),
      ],
      snapshots: [
        snapshotOf('edge', objects),
        snapshotOf('down', objects, { completeness: 'stale' }),
      ],
      describeMeshes: reader =>
        reader.kinds().length
          ? shopReport()
          : { meshes: [], namespaces: [], workloads: [] },
      entities: [
        component('basket', { 'backstage.io/kubernetes-id': 'basket' }),
        component('web', {
          'backstage.io/kubernetes-label-selector': 'app in (web)',
          'backstage.io/kubernetes-cluster': 'edge',
        }),
        component('elsewhere', {
          'backstage.io/kubernetes-label-selector': 'app=web',
          'backstage.io/kubernetes-namespace': 'orders',
        }),
        component('plain', {}),
        component('broken', {
          'backstage.io/kubernetes-label-selector': 'app in (web',
        }),
      ],
    });
  });

  /** Gets an answer and checks it against the schema that the table promises. */
  async function get(path: string) {
    const route = allRoutes.find(
      candidate =>
        candidate.method === 'get' &&
        new RegExp(`^${candidate.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(
          path.split('?')[0],
        ),
    );
    const response = await request(api.server).get(`/api/meshplane/v1${path}`);
    if (response.status === 200 && route && 'response' in route)
      route.response.parse(response.body);
    return response;
  }

  const onlyEdge = () =>
    createMeshplaneConditionalDecision(
      meshplaneMeshReadPermission,
      meshplaneConditions.isCluster({ names: ['edge'] }),
    );

  it('keeps every cluster in the fleet, also one that cannot be reached or was never read', async () => {
    const { body } = await get('/meshes');
    expect(body.items.map((item: { cluster: string }) => item.cluster)).toEqual(
      ['edge', 'vault', 'down'],
    );
    const [edge, vault, down] = body.items;
    expect(edge).toMatchObject({
      meshes: [
        {
          id: 'istio~istio-system~default',
          version: '1.30.3',
          skewedPods: 1,
          readOnly: false,
        },
      ],
      // Without the system's own workloads.
      coverage: { 'on-mesh': 1, partial: 1, 'off-mesh': 2, 'opted-out': 0 },
      pods: { total: 4, onMesh: 1 },
    });
    expect(vault).toMatchObject({ meshes: [], pods: { total: 0 } });
    expect(vault).not.toHaveProperty('snapshot');
    expect(down).toMatchObject({
      health: { state: 'unreachable' },
      snapshot: { completeness: 'stale' },
    });
  });

  it('lists clusters, and counts only what could be read', async () => {
    const { body } = await get('/clusters');
    expect(body.items[0]).toMatchObject({ name: 'edge', pods: 2 });
    expect(body.items[0]).not.toHaveProperty('nodes');
    expect(body.problems).toHaveLength(1);
    expect((await get('/clusters/edge')).body.history).toEqual([]);
    expect((await get('/clusters/edge/diagnosis')).status).toBe(200);
    expect((await get('/rbac')).body.yaml).toContain('ClusterRole');
  });

  it('shows a mesh with the namespaces that are on it or ask for it', async () => {
    const { body } = await get(
      '/clusters/edge/meshes/istio~istio-system~default',
    );
    expect(
      body.namespaces.map((row: { namespace: string }) => row.namespace),
    ).toEqual(['shop', 'orders']);
    expect(
      body.compatibility.map((row: { subject: string }) => row.subject),
    ).toEqual(['kubernetes', 'gateway-api']);
    expect((await get('/clusters/edge/meshes')).body.items).toHaveLength(1);

    const missing = await get('/clusters/edge/meshes/linkerd');
    expect(missing.status).toBe(404);
    expect(missing.body.error.message).toBe(
      'No mesh "linkerd" in cluster "edge"; there are "istio~istio-system~default"',
    );
  });

  it('puts workloads with errors first, leaves the system out, filters and pages', async () => {
    const names = async (query: string) => {
      const { body } = await get(`/clusters/edge/coverage${query}`);
      return body.items.map(
        (row: { workload: { name: string } }) => row.workload.name,
      );
    };
    expect(await names('')).toEqual(['cart', 'orders', 'web', 'backup']);
    expect(await names('?sort=name')).toEqual([
      'backup',
      'cart',
      'orders',
      'web',
    ]);
    expect(await names('?system=true')).toHaveLength(6);
    expect(await names('?namespace=kube-system')).toEqual(['coredns']);
    expect(await names('?state=on-mesh&state=partial')).toEqual([
      'cart',
      'web',
    ]);
    expect(await names('?q=Before%20the%20LABEL')).toEqual(['orders']);
    expect(await names('?mesh=istio~istio-system~default')).toEqual(['web']);
    const { body } = await get('/clusters/edge/coverage?limit=1&offset=1');
    expect(body).toMatchObject({
      total: 4,
      limit: 1,
      offset: 1,
      items: [{ workload: { name: 'orders' } }],
      counts: { 'off-mesh': 2 },
    });
    expect(
      (await get('/clusters/edge/coverage/namespaces')).body.items,
    ).toHaveLength(5);
  });

  it('draws what fits a filter', async () => {
    const labels = async (query: string) => {
      const { body } = await get(`/clusters/edge/topology${query}`);
      return body.nodes
        .filter((node: { kind: string }) => node.kind === 'workload')
        .map((node: { label: string }) => node.label)
        .sort();
    };
    expect(await labels('')).toEqual(['backup', 'cart', 'orders', 'web']);
    expect(await labels('?namespace=shop&namespace=tools')).toEqual([
      'backup',
      'cart',
      'web',
    ]);
    expect(await labels('?q=CAR')).toEqual(['cart']);
    expect(await labels('?q=tool')).toEqual(['backup']);
    expect(await labels('?mesh=istio~istio-system~default')).toEqual(['web']);
    expect(await labels('?system=true')).toHaveLength(6);
  });

  it('lists objects of a kind by label', async () => {
    const { body } = await get(
      '/clusters/edge/inventory?kind=Deployment.apps&labelSelector=app%3Dcart',
    );
    expect(body).toMatchObject({ total: 1, items: [{ name: 'cart' }] });
    expect((await get('/clusters/edge/inventory/kinds')).body.items).toEqual(
      expect.arrayContaining([
        { kind: 'Deployment.apps', objects: 2, namespaced: true },
      ]),
    );
  });

  it('knows what this suite knows', async () => {
    const { body } = await get('/definitions');
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(
      expect.arrayContaining(['istio', 'linkerd', 'gateway-api']),
    );
  });

  it.each([
    ['/clusters/edge/coverage?limit=0', '"limit"', '"0"'],
    ['/clusters/edge/coverage?limit=many', '"limit"', '"many"'],
    ['/clusters/edge/coverage?state=broken', '"state"', '"broken"'],
    ['/clusters/edge/coverage?stat=on-mesh', '"stat"', '"state"'],
    ['/clusters/edge/coverage?namespace[a]=b', '"namespace"', '{"a":"b"}'],
    ['/clusters/edge/inventory', '"kind"', 'missing'],
    [
      '/clusters/edge/inventory?kind=Pod&labelSelector=a%20in',
      'a in',
      'elector',
    ],
    ['/clusters/..%2Fedge', '"cluster"', '"../edge"'],
    ['/clusters/edge/topology?limit=1000000', '"limit"', '"1000000"'],
    ['/meshes?cluster=edge', '"cluster"', 'takes none'],
  ])('refuses %s with a message about %s', async (path, field, value) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
    expect(body.error.message).toContain(value);
  });

  it('finds the workloads of an entity by the annotations of the Kubernetes plugin', async () => {
    const workloads = async (name: string) => {
      const { body } = await get(
        `/entities/component/default/${name}/coverage`,
      );
      return body.clusters.map(
        (row: {
          cluster: string;
          workloads: { workload: { name: string } }[];
        }) => [
          row.cluster,
          ...row.workloads.map(({ workload }) => workload.name),
        ],
      );
    };
    // The label is on the workload only, not in the report's pod template labels.
    expect(await workloads('basket')).toEqual([
      ['edge', 'cart'],
      ['vault'],
      ['down', 'cart'],
    ]);
    expect(await workloads('web')).toEqual([['edge', 'web']]);
    expect(await workloads('elsewhere')).toEqual([
      ['edge'],
      ['vault'],
      ['down'],
    ]);
    const plain = await get('/entities/component/default/plain/coverage');
    expect(plain.body).toMatchObject({
      entityRef: 'component:default/plain',
      selection: expect.stringContaining('backstage.io/kubernetes-id'),
      clusters: [],
    });
  });

  it('says what is wrong with an entity', async () => {
    const missing = await get('/entities/component/default/nobody/coverage');
    expect(missing.status).toBe(404);
    expect(missing.body.error.message).toContain('component:default/nobody');
    const broken = await get('/entities/component/default/broken/coverage');
    expect(broken.status).toBe(400);
    expect(broken.body.error.message).toContain('app in (web');
  });

  it('shows only the clusters that a condition allows, and does not tell of the others', async () => {
    api.setDecision(onlyEdge);
    expect((await get('/meshes')).body.items).toHaveLength(1);
    const list = await get('/clusters');
    expect(list.body.items).toHaveLength(1);
    expect(JSON.stringify(list.body)).not.toContain('vault');
    expect((await get('/clusters/edge/meshes')).status).toBe(200);
    const hidden = await get('/clusters/vault');
    const absent = await get('/clusters/nowhere');
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(hidden.body.error.message).toBe(
      'No cluster "vault"; there are "edge"',
    );
    const { body } = await get('/entities/component/default/basket/coverage');
    expect(body.clusters).toHaveLength(1);
  });

  it('filters by source as well', async () => {
    api.setDecision(() => ({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'meshplane',
      resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
      conditions: {
        not: meshplaneConditions.hasSource({ sources: ['extension'] }),
      },
    }));
    const { body } = await get('/clusters');
    expect(body.items.map((item: { name: string }) => item.name)).toEqual([
      'edge',
      'down',
    ]);
  });

  it('refuses to manage a cluster that may only be seen, and hides one that may not', async () => {
    api.setDecision(permission =>
      permission === meshplaneMeshReadPermission.name
        ? onlyEdge()
        : {
            ...onlyEdge(),
            conditions: meshplaneConditions.isCluster({ names: ['down'] }),
          },
    );
    const post = (cluster: string) =>
      request(api.server).post(
        `/api/meshplane/v1/clusters/${cluster}/reconnect`,
      );
    expect((await post('edge')).status).toBe(403);
    expect((await post('vault')).status).toBe(404);
    expect(api.clusters.reconnected).toEqual([]);
    expect((await post('down')).status).toBe(200);
    expect(api.clusters.reconnected).toEqual(['down']);
  });

  it('reconnects and writes it into the audit log', async () => {
    const response = await request(api.server)
      .post('/api/meshplane/v1/clusters/edge/reconnect')
      .set('Authorization', mockCredentials.user.header());
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ name: 'edge' });
    expect(api.auditEvent.success).toHaveBeenCalledTimes(1);
    expect(api.auditEvent.fail).not.toHaveBeenCalled();
  });

  it('follows changes of the inventory', async () => {
    await get('/meshes');
    api.inventory.set(snapshotOf('edge', [], { version: 2 }));
    expect((await get('/meshes')).body.items[0].meshes).toEqual([]);
  });
});
