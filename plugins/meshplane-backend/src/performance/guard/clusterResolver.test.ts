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

import type { KubeObject } from '@meshplane/meshes';
import { snapshotOf } from '../../__testUtils__/fakes';
import { clusterResolver } from './clusterResolver';

const service = (name: string, spec: object): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', uid: name },
    spec,
  } as unknown as KubeObject);

const resolve = (host: string, namespace = 'load') =>
  clusterResolver({
    snapshot: cluster =>
      snapshotOf(
        cluster,
        cluster === 'edge'
          ? [
              service('cart', { type: 'ClusterIP', clusterIP: '10.96.0.7' }),
              service('peers', { clusterIP: 'None' }),
              service('out', {
                type: 'ExternalName',
                externalName: 'metadata.google.internal',
              }),
            ]
          : [],
      ),
  })({ cluster: 'edge', namespace, host });

describe('clusterResolver', () => {
  it.each([
    ['cart.shop.svc.cluster.local', 'load'],
    ['cart.shop.svc', 'load'],
    ['cart.shop', 'load'],
    ['cart', 'shop'],
  ])('finds "%s" for pods in "%s"', async (host, namespace) => {
    expect(await resolve(host, namespace)).toEqual(['10.96.0.7']);
  });

  it.each(['cart', 'shop.example.com', 'example.com', '10.0.0.1'])(
    'leaves "%s" to DNS',
    async host => {
      expect(await resolve(host)).toBeUndefined();
    },
  );

  it.each([
    ['out.shop.svc', 'stands for "metadata.google.internal" outside of it'],
    ['peers.shop', 'is headless'],
    ['gone.shop.svc', '"shop/gone" of cluster "edge" is not there'],
  ])('refuses "%s"', async (host, message) => {
    await expect(resolve(host)).rejects.toThrow(message);
  });
});
