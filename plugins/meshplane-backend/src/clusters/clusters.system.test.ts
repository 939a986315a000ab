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
  type TestBackend,
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import * as k8s from '@kubernetes/client-node';
import { type ClusterHandle, startTestCluster } from '@meshplane/local-cluster';
import type { ClusterState } from '@meshplane/plugin-meshplane-common';
import { readMeshplaneConfig } from '../config';
import { featuresOf } from '../rbac/features';
import { generateRbac } from '../rbac/generateRbac';
import type { Cluster } from './ClusterAccess';
import type { ClusterServices } from './createClusterAccess';
import { startAccess } from './__testUtils__/startAccess';
import { clusterWhere } from './__testUtils__/clusterWhere';
import {
  applyYaml,
  readToken,
  rotateToken,
  tokenKubeconfig,
} from './__testUtils__/systemClusters';

jest.setTimeout(10 * 60_000);

const ACCOUNT = { name: 'meshplane-reader', namespace: 'meshplane' };
const SECRET = {
  name: 'meshplane-reader-token',
  namespace: ACCOUNT.namespace,
  account: ACCOUNT.name,
};

const is = (state: ClusterState) => (cluster: Cluster) =>
  cluster.health.state === state;

/** Two real clusters; `victim` belongs to this suite and is broken by it in turn. */
let steady: ClusterHandle;
let victim: ClusterHandle;
let victimToken: string;

beforeAll(async () => {
  steady = await startTestCluster();
  victim = await startTestCluster({ own: true, name: 'test-victim', nodes: 0 });
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
  victimToken = await readToken(victim, SECRET);
});

afterAll(async () => {
  await victim?.stop({ delete: true });
});

