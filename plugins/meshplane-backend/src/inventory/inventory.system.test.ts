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
  createMockDirectory,
  mockServices,
  type TestBackend,
} from '@backstage/backend-test-utils';
import * as k8s from '@kubernetes/client-node';
import {
  createTestNamespace,
  startTestCluster,
  type ClusterHandle,
  type TestNamespace,
} from '@meshplane/local-cluster';
import { meshDefinitions } from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { startAccess } from '../clusters/__testUtils__/startAccess';
import {
  applyYaml,
  readToken,
  rotateToken,
  tokenKubeconfig,
} from '../clusters/__testUtils__/systemClusters';
import { createKubeconfigConnection } from '../clusters/connections/kubeconfigConnection';
import type { ClusterServices } from '../clusters/createClusterAccess';
import { readMeshplaneConfig } from '../config';
import { featuresOf } from '../rbac/features';
import { generateRbac } from '../rbac/generateRbac';
import { createInventory } from './createInventory';
import type { Inventory, InventorySnapshot } from './Inventory';
import { FakeAccess } from './__testUtils__/FakeAccess';
import { snapshotWhere } from './__testUtils__/snapshotWhere';

jest.setTimeout(10 * 60_000);

const ACCOUNT = 'meshplane-reader';
const SECRET = {
  name: 'meshplane-reader-token',
  namespace: 'meshplane',
  account: ACCOUNT,
};
const WAYPOINT_KIND = 'Waypoint.networking.istio.io';

const complete = ({ info }: InventorySnapshot) =>
  info.completeness === 'complete';
const stale = ({ info }: InventorySnapshot) => info.completeness === 'stale';

/** A kind of a mesh's group that no real mesh has. */
const waypointCrd: k8s.V1CustomResourceDefinition = {
  metadata: { name: 'waypoints.networking.istio.io' },
  spec: {
    group: 'networking.istio.io',
    names: { kind: 'Waypoint', plural: 'waypoints' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                x_kubernetes_preserve_unknown_fields: true,
              },
            },
          },
        },
      },
    ],
  },
};

/** Two real clusters; `victim` belongs to this suite and is broken by it in turn. */
let steady: ClusterHandle;
let victim: ClusterHandle;
let token: string;
let space: TestNamespace;

beforeAll(async () => {
  steady = await startTestCluster();
  victim = await startTestCluster({
    own: true,
    name: 'test-inventory',
    nodes: 0,
  });
  const features = featuresOf(
    readMeshplaneConfig(
      mockServices.rootConfig({
        data: {
          meshplane: { features: { workloads: false, lifecycle: false } },
        },
      }),
    ),
  );
  await applyYaml(victim, generateRbac(features));
  token = await readToken(victim, SECRET);
  space = await createTestNamespace(victim);
});

afterAll(async () => {
  await victim?.stop({ delete: true });
});

const core = () => victim.kubeConfig().makeApiClient(k8s.CoreV1Api);
const crds = () => victim.kubeConfig().makeApiClient(k8s.ApiextensionsV1Api);

