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

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type {
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import { clusterOf, FakeClusterAccess } from '../../../__testUtils__/fakes';
import { systemTiming } from '../../../clusters/timing';
import { failureOf } from '../failures';
import { ServiceTransport } from './ServiceTransport';
import { UrlTransport } from './UrlTransport';

const SECRET = 'very-secret-token';

describe('UrlTransport', () => {
  let server: Server;
  let url: URL;
  let answer: RequestListener;

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    url = new URL(`http://127.0.0.1:${port}/prefix/`);
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const transport = (timeoutMs = 10_000) =>
    new UrlTransport({
      url,
      timing: systemTiming,
      timeoutMs,
      credentials: { type: 'bearer', token: SECRET },
      headers: { 'x-scope-orgid': 'team' },
    });

  it('sends path, query, credentials and tenant below its address', async () => {
    const seen: unknown[] = [];
    answer = (request, response) => {
      const { authorization, 'x-scope-orgid': tenant } = request.headers;
      seen.push(request.url, authorization, tenant);
      response.end('{}');
    };
    const response = await transport().send({
      path: '/api/v1/query',
      query: { query: 'up{a="b c"}', tags: ['x', 'y'], none: undefined },
    });
    expect(response).toMatchObject({ status: 200, text: '{}' });
    expect(seen).toEqual([
      '/prefix/api/v1/query?query=up%7Ba%3D%22b+c%22%7D&tags=x&tags=y',
      `Bearer ${SECRET}`,
      'team',
    ]);
  });

  it('follows no redirect, and names its place without the query', async () => {
    answer = (_, response) => {
      response.writeHead(302, {
        location: 'https://login.example.com/sso?state=abc',
      });
      response.end();
    };
    const sending = transport().send({ path: '/api/v1/query' });
    await expect(sending).rejects.toThrow(
      'redirects to "https://login.example.com/sso", which is not followed',
    );
  });

  it('reads no more than it was told', async () => {
    answer = (_, response) => response.end('x'.repeat(2000));
    await expect(
      transport().send({ path: '/', maxBytes: 1000 }),
    ).rejects.toThrow('larger than 1000 bytes');
  });

  it('waits no longer than it was told', async () => {
    answer = () => {};
    await expect(transport(50).send({ path: '/' })).rejects.toThrow(
      'did not answer within',
    );
  });

  it('tells no credentials where it cannot connect', async () => {
    const error = await new UrlTransport({
      url: new URL('http://127.0.0.1:1'),
      timing: systemTiming,
      timeoutMs: 10_000,
      credentials: { type: 'basic', username: 'u', password: SECRET },
    })
      .send({ path: '/' })
      .catch(one => one);
    const failure = failureOf(error);
    expect(failure).toMatchObject({ kind: 'refused' });
    expect(JSON.stringify([failure, error.message])).not.toContain(SECRET);
  });
});

describe('ServiceTransport', () => {
  const target = {
    type: 'service',
    cluster: 'edge',
    namespace: 'monitoring',
    name: 'prometheus',
    port: 'web',
    scheme: 'https',
    path: '/prom',
  } as const;

  const over = (cluster: ReturnType<typeof clusterOf>) =>
    new ServiceTransport({
      target,
      clusters: new FakeClusterAccess([cluster]),
      timing: systemTiming,
      timeoutMs: 10_000,
    });

  it('goes through the service proxy of the API server', async () => {
    const asked: [string, ClusterRequest?][] = [];
    const connection = {
      address: 'https://edge',
      request: async (path: string, request?: ClusterRequest) => {
        asked.push([path, request]);
        return { status: 200, headers: {}, body: Readable.from(['ok']) };
      },
    } as unknown as ClusterConnection;
    const transport = over(clusterOf('edge', { connection }));
    const response = await transport.send({
      method: 'POST',
      path: '/api/v1/query',
      form: { query: 'up' },
    });
    expect(response.text).toBe('ok');
    expect(asked).toMatchObject([
      [
        '/api/v1/namespaces/monitoring/services/https:prometheus:web/proxy/prom/api/v1/query',
        { method: 'POST', body: 'query=up' },
      ],
    ]);
  });

  it('says that the cluster cannot be reached', async () => {
    await expect(
      over(clusterOf('edge')).send({ path: '/api/v1/query' }),
    ).rejects.toThrow(
      'Cannot reach "https://prometheus.monitoring:web/prom in cluster edge"',
    );
  });
});
