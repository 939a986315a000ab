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
import * as k8s from '@kubernetes/client-node';
import {
  startCluster,
  stopCluster,
  waitFor,
  type ClusterHandle,
} from '../index';
import { seedCluster, type SeedProgress } from './index';

const name = `seed-${randomBytes(4).toString('hex')}`;

jest.setTimeout(5 * 60_000);

// A cluster of its own: injectors are cluster-wide and would alter the pods of other suites.
describe('seeding a local cluster', () => {
  let cluster: ClusterHandle;

  beforeAll(async () => {
    cluster = await startCluster({ name, nodes: 3 });
  });

  afterAll(() => stopCluster(name, { delete: true }));

  const seed = (
    scenario: string,
    options: { pods?: number; namespacePrefix?: string } = {},
  ) =>
    seedCluster({
      kubeconfigPath: cluster.kubeconfigPath,
      scenario,
      ...options,
    });
  const apps = () => cluster.kubeConfig().makeApiClient(k8s.AppsV1Api);
  const core = () => cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  const objects = () =>
    k8s.KubernetesObjectApi.makeApiClient(cluster.kubeConfig());

  async function workloadsNotAvailable(): Promise<string[]> {
    const { items } = await apps().listDeploymentForAllNamespaces();
    return items
      .filter(
        ({ spec, status }) =>
          (status?.availableReplicas ?? 0) < (spec?.replicas ?? 1),
      )
      .map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
  }

  /** Proxies of the pods of a workload, native sidecars and plain containers alike. */
  async function proxies(namespace: string, app: string): Promise<string[]> {
    const { items } = await core().listNamespacedPod({
      namespace,
      labelSelector: `app=${app}`,
    });
    const found = items
      .filter(({ metadata }) => !metadata?.deletionTimestamp)
      .flatMap(({ spec }) => [
        ...(spec?.initContainers ?? []).filter(
          c => c.restartPolicy === 'Always',
        ),
        ...(spec?.containers ?? []),
      ])
      .map(container => container.image ?? '')
      .filter(image =>
        /proxyv2|linkerd\/proxy|kuma-dp|consul-dataplane/.test(image),
      );
    return [...new Set(found)];
  }

  /** Creates a workload without a proxy and waits until its pod is there. */
  async function createWorkload(
    namespace: string,
    app: string,
    pod: {
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    } = {},
  ): Promise<void> {
    await apps().createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: app },
        spec: {
          selector: { matchLabels: { app } },
          template: {
            metadata: {
              labels: { app, ...pod.labels },
              annotations: pod.annotations,
            },
            spec: {
              containers: [{ name: app, image: 'registry.example/app:1' }],
            },
          },
        },
      },
    });
    await waitFor(
      `no pod of "${namespace}/${app}" became available`,
      async () => {
        const { status } = await apps().readNamespacedDeployment({
          namespace,
          name: app,
        });
        return status?.availableReplicas === 1 ? status : undefined;
      },
      { timeoutMs: 60_000 },
    );
  }

  it('brings up the bookstore, twice side by side under different prefixes', async () => {
    const results = await Promise.all([
      seed('bookstore', { namespacePrefix: 'one-' }),
      seed('bookstore', { namespacePrefix: 'two-' }),
    ]);
    expect(results.map(({ namespaces }) => namespaces[0])).toEqual([
      'one-bookstore-web',
      'two-bookstore-web',
    ]);
    expect(await workloadsNotAvailable()).toEqual([]);
  });

  describe('with two meshes', () => {
    const progress: SeedProgress[] = [];

    beforeAll(async () => {
      await seedCluster({
        kubeConfig: cluster.kubeConfig(),
        scenario: 'two-meshes',
        onProgress: step => progress.push(step),
      });
    });

    it('has every workload available and reported each phase to its end', async () => {
      expect(await workloadsNotAvailable()).toEqual([]);
      const ended = progress.filter(({ done, total }) => done === total);
      expect(ended.map(({ phase }) => phase)).toEqual([
        'crds',
        'namespaces',
        'settings',
        'workloads',
        'webhooks',
        'available',
      ]);
    });

    it('keeps the irregular workloads as written, although injectors are there', async () => {
      expect(await proxies('orders', 'orders')).toEqual([]);
      expect(await proxies('support', 'surveys')).toEqual([]);
      expect(await proxies('payments', 'ledger')).toEqual([
        'docker.io/istio/proxyv2:1.28.5',
      ]);
      expect(await proxies('shop', 'catalog')).toEqual([
        'docker.io/istio/proxyv2:1.30.3',
      ]);
    });

    it('changes nothing when it is seeded again', async () => {
      const state = async () => {
        const deployments = await apps().listDeploymentForAllNamespaces();
        const webhooks = await cluster
          .kubeConfig()
          .makeApiClient(k8s.AdmissionregistrationV1Api)
          .listMutatingWebhookConfiguration();
        return {
          generations: deployments.items.map(({ metadata }) => [
            metadata?.namespace,
            metadata?.name,
            metadata?.generation,
          ]),
          webhooks: webhooks.items.map(({ metadata }) => [
            metadata?.name,
            metadata?.generation,
          ]),
        };
      };
      await waitFor(
        'the injectors got no caBundle',
        async () => {
          const { items } = await cluster
            .kubeConfig()
            .makeApiClient(k8s.AdmissionregistrationV1Api)
            .listMutatingWebhookConfiguration();
          return items.every(({ webhooks }) =>
            webhooks?.every(({ clientConfig }) => clientConfig.caBundle),
          )
            ? items
            : undefined;
        },
        { timeoutMs: 30_000 },
      );
      const before = await state();
      await seed('two-meshes');
      expect(await state()).toEqual(before);
    });

    it('injects new pods by the rules of each mesh', async () => {
      await createWorkload('orders', 'new');
      await createWorkload('orders', 'opted-out', {
        labels: { 'sidecar.istio.io/inject': 'false' },
      });
      await createWorkload('recommendations', 'new');
      await createWorkload('booking', 'new');
      await createWorkload('booking', 'opted-out', {
        annotations: { 'linkerd.io/inject': 'disabled' },
      });
      await createWorkload('warehouse', 'new');
      expect({
        istio: await proxies('orders', 'new'),
        istioOptedOut: await proxies('orders', 'opted-out'),
        istioByTag: await proxies('recommendations', 'new'),
        linkerd: await proxies('booking', 'new'),
        linkerdOptedOut: await proxies('booking', 'opted-out'),
        noMesh: await proxies('warehouse', 'new'),
      }).toEqual({
        istio: ['docker.io/istio/proxyv2:1.30.3'],
        istioOptedOut: [],
        istioByTag: ['registry.istio.io/release/proxyv2:1.29.6'],
        linkerd: ['cr.l5d.io/linkerd/proxy:edge-26.6.3'],
        linkerdOptedOut: [],
        noMesh: [],
      });
    });
  });

  it('brings up the other meshes, and injects for Kuma and Consul', async () => {
    await seed('zoo');
    await seed('legacy');
    expect(await workloadsNotAvailable()).toEqual([]);
    await createWorkload('zoo-kuma', 'new');
    await createWorkload('zoo-consul', 'new', {
      annotations: { 'consul.hashicorp.com/connect-inject': 'true' },
    });
    expect(await proxies('zoo-kuma', 'new')).toEqual([
      'docker.io/kumahq/kuma-dp:2.14.3',
    ]);
    expect(await proxies('zoo-consul', 'new')).toEqual([
      'hashicorp/consul-dataplane:2.0.3',
    ]);
  });

  it('converts between versions for a CRD whose converter is simulated', async () => {
    const namespace = 'default';
    await core().createNamespacedService({
      namespace,
      body: {
        metadata: { name: 'converter' },
        spec: { ports: [{ port: 443 }] },
      },
    });
    const schema = {
      openAPIV3Schema: {
        type: 'object',
        properties: {
          spec: { type: 'object', properties: { size: { type: 'integer' } } },
        },
      },
    };
    await objects().create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.seed.test' },
      spec: {
        group: 'seed.test',
        scope: 'Namespaced',
        names: { kind: 'Thing', plural: 'things' },
        versions: [
          { name: 'v2', served: true, storage: true, schema },
          { name: 'v1', served: true, storage: false, schema },
        ],
        conversion: {
          strategy: 'Webhook',
          webhook: {
            conversionReviewVersions: ['v1'],
            clientConfig: {
              service: { namespace, name: 'converter', path: '/convert' },
            },
          },
        },
      },
    } as k8s.KubernetesObject);
    const custom = cluster.kubeConfig().makeApiClient(k8s.CustomObjectsApi);
    const at = (version: string) => ({
      group: 'seed.test',
      version,
      namespace,
      plural: 'things',
    });
    await waitFor(
      'no Thing of version v1 could be created',
      () =>
        custom
          .createNamespacedCustomObject({
            ...at('v1'),
            body: {
              apiVersion: 'seed.test/v1',
              kind: 'Thing',
              metadata: { name: 'a' },
              spec: { size: 3 },
            },
          })
          .catch(() => undefined),
      { timeoutMs: 30_000 },
    );
    expect(
      await custom.getNamespacedCustomObject({ ...at('v2'), name: 'a' }),
    ).toMatchObject({
      apiVersion: 'seed.test/v2',
      spec: { size: 3 },
    });
  });

  it('says why a simulated pod cannot be reached', async () => {
    const { items } = await core().listNamespacedPod({
      namespace: 'one-bookstore-core',
      labelSelector: 'app=cart',
    });
    await expect(
      core().readNamespacedPodLog({
        namespace: 'one-bookstore-core',
        name: items[0].metadata!.name!,
      }),
    ).rejects.toThrow(/is simulated and has no kubelet that could answer/);
  });

  it('refuses a fleet that the nodes cannot hold before it writes anything', async () => {
    await expect(seed('fleet', { pods: 20_000 })).rejects.toThrow(
      /needs room for \d+ pods, but the cluster's 3 nodes can hold 3000/,
    );
    const { items } = await core().listNamespace();
    expect(
      items.filter(({ metadata }) => metadata?.name?.startsWith('fleet-')),
    ).toEqual([]);
  });

  it('names file and object when the API server refuses', async () => {
    await expect(
      seed('bookstore', { namespacePrefix: 'Upper-' }),
    ).rejects.toThrow(
      /Applying Namespace "Upper-bookstore-\w+" from "scenarios\/bookstore\/shop.yaml" failed: .*Invalid value/,
    );
  });
});