describe('clusters by kubeconfig', () => {
  const folder = createMockDirectory();
  let backend: TestBackend;
  let services: ClusterServices;

  beforeAll(async () => {
    folder.setContent({ victim: tokenKubeconfig(victim, victimToken) });
    ({ backend, services } = await startAccess({
      meshplane: {
        clusters: [
          { name: 'steady', kubeconfig: steady.kubeconfigPath },
          { name: 'victim', kubeconfig: folder.resolve('victim') },
        ],
      },
    }));
  });

  afterAll(async () => {
    await backend?.stop();
  });

  const where = (name: string, condition: (cluster: Cluster) => boolean) =>
    clusterWhere(services.access, name, condition);

  it('connects with nothing but the generated role for reading, and lacks only what changes something', async () => {
    const { health, uid, permissions } = await where('victim', is('connected'));
    expect(health.kubernetesVersion).toMatch(/^v1\.\d+/);
    expect(uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(
      permissions
        .filter(({ enabled }) => enabled)
        .map(({ feature, state }) => [feature, state]),
    ).toEqual([
      ['inventory.core', 'granted'],
      ['inventory.mesh', 'granted'],
      ['gateway-api', 'granted'],
      ['workloads', 'missing'],
      ['lifecycle', 'missing'],
    ]);
    expect(
      permissions.find(({ feature }) => feature === 'helm-releases')?.missing,
    ).toContainEqual({ group: '', resource: 'secrets', verb: 'list' });
  });

  it('serves the typed API and a watch over the same connection', async () => {
    const { connection } = await where('victim', is('connected'));
    const { items } = await connection!.api(k8s.CoreV1Api).listNamespace();
    expect(items.map(({ metadata }) => metadata?.name)).toContain(
      'kube-system',
    );
    const watch = await connection!.request('/api/v1/namespaces?watch=true');
    const [first] = await watch.body.take(1).toArray();
    expect(JSON.parse(String(first).split('\n')[0])).toMatchObject({
      type: 'ADDED',
      object: { kind: 'Namespace' },
    });
  });

  it('is degraded while the role is not bound, and says which permissions are missing', async () => {
    const rbac = victim.kubeConfig().makeApiClient(k8s.RbacAuthorizationV1Api);
    const binding = await rbac.readClusterRoleBinding({ name: ACCOUNT.name });
    await rbac.deleteClusterRoleBinding({ name: ACCOUNT.name });
    await services.access.reconnect('victim');
    const { health, permissions } = await where('victim', is('degraded'));
    expect(health.message).toContain("permissions are missing for 'Inventory'");
    expect(permissions[0].missing).toContainEqual({
      group: 'apps',
      resource: 'deployments',
      verb: 'watch',
    });
    const { steps } = await services.diagnose('victim', []);
    expect(
      steps.filter(({ state }) => state === 'failed').map(({ id }) => id),
    ).toEqual(['permissions']);

    await rbac.createClusterRoleBinding({
      body: { ...binding, metadata: { name: ACCOUNT.name } },
    });
    await services.access.reconnect('victim');
    await expect(where('victim', is('connected'))).resolves.toMatchObject({
      name: 'victim',
    });
  });

  it('opens the circuit on a wrong token and connects as soon as the file is corrected', async () => {
    folder.addContent({ victim: tokenKubeconfig(victim, 'wrong') });
    const { health } = await where('victim', is('unauthorized'));
    expect(health.circuit.state).toBe('open');
    expect(health.lastError?.status).toBe(401);
    const { steps } = await services.diagnose('victim', []);
    expect(
      steps.filter(({ state }) => state === 'failed').map(({ id }) => id),
    ).toEqual(['authentication']);
    expect(services.access.get('steady').health.state).toBe('connected');

    folder.addContent({ victim: tokenKubeconfig(victim, victimToken) });
    const { connection } = await where('victim', is('connected'));
    expect(connection?.address).toBe(victim.server);
  });

  it('notices a token that is revoked while it is connected', async () => {
    await where('victim', is('connected'));
    victimToken = await rotateToken(victim, SECRET);
    const { connection } = await where('victim', is('unauthorized'));
    expect(connection).toBeUndefined();
    folder.addContent({ victim: tokenKubeconfig(victim, victimToken) });
    await expect(where('victim', is('connected'))).resolves.toMatchObject({
      name: 'victim',
    });
  });

  it('withdraws a cluster whose API server is stopped, keeps the other one, and reconnects by itself', async () => {
    const before = await where('victim', is('connected'));
    const watch = await before.connection!.request(
      '/api/v1/namespaces?watch=true',
    );
    const ended = new Promise<void>(resolve => {
      watch.body.once('close', resolve);
    });
    watch.body.on('error', () => {}).resume();
    await victim.stopComponent('apiserver');
    const { health, connection } = await where('victim', is('unreachable'));
    await ended;
    expect(connection).toBeUndefined();
    expect(health.message).toContain('Nothing listens at this address');
    expect(services.access.get('steady').health.state).toBe('connected');

    await victim.startComponent('apiserver');
    const after = await where('victim', is('connected'));
    expect(after.connection).not.toBe(before.connection);
  });

  it('gives up on an API server that hangs, and ends the watches that hang on it', async () => {
    const before = await where('victim', is('connected'));
    const watch = await before.connection!.request(
      '/api/v1/namespaces?watch=true',
    );
    const ended = new Promise<void>(resolve => {
      watch.body.once('close', resolve);
    });
    watch.body.on('error', () => {}).resume();
    await victim.pause();
    try {
      const { health } = await where('victim', is('unreachable'));
      await ended;
      expect(health.lastError?.message).toContain('did not answer within 2 s');
      expect(services.access.get('steady').health.state).toBe('connected');
    } finally {
      await victim.resume();
    }
    await expect(where('victim', is('connected'))).resolves.toMatchObject({
      name: 'victim',
    });
  });

  it('keeps the record of what happened, newest first', async () => {
    const states = (await services.history.list('victim')).map(({ to }) => to);
    expect(states).toEqual([
      'connected',
      'unreachable',
      'connected',
      'unreachable',
      'connected',
      'unauthorized',
      'connected',
      'unauthorized',
      'connected',
      'degraded',
      'connected',
    ]);
  });
});

describe('clusters of the Kubernetes plugin, through its proxy', () => {
  let backend: TestBackend;
  let services: ClusterServices;

  const locator = (
    name: string,
    cluster: ClusterHandle,
    more: JsonObject,
  ): JsonObject => ({
    name,
    url: cluster.server,
    caData: cluster.kubeConfig().getCurrentCluster()?.caData ?? '',
    authProvider: 'serviceAccount',
    ...more,
  });

  beforeAll(async () => {
    ({ backend, services } = await startAccess({
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              locator('victim', victim, { serviceAccountToken: victimToken }),
              locator('wrong-token', victim, { serviceAccountToken: 'wrong' }),
              locator('of-users', victim, { authProvider: 'google' }),
            ],
          },
        ],
      },
      meshplane: {
        clusters: [{ name: 'steady', kubeconfig: steady.kubeconfigPath }],
      },
    }));
  });

  afterAll(async () => {
    await backend?.stop();
  });

  const where = (name: string, condition: (cluster: Cluster) => boolean) =>
    clusterWhere(services.access, name, condition);

  it('shows every cluster with its own state', async () => {
    const victimCluster = await where('victim', is('connected'));
    expect(victimCluster.source).toBe('kubernetes-plugin');
    const { health } = await where('wrong-token', is('unauthorized'));
    expect(health.lastError?.status).toBe(401);
    const ofUsers = await where('of-users', is('misconfigured'));
    expect(ofUsers.health.message).toContain("auth provider 'google'");
    await expect(where('steady', is('connected'))).resolves.toMatchObject({
      source: 'config',
    });
  });

  it('streams a watch through the proxy, and lets it be cancelled', async () => {
    const { connection } = await where('victim', is('connected'));
    const cancel = new AbortController();
    const watch = await connection!.request('/api/v1/namespaces?watch=true', {
      signal: cancel.signal,
    });
    const first = await new Promise<string>(resolve => {
      watch.body.once('data', chunk => resolve(String(chunk)));
    });
    expect(first).toContain('"type":"ADDED"');
    const ended = new Promise<void>(resolve => {
      watch.body.once('close', resolve);
    });
    watch.body.on('error', () => {});
    cancel.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it('tells a stopped and a hanging API server from a refused token', async () => {
    await where('victim', is('connected'));
    await victim.stopComponent('apiserver');
    const stopped = await where('victim', is('unreachable'));
    expect(stopped.health.message).toContain(
      'Nothing listens at this address and port',
    );
    await victim.startComponent('apiserver');
    await where('victim', is('connected'));

    await victim.pause();
    try {
      const hanging = await where('victim', is('unreachable'));
      expect(hanging.health.lastError?.message).toContain('did not answer');
      expect(services.access.get('steady').health.state).toBe('connected');
    } finally {
      await victim.resume();
    }
    await where('victim', is('connected'));
  });

  it('notices a token that is revoked while it is connected', async () => {
    await where('victim', is('connected'));
    await rotateToken(victim, SECRET);
    const { health } = await where('victim', is('unauthorized'));
    expect(health.circuit.state).toBe('open');
  });
});
