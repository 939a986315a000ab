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

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import * as k8s from '@kubernetes/client-node';
import { isAlive, identityOf } from '../process/identity';
import { waitFor } from '../process/waiting';
import { withNamespace } from '../testing/testCluster';
import { ClusterHandle } from './handle';
import { startCluster } from './start';
import { clusterStatus, listClusters } from './status';
import { stopCluster } from './stop';

const name = `system-${randomBytes(4).toString('hex')}`;
const LABELS = { app: 'shop' };
const POD_TEMPLATE: k8s.V1PodTemplateSpec = {
  metadata: { labels: LABELS },
  spec: { containers: [{ name: 'shop', image: 'example.test/shop:1' }] },
};

jest.setTimeout(5 * 60_000);

describe('a local cluster', () => {
  let cluster: ClusterHandle;

  beforeAll(async () => {
    cluster = await startCluster({ name, nodes: 2 });
  });

  afterAll(() => stopCluster(name, { delete: true }));

  const core = () => cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  const pids = async () =>
    (await clusterStatus(name)).daemons.map(daemon => daemon.pid!);

  async function tokenClient(namespace: string, serviceAccount: string) {
    const { status } = await core().createNamespacedServiceAccountToken({
      name: serviceAccount,
      namespace,
      body: {
        spec: { audiences: [], expirationSeconds: 600 },
      } as object as k8s.AuthenticationV1TokenRequest,
    });
    const config = new k8s.KubeConfig();
    config.loadFromOptions({
      clusters: [cluster.kubeConfig().getCurrentCluster()!],
      users: [{ name: 'token', token: status!.token }],
      contexts: [
        {
          name: 'token',
          user: 'token',
          cluster: cluster.kubeConfig().getCurrentCluster()!.name,
        },
      ],
      currentContext: 'token',
    });
    return config.makeApiClient(k8s.CoreV1Api);
  }

  it('is listed and every daemon is ready', async () => {
    expect(await listClusters()).toContain(name);
    const status = await clusterStatus(name);
    expect(status.phase).toBe('running');
    expect(status.server).toBe(cluster.server);
    expect(new URL(cluster.server).hostname).toBe('127.0.0.1');
  });

  it('keeps its administrator kubeconfig to the user', async () => {
    const { mode } = await stat(cluster.kubeconfigPath);
    // eslint-disable-next-line no-bitwise
    expect(mode & 0o777).toBe(0o600);
  });

  it('authorises by RBAC: a token may do what was granted and nothing else', async () => {
    await withNamespace(cluster, async namespace => {
      const client = await tokenClient(namespace, 'default');
      await expect(
        client.listNamespacedPod({ namespace }),
      ).rejects.toMatchObject({ code: 403 });

      const rbac = cluster
        .kubeConfig()
        .makeApiClient(k8s.RbacAuthorizationV1Api);
      await rbac.createNamespacedRoleBinding({
        namespace,
        body: {
          metadata: { name: 'viewer' },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'view',
          },
          subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
        },
      });
      await waitFor(
        'the binding has no effect',
        () =>
          client.listNamespacedPod({ namespace }).then(
            () => true,
            () => false,
          ),
        { timeoutMs: 20_000 },
      );
      await expect(client.listNode()).rejects.toMatchObject({ code: 403 });
    });
  });

  it('refuses a token that it did not sign', async () => {
    const config = cluster.kubeConfig();
    const user = config.getCurrentUser()!;
    config.users = [{ name: user.name, token: 'e30.e30.e30' }];
    await expect(
      config.makeApiClient(k8s.CoreV1Api).listNode(),
    ).rejects.toMatchObject({ code: 401 });
  });

  it('brings Deployments, DaemonSets, StatefulSets and Jobs to their end', async () => {
    await withNamespace(cluster, async namespace => {
      const apps = cluster.kubeConfig().makeApiClient(k8s.AppsV1Api);
      const batch = cluster.kubeConfig().makeApiClient(k8s.BatchV1Api);
      const metadata = { name: 'shop' };
      const spec = {
        selector: { matchLabels: LABELS },
        template: POD_TEMPLATE,
      };
      await apps.createNamespacedDeployment({
        namespace,
        body: { metadata, spec: { ...spec, replicas: 3 } },
      });
      await apps.createNamespacedDaemonSet({
        namespace,
        body: { metadata, spec },
      });
      await apps.createNamespacedStatefulSet({
        namespace,
        body: { metadata, spec: { ...spec, serviceName: 'shop', replicas: 2 } },
      });
      await batch.createNamespacedJob({
        namespace,
        body: {
          metadata,
          spec: {
            completions: 2,
            parallelism: 2,
            template: {
              spec: { ...POD_TEMPLATE.spec!, restartPolicy: 'Never' },
            },
          },
        },
      });
      let seen = {};
      await waitFor(
        () => `not all workloads are ready: ${JSON.stringify(seen)}`,
        async () => {
          const place = { name: 'shop', namespace };
          seen = {
            deployment: (await apps.readNamespacedDeployment(place)).status
              ?.availableReplicas,
            daemonSet: (await apps.readNamespacedDaemonSet(place)).status
              ?.numberReady,
            statefulSet: (await apps.readNamespacedStatefulSet(place)).status
              ?.readyReplicas,
            job: (await batch.readNamespacedJob(place)).status?.succeeded,
          };
          return (
            JSON.stringify(Object.values(seen)) === JSON.stringify([3, 2, 2, 2])
          );
        },
        { timeoutMs: 120_000 },
      );
      const pods = (await core().listNamespacedPod({ namespace })).items;
      const addresses = pods
        .filter(pod => pod.status?.phase === 'Running')
        .map(pod => pod.status?.podIP);
      expect(new Set(addresses).size).toBe(7);
      // Admission gave each pod a token, as everywhere.
      expect(pods[0].spec?.volumes?.[0].projected?.sources).toHaveLength(3);
    });
  });

  it('hangs while the API server is paused and answers afterwards', async () => {
    await cluster.pause();
    try {
      expect(
        (await clusterStatus(name)).daemons.find(
          daemon => daemon.name === 'apiserver',
        ),
      ).toMatchObject({ ready: false, reason: 'no answer within 2000 ms' });
    } finally {
      await cluster.resume();
    }
    expect((await core().listNode()).items).toHaveLength(2);
  });

  it('dies and comes back at the same address, component by component', async () => {
    const before = await pids();
    await cluster.stopComponent('apiserver');
    expect((await clusterStatus(name)).phase).toBe('degraded');
    await expect(core().listNode()).rejects.toThrow(/ECONNREFUSED/);
    await cluster.startComponent('apiserver');
    expect((await core().listNode()).items).toHaveLength(2);
    const after = await pids();
    expect(after.filter(pid => !before.includes(pid))).toHaveLength(1);
  });

  it('is joined, not started twice, by those who start it at the same time', async () => {
    const before = await pids();
    const handles = await Promise.all([
      startCluster({ name }),
      startCluster({ name }),
    ]);
    expect(handles.map(handle => handle.server)).toEqual([
      cluster.server,
      cluster.server,
    ]);
    expect(await pids()).toEqual(before);
  });

  it('stops without leaving a process, and starts again with its data', async () => {
    await core().createNamespacedConfigMap({
      namespace: 'default',
      body: { metadata: { name: 'kept' }, data: { answer: '42' } },
    });
    const running = (await pids()).map(pid => identityOf(pid)!);
    await cluster.stop();
    expect(running.filter(isAlive)).toEqual([]);
    expect((await clusterStatus(name)).phase).toBe('stopped');

    const again = await startCluster({ name });
    expect(again.server).toBe(cluster.server);
    const kept = await core().readNamespacedConfigMap({
      namespace: 'default',
      name: 'kept',
    });
    expect(kept.data).toEqual({ answer: '42' });
    expect((await core().listNode()).items).toHaveLength(2);
  });

  it('runs beside another cluster and is deleted without a trace', async () => {
    const other = await startCluster({ name: `${name}-b`, nodes: 0 });
    try {
      expect(other.server).not.toBe(cluster.server);
      const nodes = await other
        .kubeConfig()
        .makeApiClient(k8s.CoreV1Api)
        .listNode();
      expect(nodes.items).toEqual([]);
    } finally {
      await other.stop({ delete: true });
    }
    expect((await clusterStatus(other.name)).phase).toBe('absent');
    expect(await listClusters()).not.toContain(other.name);
    expect((await clusterStatus(name)).phase).toBe('running');
  });
});