describe('inventory of two clusters with the rights of the generated ClusterRole', () => {
  const folder = createMockDirectory();
  let backend: TestBackend;
  let services: ClusterServices;
  let inventory: Inventory;
  const where = (condition: (snapshot: InventorySnapshot) => boolean) =>
    snapshotWhere(inventory, 'victim', condition);
  const names = (snapshot: InventorySnapshot) =>
    snapshot.list('ConfigMap', space.name).map(one => one.metadata.name);

  beforeAll(async () => {
    folder.setContent({ victim: tokenKubeconfig(victim, token) });
    ({ backend, services } = await startAccess({
      meshplane: {
        clusters: [
          { name: 'steady', kubeconfig: steady.kubeconfigPath },
          { name: 'victim', kubeconfig: folder.resolve('victim') },
        ],
      },
    }));
    inventory = createInventory({
      access: services.access,
      logger: mockServices.logger.mock(),
      definitions: meshDefinitions,
      mayRead: services.mayRead,
    });
    inventory.start();
  });

  afterAll(async () => {
    await inventory?.stop();
    await backend?.stop();
  });

  it('reads everything that it is meant to read', async () => {
    const snapshot = await where(complete);
    expect(inventory.kinds('victim').map(({ state }) => state)).not.toContain(
      'forbidden',
    );
    expect(snapshot.get('Namespace', undefined, space.name)).toMatchObject({
      apiVersion: 'v1',
      kind: 'Namespace',
      status: { phase: 'Active' },
    });
    expect(snapshot.list('ServiceAccount', space.name)).toHaveLength(1);
    expect(snapshot.availability('Secret')).toBe('unknown');
    await expect(
      snapshotWhere(inventory, 'steady', complete),
    ).resolves.toMatchObject({ cluster: 'steady' });
  });

  it('sees objects come, change and go', async () => {
    const { name: namespace } = space;
    await core().createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'settings' }, data: { password: 'hidden' } },
    });
    const created = await where(one => names(one).includes('settings'));
    expect(
      JSON.stringify(created.get('ConfigMap', namespace, 'settings')),
    ).not.toContain('hidden');

    await core().replaceNamespacedConfigMap({
      namespace,
      name: 'settings',
      body: { metadata: { name: 'settings', labels: { tier: 'web' } } },
    });
    await where(
      one =>
        one.get('ConfigMap', namespace, 'settings')?.metadata.labels?.tier ===
        'web',
    );

    await core().deleteNamespacedConfigMap({ namespace, name: 'settings' });
    const gone = await where(one => !names(one).includes('settings'));
    expect(created.get('ConfigMap', namespace, 'settings')).toMatchObject({
      metadata: { name: 'settings' },
    });
    expect(gone.version).toBeGreaterThan(created.version);
  });

  it('takes up a kind with its CRD and drops it with its CRD', async () => {
    const before = await where(complete);
    expect(before.availability(WAYPOINT_KIND)).toBe('absent');
    await crds().createCustomResourceDefinition({ body: waypointCrd });
    const empty = await where(
      one => one.availability(WAYPOINT_KIND) === 'synced',
    );
    expect(empty.list(WAYPOINT_KIND)).toEqual([]);

    await victim
      .kubeConfig()
      .makeApiClient(k8s.CustomObjectsApi)
      .createNamespacedCustomObject({
        group: 'networking.istio.io',
        version: 'v1',
        plural: 'waypoints',
        namespace: space.name,
        body: {
          apiVersion: 'networking.istio.io/v1',
          kind: 'Waypoint',
          metadata: { name: 'w1' },
          spec: { hosts: ['cart'] },
        },
      });
    const filled = await where(one => one.count(WAYPOINT_KIND) === 1);
    expect(filled.list(WAYPOINT_KIND)).toMatchObject([
      { apiVersion: 'networking.istio.io/v1', spec: { hosts: ['cart'] } },
    ]);

    await crds().deleteCustomResourceDefinition({
      name: waypointCrd.metadata!.name!,
    });
    const dropped = await where(
      one => one.availability(WAYPOINT_KIND) === 'absent',
    );
    expect(dropped.list(WAYPOINT_KIND)).toEqual([]);
    expect(inventory.kinds('victim').map(({ kind }) => kind)).not.toContain(
      WAYPOINT_KIND,
    );
  });

  it('keeps what it knows while the API server is down, and catches up after it', async () => {
    await where(complete);
    await victim.stopComponent('apiserver');
    const last = await where(stale);
    expect(last.get('Namespace', undefined, space.name)).toMatchObject({
      kind: 'Namespace',
    });
    expect(inventory.snapshot('steady').info.completeness).toBe('complete');

    await victim.startComponent('apiserver');
    await core().createNamespacedConfigMap({
      namespace: space.name,
      body: { metadata: { name: 'after-restart' } },
    });
    const fresh = await where(
      one => complete(one) && names(one).includes('after-restart'),
    );
    expect(fresh.version).toBeGreaterThan(last.version);
  });

  it('marks a cluster stale whose API server hangs, and leaves the other one alone', async () => {
    await where(complete);
    await victim.pause();
    try {
      await where(stale);
      expect(inventory.snapshot('steady').info.completeness).toBe('complete');
    } finally {
      await victim.resume();
    }
    await expect(where(complete)).resolves.toMatchObject({ cluster: 'victim' });
  });

  it('stops when the token is revoked, and goes on with the new one', async () => {
    await where(complete);
    token = await rotateToken(victim, SECRET);
    const last = await where(stale);
    expect(last.count('Namespace')).toBeGreaterThan(3);
    await core().createNamespacedConfigMap({
      namespace: space.name,
      body: { metadata: { name: 'after-token' } },
    });

    folder.addContent({ victim: tokenKubeconfig(victim, token) });
    const fresh = await where(
      one => complete(one) && names(one).includes('after-token'),
    );
    expect(fresh.version).toBeGreaterThan(last.version);
  });
});

