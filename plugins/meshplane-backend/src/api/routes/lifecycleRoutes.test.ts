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

import request from 'supertest';
import { clusterOf } from '../../__testUtils__/fakes';
import { startApi } from '../../__testUtils__/startApi';

jest.setTimeout(60_000);

const BASE = '/api/meshplane/v1';

describe('lifecycle over HTTP', () => {
  it('passes on what was asked for, and answers in the shape of the API', async () => {
    const asked: unknown[] = [];
    const api = await startApi({
      clusters: [clusterOf('edge')],
      lifecycle: {
        offers: async ({ name }) => {
          asked.push(['offers', name]);
          return { items: [], helm: { ready: false, message: 'no helm' } };
        },
        values: async (definition, version, preset) => {
          asked.push(['values', definition, version, preset]);
          return { definition, version, preset, presetValues: '', charts: [] };
        },
        releases: async ({ name }) => {
          asked.push(['releases', name]);
          return { items: [] };
        },
        samples: async () => ({ items: [] }),
        migrations: async ({ name }) => {
          asked.push(['migrations', name]);
          return { items: [] };
        },
      },
    });
    const get = (path: string) => request(api.server).get(`${BASE}${path}`);
    expect((await get('/clusters/edge/lifecycle')).body.helm.message).toBe(
      'no helm',
    );
    await get('/lifecycle/istio/values?version=1.30.3');
    await get('/clusters/edge/releases');
    await get('/clusters/edge/migrations');
    expect((await get('/samples')).body).toEqual({ items: [] });
    expect(asked).toEqual([
      ['offers', 'edge'],
      ['values', 'istio', '1.30.3', 'default'],
      ['releases', 'edge'],
      ['migrations', 'edge'],
    ]);
    expect((await get('/lifecycle/istio/values')).status).toBe(400);
    expect((await get('/clusters/nope/releases')).status).toBe(404);
  });
});
