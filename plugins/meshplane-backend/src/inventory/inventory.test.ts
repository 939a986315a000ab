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
  CONFIG_MAPS,
  crd,
  CRDS,
  DEPLOYMENTS,
  FakeApi,
  pod,
  PODS,
  SECRETS,
} from './__testUtils__/FakeApi';
import { eventually, Harness } from './__testUtils__/harness';

const ROUTES = '/apis/mesh.example.com/v1/routes';
const ROUTE_KIND = 'Route.mesh.example.com';

describe('inventory of one cluster', () => {
  let api: FakeApi;
  let harness: Harness;

  beforeEach(() => {
    api = new FakeApi();
    harness = new Harness();
  });

  afterEach(async () => {
    await harness.inventory.stop();
  });

  it('says that a cluster is loading until everything was read once', async () => {
    api.put(PODS, pod('shop', 'cart'));
    harness.access.connect('one', api);
    const before = harness.inventory.snapshot('one');
    expect(before.info.completeness).toBe('loading');
    expect(before.availability('Pod')).toBe('unknown');

    const after = await harness.started(api);
    expect(after.list('Pod').map(one => one.metadata.name)).toEqual(['cart']);
    expect(after.availability('Pod')).toBe('synced');
    expect(after.availability('Deployment.apps')).toBe('synced');
    expect(before.list('Pod')).toEqual([]);
  });

  it('reads long lists in pages and in order', async () => {
    harness = new Harness({ pageSize: 7 });
    for (let i = 0; i < 50; i += 1) {
      api.put(
        PODS,
        pod(i % 2 ? 'b' : 'a', `pod-${String(i).padStart(2, '0')}`),
      );
    }
    const snapshot = await harness.started(api);
    expect(snapshot.count('Pod')).toBe(50);
    expect(api.lists(PODS)).toBeGreaterThan(2);
    const names = snapshot.list('Pod').map(one => one.metadata.name);
    expect(names.slice(0, 2)).toEqual(['pod-00', 'pod-02']);
    expect(names[49]).toBe('pod-49');
    expect(snapshot.list('Pod', 'b')).toHaveLength(25);
  });

  it('follows changes and leaves earlier snapshots as they were', async () => {
    api.put(PODS, pod('shop', 'cart'));
    const first = await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);

    api.put(PODS, pod('shop', 'web', { owner: 'rs-1' }));
    const second = await harness.until(one => one.count('Pod') === 2);
    expect(second.ownedBy('rs-1').map(one => one.metadata.name)).toEqual([
      'web',
    ]);
    expect(second.version).toBeGreaterThan(first.version);

    api.remove(PODS, 'shop', 'cart');
    const third = await harness.until(one => one.count('Pod') === 1);
    expect(third.get('Pod', 'shop', 'cart')).toBeUndefined();
    expect(first.count('Pod')).toBe(1);
    expect(second.count('Pod')).toBe(2);
    const delta = harness.deltas[harness.deltas.length - 1];
    expect(delta.kinds).toEqual(['Pod']);
    expect(delta.namespaces).toEqual(['shop']);
  });

  it('tells readers nothing of a change that no projection keeps', async () => {
    api.put(PODS, pod('shop', 'cart'));
    const { version } = await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);
    const heartbeat = pod('shop', 'cart');
    api.put(PODS, {
      ...heartbeat,
      metadata: {
        ...heartbeat.metadata,
        managedFields: [{ manager: 'kubelet' }],
      },
    });
    await eventually(() => harness.state('Pod')?.lastEventAt !== undefined);
    expect(harness.inventory.snapshot('one').version).toBe(version);
  });

  it('takes up a kind when its CRD appears and drops it when it goes', async () => {
    const before = await harness.started(api);
    expect(before.availability(ROUTE_KIND)).toBe('absent');
    expect(before.availability('Lease.coordination.k8s.io')).toBe('unknown');
    api.put(ROUTES, {
      metadata: { name: 'r1', namespace: 'shop' },
      spec: { host: 'cart' },
    });
    await eventually(() => api.openWatches(CRDS) === 1);

    api.put(CRDS, crd('mesh.example.com', 'Route', false));
    api.put(CRDS, crd('other.example.com', 'Thing'));
    const waiting = await harness.until(
      one => one.count('CustomResourceDefinition.apiextensions.k8s.io') === 2,
    );
    expect(waiting.availability(ROUTE_KIND)).toBe('absent');

    api.put(CRDS, crd('mesh.example.com', 'Route'));
    const there = await harness.until(
      one => one.availability(ROUTE_KIND) === 'synced',
    );
    expect(there.list(ROUTE_KIND)).toMatchObject([
      {
        apiVersion: 'mesh.example.com/v1',
        kind: 'Route',
        spec: { host: 'cart' },
      },
    ]);
    expect(there.kinds()).not.toContain('Thing.other.example.com');

    api.remove(CRDS, undefined, 'routes.mesh.example.com');
    const gone = await harness.until(
      one => one.availability(ROUTE_KIND) === 'absent',
    );
    expect(gone.list(ROUTE_KIND)).toEqual([]);
    expect(harness.state(ROUTE_KIND)).toBeUndefined();
    await eventually(() => api.openWatches(ROUTES) === 0);
  });

  it('reads a kind anew where its CRD serves another version', async () => {
    api.put(CRDS, crd('mesh.example.com', 'Route', true, 'v1alpha1'));
    await harness.started(api);
    await eventually(
      () => api.openWatches('/apis/mesh.example.com/v1alpha1/routes') === 1,
    );
    await eventually(() => api.openWatches(CRDS) === 1);
    api.put(CRDS, crd('mesh.example.com', 'Route', true, 'v1'));
    await eventually(() => api.openWatches(ROUTES) === 1);
    expect(harness.state(ROUTE_KIND)).toMatchObject({ state: 'synced' });
    await eventually(
      () => api.openWatches('/apis/mesh.example.com/v1alpha1/routes') === 0,
    );
  });

  it('finds mesh kinds by discovery where CRDs may not be read', async () => {
    api.put(CRDS, crd('mesh.example.com', 'Route'));
    api.put(ROUTES, { metadata: { name: 'r1', namespace: 'shop' } });
    api.refuse(CRDS, 403);
    harness.access.connect('one', api);
    harness.inventory.start();
    const snapshot = await harness.until(
      one => one.info.completeness === 'partial',
    );
    expect(snapshot.count(ROUTE_KIND)).toBe(1);
    expect(snapshot.availability('Lost.mesh.example.com')).toBe('unknown');
    expect(
      harness.state('CustomResourceDefinition.apiextensions.k8s.io'),
    ).toMatchObject({
      state: 'forbidden',
      error: 'refused 403',
    });
  });

  it('never asks for the data of Secrets, and for that of named ConfigMaps only', async () => {
    api.put(SECRETS, {
      metadata: {
        name: 'sh.helm.release.v1.istiod.v1',
        namespace: 'istio-system',
        labels: { owner: 'helm' },
      },
      data: { release: 'c2VjcmV0' },
    });
    api.put(CONFIG_MAPS, {
      metadata: { name: 'mesh-config', namespace: 'mesh' },
      data: { mode: 'strict' },
    });
    api.put(CONFIG_MAPS, {
      metadata: { name: 'app-config', namespace: 'shop' },
      data: { password: 'x' },
    });
    const snapshot = await harness.started(api);
    expect(JSON.stringify(snapshot.list('Secret'))).not.toContain('c2VjcmV0');
    expect(snapshot.get('ConfigMap', 'mesh', 'mesh-config')?.data).toEqual({
      mode: 'strict',
    });
    expect(snapshot.get('ConfigMap', 'shop', 'app-config')).not.toHaveProperty(
      'data',
    );
    await eventually(() => api.openWatches(SECRETS) === 1);
    const asked = api.requests.filter(({ path }) => path.startsWith(SECRETS));
    expect(asked.length).toBeGreaterThan(1);
    for (const { path, accept } of asked) {
      expect(accept).toMatch(
        /^application\/json;as=PartialObjectMetadata(List)?;/,
      );
      expect(path).toContain('labelSelector=owner%3Dhelm');
    }

    await eventually(() => api.openWatches(CONFIG_MAPS) === 1);
    api.put(CONFIG_MAPS, {
      metadata: { name: 'mesh-config', namespace: 'mesh' },
      data: { mode: 'off' },
    });
    const later = await harness.until(
      one => one.get('ConfigMap', 'mesh', 'mesh-config')?.data?.mode === 'off',
    );
    expect(later.count('ConfigMap')).toBe(2);
  });

  it('asks for nothing that no enabled feature reads', async () => {
    harness = new Harness(
      {},
      {
        mayRead: (group, resource) =>
          ['pods', 'customresourcedefinitions', 'things'].includes(resource) &&
          group !== 'mesh.example.com',
      },
    );
    api.put(CRDS, crd('mesh.example.com', 'Route'));
    api.put(CRDS, crd('other.example.com', 'Thing'));
    const snapshot = await harness.started(api);
    expect(snapshot.kinds()).toEqual([
      'CustomResourceDefinition.apiextensions.k8s.io',
      'Pod',
      'Thing.other.example.com',
    ]);
    expect(snapshot.availability('Secret')).toBe('unknown');
    expect(snapshot.availability(ROUTE_KIND)).toBe('unknown');
    expect(snapshot.availability('Other.mesh.example.com')).toBe('absent');
    expect(
      api.requests.filter(({ path }) => /secrets|routes/.test(path)),
    ).toEqual([]);
  });

  it('keeps none of a kind that has more objects than allowed, and says so', async () => {
    harness = new Harness({ maxObjectsPerKind: 5 });
    for (let i = 0; i < 5; i += 1) api.put(PODS, pod('shop', `pod-${i}`));
    await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);
    api.put(PODS, pod('shop', 'pod-5'));
    const snapshot = await harness.until(
      one => one.info.completeness === 'partial',
    );
    expect(snapshot.count('Pod')).toBe(0);
    expect(snapshot.availability('Pod')).toBe('unknown');
    expect(harness.state('Pod')).toMatchObject({
      state: 'failing',
      error: expect.stringContaining('More than 5 objects of kind "Pod"'),
    });
  });

  it('publishes a burst of changes as a few snapshots', async () => {
    const { version } = await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);
    for (let i = 0; i < 500; i += 1) api.put(PODS, pod('shop', `pod-${i}`));
    const snapshot = await harness.until(one => one.count('Pod') === 500);
    expect(snapshot.version - version).toBeLessThan(10);
  });

  it('finds drift, counts it and repairs it', async () => {
    api.put(PODS, pod('shop', 'cart'));
    await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);
    api.putUnseen(PODS, pod('shop', 'ghost'));
    expect(harness.inventory.snapshot('one').count('Pod')).toBe(1);

    harness.clock.elapse(600_000);
    await eventually(() => harness.clock.pending().includes(5_000));
    harness.clock.elapse(5_000);
    await harness.until(one => one.count('Pod') === 2);
    await eventually(
      () => harness.inventory.reconcileStatus('one') !== undefined,
    );
    expect(harness.inventory.reconcileStatus('one')).toMatchObject({
      drift: 1,
      driftTotal: 1,
    });
    expect(harness.state('Pod')?.relists).toBe(1);
  });

  it('counts no drift while the watch is merely late', async () => {
    await harness.started(api);
    await eventually(() => api.openWatches(PODS) === 1);
    const late = pod('shop', 'late');
    api.putUnseen(PODS, late);
    harness.clock.elapse(600_000);
    await eventually(() => harness.clock.pending().includes(5_000));
    api.put(PODS, late);
    await harness.until(one => one.count('Pod') === 1);
    harness.clock.elapse(5_000);
    await eventually(
      () => harness.inventory.reconcileStatus('one') !== undefined,
    );
    expect(harness.inventory.reconcileStatus('one')).toMatchObject({
      drift: 0,
    });
  });

  it('closes every socket when it stops', async () => {
    await harness.started(api);
    await eventually(() => api.openWatches(DEPLOYMENTS) === 1);
    expect(api.openWatches()).toBeGreaterThan(10);
    await harness.inventory.stop();
    expect(api.openWatches()).toBe(0);
    const requests = api.requests.length;
    harness.clock.elapse(3_600_000);
    expect(api.requests).toHaveLength(requests);
  });
});