describe('inventory through connections that play tricks', () => {
  let real: ClusterConnection;
  let inventory: Inventory;
  const access = new FakeAccess();

  beforeAll(() => {
    real = createKubeconfigConnection(victim.kubeConfig());
    inventory = createInventory({
      access,
      logger: mockServices.logger.mock(),
      definitions: meshDefinitions,
    });
    inventory.start();
  });

  afterAll(async () => {
    await inventory?.stop();
    real?.close?.();
  });

  it('lists anew when the API server answers 410 to an ancient version', async () => {
    let tricks = 0;
    access.connect('ancient', {
      address: real.address,
      api: type => real.api(type),
      request: (path, options) => {
        const trick =
          tricks === 0 && path.startsWith('/api/v1/configmaps?watch=');
        if (trick) tricks += 1;
        return real.request(
          trick
            ? path.replace(/resourceVersion=\d+/, 'resourceVersion=1')
            : path,
          options,
        );
      },
    });
    const relists = () =>
      inventory.kinds('ancient').find(({ kind }) => kind === 'ConfigMap')
        ?.relists ?? 0;
    await snapshotWhere(inventory, 'ancient', complete);
    // The relist finds nothing new, so that only a change tells that it is over.
    await core().createNamespacedConfigMap({
      namespace: space.name,
      body: { metadata: { name: 'after-410' } },
    });
    const snapshot = await snapshotWhere(
      inventory,
      'ancient',
      one =>
        relists() > 0 &&
        one.get('ConfigMap', space.name, 'after-410') !== undefined,
    );
    expect(tricks).toBe(1);
    expect(relists()).toBe(1);
    expect(snapshot.info.completeness).toBe('complete');
  });

  it('gets metadata of Helm releases and never their data, whatever is in them', async () => {
    await core().createNamespacedSecret({
      namespace: space.name,
      body: {
        metadata: {
          name: 'sh.helm.release.v1.shop.v1',
          labels: { owner: 'helm', name: 'shop', status: 'deployed' },
        },
        type: 'helm.sh/release.v1',
        stringData: { release: 'top-secret' },
      },
    });
    const received: string[] = [];
    access.connect('helm', {
      address: real.address,
      api: type => real.api(type),
      request: async (path, options) => {
        const response = await real.request(path, options);
        if (path.startsWith('/api/v1/secrets')) {
          response.body.on('data', chunk => received.push(String(chunk)));
        }
        return response;
      },
    });
    const snapshot = await snapshotWhere(
      inventory,
      'helm',
      one => complete(one) && one.count('Secret') > 0,
    );
    expect(snapshot.list('Secret', space.name)).toMatchObject([
      { metadata: { name: 'sh.helm.release.v1.shop.v1' } },
    ]);
    const everything = received.join('');
    expect(everything).toContain('sh.helm.release.v1.shop.v1');
    expect(everything).not.toContain(
      Buffer.from('top-secret').toString('base64'),
    );
    expect(everything).not.toContain('"data"');
  });
});
