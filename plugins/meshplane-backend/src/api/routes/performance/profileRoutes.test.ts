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
import { startApi, type TestApi } from '../../../__testUtils__/startApi';

const BASE = '/api/meshplane/v1/performance';

const input = {
  name: 'Checkout',
  load: {
    name: 'Checkout',
    endpoints: [{ url: 'http://shop.example.com/pay' }],
    load: { model: 'open', stages: [{ seconds: 60, from: 100, to: 100 }] },
  },
};

describe('profiles over HTTP', () => {
  let api: TestApi;
  const post = (path: string, body: object) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);

  beforeAll(async () => {
    api = await startApi({
      clusters: [],
      performance: {
        runs: {
          check: async ({ load }) =>
            load.endpoints[0].url.includes('169.254')
              ? [{ path: 'load.endpoints.0.url', message: 'Never there' }]
              : [],
        },
      },
    });
  });

  it('stores a profile, its versions, and hides it', async () => {
    const created = await post('/profiles', input);
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      name: 'Checkout',
      version: 1,
      createdBy: 'user:default/mock',
      archived: false,
      may: { edit: true, run: true },
    });
    const path = `/profiles/${created.body.id}`;
    const changed = await post(path, {
      input: { ...input, name: 'Checkout, faster', tags: ['nightly'] },
      baseVersion: 1,
    });
    expect(changed.body).toMatchObject({
      version: 2,
      name: 'Checkout, faster',
    });
    const conflict = await post(path, { input, baseVersion: 1 });
    expect(conflict.status).toBe(409);

    expect((await get(path)).body.version).toBe(2);
    expect((await get(`${path}?version=1`)).body.name).toBe('Checkout');
    expect((await get(`${path}?version=7`)).status).toBe(404);
    const versions = await get(`${path}/versions`);
    expect(
      versions.body.items.map((one: { version: number }) => one.version),
    ).toEqual([2, 1]);
    expect((await get('/profiles?tag=nightly')).body.total).toBe(1);

    const archived = await post(`${path}/archive`, { archived: true });
    expect(archived.body).toMatchObject({
      archived: true,
      may: { run: false },
    });
    expect((await get('/profiles?q=faster')).body.total).toBe(0);
    expect((await get('/profiles?archived=true')).body.total).toBe(1);
  });

  it('refuses what it cannot store, and names the place', async () => {
    const literal = await post('/profiles', {
      ...input,
      load: {
        ...input.load,
        endpoints: [
          {
            url: 'http://shop.example.com',
            headers: { Authorization: 'Bearer abcdefgh' },
          },
        ],
      },
    });
    expect(literal.status).toBe(400);
    expect(literal.body.error.message).toContain(
      'load.endpoints.0.headers.Authorization: The header "Authorization" has a credential written down',
    );
    expect(literal.text).not.toContain('abcdefgh');

    const gate = await post('/profiles', {
      ...input,
      load: {
        ...input.load,
        gates: [{ metric: 'latency', threshold: 'p99 is fine' }],
      },
    });
    expect(gate.status).toBe(400);
    expect(gate.body.error.message).toContain('load.gates.0.threshold: ');

    const misspelt = await post('/profiles', { ...input, lod: {} });
    expect(misspelt.body.error.message).toContain('unknown field "lod"');
    const missing = await post('/profiles', { name: 'Nothing' });
    expect(missing.body.error.message).toBe('The field "load" is missing');
    expect((await get('/profiles/nope')).status).toBe(404);
    expect(
      (await post('/profiles/nope', { input, baseVersion: 1 })).status,
    ).toBe(404);
  });

  it('says whether a load could be sent now', async () => {
    expect((await post('/profiles/check', input)).body).toEqual({
      allowed: true,
      problems: [],
    });
    const metadata = {
      ...input,
      load: { ...input.load, endpoints: [{ url: 'http://169.254.169.254/' }] },
    };
    expect((await post('/profiles/check', metadata)).body).toEqual({
      allowed: false,
      problems: [{ path: 'load.endpoints.0.url', message: 'Never there' }],
    });
  });
});
