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

import { inventoryItemSchema } from '@meshplane/plugin-meshplane-common';
import {
  crd,
  CRDS,
  DEPLOYMENTS,
  FakeApi,
  pod,
  PODS,
} from '../__testUtils__/FakeApi';
import { Harness } from '../__testUtils__/harness';
import { inventoryKinds, queryInventory } from './queryInventory';

const page = { limit: 100, offset: 0 };

describe('queryInventory', () => {
  const api = new FakeApi();
  const harness = new Harness();

  beforeAll(async () => {
    for (const namespace of ['b', 'a']) {
      for (let i = 3; i > 0; i -= 1) {
        api.put(
          PODS,
          pod(namespace, `web-${i}`, { labels: { app: 'web', tier: `t${i}` } }),
        );
      }
    }
    api.put(PODS, pod('a', 'cart-1', { labels: { app: 'Cart' } }));
    api.put(DEPLOYMENTS, {
      metadata: { name: 'web', namespace: 'a' },
      spec: { replicas: 3, template: {} },
      status: { readyReplicas: 2, updatedReplicas: 3 },
    });
    api.put(CRDS, crd('mesh.example.com', 'Route'));
    await harness.started(api);
  });

  afterAll(() => harness.inventory.stop());

  const names = (query: object) =>
    queryInventory(harness.inventory.snapshot('one'), {
      kind: 'Pod',
      ...page,
      ...query,
    }).items.map(({ namespace, name }) => `${namespace}/${name}`);

  it('gives rows by namespace and name, page by page', () => {
    expect(names({})).toEqual([
      'a/cart-1',
      'a/web-1',
      'a/web-2',
      'a/web-3',
      'b/web-1',
      'b/web-2',
      'b/web-3',
    ]);
    const second = queryInventory(harness.inventory.snapshot('one'), {
      kind: 'Pod',
      limit: 3,
      offset: 6,
    });
    expect(second).toMatchObject({ total: 7, limit: 3, offset: 6 });
    expect(second.items.map(({ name }) => name)).toEqual(['web-3']);
    expect(second.snapshot.completeness).toBe('complete');
  });

  it('filters by namespace, labels and text together', () => {
    expect(names({ namespace: 'b' })).toHaveLength(3);
    expect(names({ labelSelector: 'app=web,tier in (t1,t2)' })).toEqual([
      'a/web-1',
      'a/web-2',
      'b/web-1',
      'b/web-2',
    ]);
    expect(names({ labelSelector: 'app=web,tier=t3', namespace: 'a' })).toEqual(
      ['a/web-3'],
    );
    expect(names({ q: 'CART' })).toEqual(['a/cart-1']);
    expect(names({ q: 't2', labelSelector: '!none' })).toEqual([
      'a/web-2',
      'b/web-2',
    ]);
    expect(names({ q: 'nowhere' })).toEqual([]);
  });

  it('says how each object is', () => {
    const { items } = queryInventory(harness.inventory.snapshot('one'), {
      kind: 'Deployment.apps',
      ...page,
    });
    expect(items).toMatchObject([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        health: 'degraded',
        summary: '2 of 3 ready',
      },
    ]);
    expect(inventoryItemSchema.parse(items[0])).toEqual(items[0]);
  });

  it('is empty for a kind that is not there', () => {
    expect(names({ kind: 'Nothing.example.com' })).toEqual([]);
  });

  it('lists the kinds with their scope, empty ones too', () => {
    const { items } = inventoryKinds(harness.inventory.snapshot('one'));
    expect(items).toContainEqual({ kind: 'Pod', objects: 7, namespaced: true });
    expect(items).toContainEqual({
      kind: 'Node',
      objects: 0,
      namespaced: false,
    });
    expect(items).toContainEqual({
      kind: 'Route.mesh.example.com',
      objects: 0,
      namespaced: true,
    });
  });
});
