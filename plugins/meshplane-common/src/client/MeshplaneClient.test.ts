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

import { MeshplaneClient } from './MeshplaneClient';

function clientFor(answer: (url: string, init?: RequestInit) => Response) {
  const requests: { url: string; method: string }[] = [];
  const client = new MeshplaneClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        requests.push({ url, method: init?.method ?? 'GET' });
        return answer(url, init);
      },
    },
  });
  return { client, requests };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const snapshot = {
  version: 3,
  at: '2026-11-24T12:00:00.000Z',
  completeness: 'complete',
};

describe('MeshplaneClient', () => {
  it('escapes names and repeats the parameters of lists', async () => {
    const { client, requests } = clientFor(() =>
      json({
        items: [],
        total: 0,
        limit: 10,
        offset: 0,
        snapshot,
        counts: {
          'on-mesh': 0,
          partial: 0,
          'opted-out': 0,
          'off-mesh': 0,
          unknown: 0,
        },
      }),
    );
    await client.getCoverage('a/b', {
      state: ['on-mesh', 'partial'],
      q: 'a&b',
      namespace: undefined,
      limit: 10,
    });
    expect(requests).toEqual([
      {
        url: 'http://portal/api/meshplane/v1/clusters/a%2Fb/coverage?state=on-mesh&state=partial&q=a%26b&limit=10',
        method: 'GET',
      },
    ]);
  });

  it('reconnects with POST', async () => {
    const { client, requests } = clientFor(() => json({}));
    await client.reconnectCluster('edge');
    expect(requests).toEqual([
      {
        url: 'http://portal/api/meshplane/v1/clusters/edge/reconnect',
        method: 'POST',
      },
    ]);
  });

  it("passes on the server's message and status", async () => {
    const { client } = clientFor(() =>
      json(
        {
          error: { name: 'NotFoundError', message: 'No cluster "nope"' },
          request: { method: 'GET', url: '/' },
          response: { statusCode: 404 },
        },
        404,
      ),
    );
    await expect(client.getCluster('nope')).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      cause: { message: 'No cluster "nope"' },
    });
  });

  it('names the field of an answer that it does not understand', async () => {
    const { client } = clientFor(() => json({ items: [{ cluster: 'edge' }] }));
    await expect(client.getFleet()).rejects.toThrow(
      /answer of "\/meshes".* at "items\.0\.title".*different versions/,
    );
  });

  it('ignores fields and events that a newer server adds', async () => {
    const { client } = clientFor(url =>
      url.endsWith('/events')
        ? new Response(
            'data: {"type":"hello","at":"x","more":1}\n\ndata: {"type":"new"}\n\n',
          )
        : json({ items: [], problems: [], added: true }),
    );
    expect(await client.getClusters()).toEqual({ items: [], problems: [] });
    const types: string[] = [];
    await expect(
      client.streamEvents(
        event => types.push(event.type),
        new AbortController().signal,
      ),
    ).rejects.toThrow('closed by the server');
    expect(types).toEqual(['hello']);
  });

  it('ends quietly when the caller aborts', async () => {
    const abort = new AbortController();
    const { client } = clientFor((_url, init) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(
            new TextEncoder().encode('data: {"type":"hello","at":"x"}\n\n'),
          );
          init?.signal?.addEventListener('abort', () =>
            controller.error(new Error('aborted')),
          );
        },
      });
      return new Response(body);
    });
    await expect(
      client.streamEvents(() => abort.abort(), abort.signal),
    ).resolves.toBeUndefined();
  });

  it('sends decisions as JSON to the action of the operation', async () => {
    const bodies: unknown[] = [];
    const { client, requests } = clientFor((_url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      return json({}, 200);
    });
    await expect(
      client.approveOperation('op/1', { planHash: 'abc' }),
    ).rejects.toThrow('of different versions');
    await expect(client.continueOperation('op/1')).rejects.toThrow(
      'of different versions',
    );
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST http://portal/api/meshplane/v1/operations/op%2F1/approve',
      'POST http://portal/api/meshplane/v1/operations/op%2F1/continue',
    ]);
    expect(bodies).toEqual([{ planHash: 'abc' }, {}]);
  });

  it('follows an operation from behind a log entry until it has ended', async () => {
    const entry = (seq: number) =>
      `id: ${seq}\ndata: ${JSON.stringify({
        type: 'log',
        entry: { seq, at: 'x', level: 'info', text: 'went on' },
      })}\n\n`;
    const { client, requests } = clientFor(
      () =>
        new Response(
          `${entry(8)}data: {"type":"end","state":"failed"}\n\n${entry(9)}`,
        ),
    );
    const seen: string[] = [];
    await client.streamOperation(
      'op1',
      event =>
        seen.push(event.type === 'log' ? `${event.entry.seq}` : event.type),
      { signal: new AbortController().signal, after: 7 },
    );
    expect(seen).toEqual(['8', 'end']);
    expect(requests[0].url).toBe(
      'http://portal/api/meshplane/v1/operations/op1/events?after=7',
    );
  });
});
