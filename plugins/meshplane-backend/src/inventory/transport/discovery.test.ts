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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';
import { TestClock } from '../__testUtils__/TestClock';
import { discoverGroups } from './discovery';

function discover(answers: Record<string, unknown>) {
  const connection: ClusterConnection = {
    address: 'fake',
    api: () => {
      throw new Error('not used');
    },
    request: async path => {
      const value = answers[path];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return {
        status: value === undefined ? 404 : 200,
        headers: {},
        body: Readable.from([Buffer.from(text ?? 'nothing here')]),
      };
    },
  };
  return discoverGroups(
    {
      connection,
      clock: new TestClock(),
      signal: new AbortController().signal,
    },
    { timeoutMs: 10_000, maxBytes: 100_000 },
    group => group === 'mesh.example.com',
  );
}

describe('discoverGroups', () => {
  it('reads the aggregated document, the preferred version first', async () => {
    const resource = (kind: string) => ({
      resource: `${kind.toLowerCase()}s`,
      scope: 'Namespaced',
      responseKind: { kind },
    });
    const served = await discover({
      '/apis': {
        kind: 'APIGroupDiscoveryList',
        items: [
          {
            metadata: { name: 'mesh.example.com' },
            versions: [
              { version: 'v2', resources: [resource('Route')] },
              {
                version: 'v1',
                resources: [resource('Route'), resource('Old')],
              },
            ],
          },
          {
            metadata: { name: 'apps' },
            versions: [{ version: 'v1', resources: [resource('Deployment')] }],
          },
        ],
      },
    });
    expect([...served]).toEqual([
      [
        'Route.mesh.example.com',
        {
          group: 'mesh.example.com',
          version: 'v2',
          kind: 'Route',
          resource: 'routes',
          namespaced: true,
        },
      ],
      [
        'Old.mesh.example.com',
        {
          group: 'mesh.example.com',
          version: 'v1',
          kind: 'Old',
          resource: 'olds',
          namespaced: true,
        },
      ],
    ]);
  });

  it('walks from group to group where there is no such document', async () => {
    const served = await discover({
      '/apis': {
        kind: 'APIGroupList',
        groups: [
          {
            name: 'mesh.example.com',
            versions: [{ version: 'v2' }, { version: 'v1' }],
            preferredVersion: { version: 'v1' },
          },
          { name: 'apps', versions: [{ version: 'v1' }] },
        ],
      },
      '/apis/mesh.example.com/v1': {
        resources: [
          { name: 'routes', kind: 'Route', namespaced: true },
          { name: 'routes/status', kind: 'Route', namespaced: true },
        ],
      },
      '/apis/mesh.example.com/v2': {
        resources: [{ name: 'routes', kind: 'Route', namespaced: true }],
      },
    });
    expect([...served.values()]).toEqual([
      {
        group: 'mesh.example.com',
        version: 'v1',
        kind: 'Route',
        resource: 'routes',
        namespaced: true,
      },
    ]);
  });

  it('says what is wrong with an answer', async () => {
    await expect(discover({ '/apis': { kind: 'Pod' } })).rejects.toThrow(
      'The answer to "/apis" is not a list of API groups',
    );
    await expect(discover({ '/apis': '<html>' })).rejects.toThrow(
      'The answer to "/apis" is not JSON: "<html>"',
    );
    await expect(discover({})).rejects.toMatchObject({
      status: 404,
      message: 'nothing here',
    });
  });
});
