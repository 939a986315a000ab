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

import type {
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { type Relay, startRelay } from './startRelay';

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

function send(
  url: string,
  options: http.RequestOptions = {},
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('startRelay', () => {
  let relay: Relay;
  let seen: { path: string; options: ClusterRequest }[];
  let answer: (
    path: string,
    options: ClusterRequest,
  ) => ReturnType<ClusterConnection['request']>;

  const connection: ClusterConnection = {
    address: 'https://cluster',
    api: () => {
      throw new Error('not used');
    },
    request: (path, options = {}) => {
      seen.push({ path, options });
      return answer(path, options);
    },
  };

  beforeEach(async () => {
    seen = [];
    answer = async () => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'set-cookie': 'id=1' },
      body: Readable.from([Buffer.from('{"ok":true}')]),
    });
    relay = await startRelay(connection);
  });

  afterEach(() => relay.close());

  it('passes requests of its job on, without what the client says of itself', async () => {
    const result = await send(
      `${relay.url}/api/v1/namespaces?limit=5`,
      {
        method: 'POST',
        headers: {
          authorization: 'Bearer other',
          'impersonate-user': 'admin',
          cookie: 'x=1',
          'content-type': 'application/json',
          'user-agent': 'Helm/4',
        },
      },
      '{"a":"ä"}',
    );
    expect(result).toMatchObject({ status: 200, text: '{"ok":true}' });
    expect(result.headers['set-cookie']).toBeUndefined();
    expect(seen).toHaveLength(1);
    expect(seen[0].path).toBe('/api/v1/namespaces?limit=5');
    expect(seen[0].options).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Helm/4' },
    });
    expect(String(seen[0].options.body)).toBe('{"a":"ä"}');
    expect(Object.keys(seen[0].options.headers ?? {}).sort()).toEqual([
      'content-type',
      'user-agent',
    ]);
  });

  it('passes bytes on as they are', async () => {
    const bytes = Buffer.from([0x6b, 0x38, 0x73, 0x00, 0xff, 0xfe]);
    await send(`${relay.url}/api/v1/secrets`, { method: 'POST' }, bytes);
    expect(Buffer.from(seen[0].options.body ?? '')).toEqual(bytes);
  });

  it('refuses every other request alike', async () => {
    const url = new URL(relay.url);
    const wrong = url.pathname.replace(/.$/, c => (c === '0' ? '1' : '0'));
    const attempts = [
      send(`${url.origin}/api/v1/secrets`),
      send(`${url.origin}${wrong}/api/v1/secrets`),
      send(`${url.origin}${url.pathname}api/v1/secrets`),
      send(`${relay.url}/api`, { headers: { host: 'example.com' } }),
    ];
    const answers = await Promise.all(attempts);
    expect(answers.map(a => a.status)).toEqual([403, 403, 403, 403]);
    expect(new Set(answers.map(a => a.text)).size).toBe(1);
    expect(seen).toEqual([]);
  });

  it('streams events as they come and ends the watch when the client goes', async () => {
    const events = new PassThrough();
    let upstream: AbortSignal | undefined;
    answer = async (_, options) => {
      upstream = options.signal;
      return { status: 200, headers: {}, body: events };
    };
    const request = http.get(`${relay.url}/api/v1/pods?watch=true`);
    // Headers come before the first event.
    const [response] = (await once(request, 'response')) as [
      http.IncomingMessage,
    ];
    events.write('first\n');
    expect(String((await once(response, 'data'))[0])).toBe('first\n');
    events.write('second\n');
    expect(String((await once(response, 'data'))[0])).toBe('second\n');
    const aborted = once(upstream!, 'abort');
    request.on('error', () => {});
    request.destroy();
    await aborted;
    await new Promise(resolve =>
      events.destroyed ? resolve(undefined) : events.once('close', resolve),
    );
    expect(events.destroyed).toBe(true);
  });

  it('refuses upgrades, tunnels, odd methods and huge bodies', async () => {
    const { port } = new URL(relay.url);
    const raw = (head: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = net.connect(Number(port), '127.0.0.1', () =>
          socket.write(head),
        );
        let text = '';
        socket.on('data', chunk => (text += chunk));
        socket.on('close', () => resolve(text));
        socket.on('error', reject);
      });
    expect(
      await raw(
        `GET ${
          new URL(relay.url).pathname
        }/api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      ),
    ).toContain('403');
    expect(
      await raw(`CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n`),
    ).toContain('403');
    expect((await send(`${relay.url}/api`, { method: 'TRACE' })).status).toBe(
      405,
    );
    expect(
      (
        await send(
          `${relay.url}/api`,
          { method: 'POST' },
          Buffer.alloc(9 * 1024 * 1024, 'a'),
        )
      ).status,
    ).toBe(413);
    expect(seen).toEqual([]);
  });

  it('lets a job that may only read do dry runs and nothing else', async () => {
    const reading = await startRelay(connection, { readOnly: true });
    try {
      expect((await send(`${reading.url}/api/v1/pods`)).status).toBe(200);
      expect(
        (
          await send(
            `${reading.url}/api/v1/pods?dryRun=All`,
            { method: 'POST' },
            '{}',
          )
        ).status,
      ).toBe(200);
      expect(
        (await send(`${reading.url}/api/v1/pods`, { method: 'POST' }, '{}'))
          .status,
      ).toBe(403);
      expect(seen).toHaveLength(2);
    } finally {
      await reading.close();
    }
  });

  it('answers with a status of Kubernetes when the cluster does not', async () => {
    answer = async () => {
      throw new Error('Cannot reach https://cluster: Bearer abcdefghijk');
    };
    const result = await send(`${relay.url}/api`);
    expect(result.status).toBe(502);
    expect(JSON.parse(result.text)).toMatchObject({
      kind: 'Status',
      message: 'Cannot reach https://cluster: Bearer <removed>',
    });
  });

  it('ends what is under way and accepts nothing once closed', async () => {
    let upstream: AbortSignal | undefined;
    answer = async (_, options) => {
      upstream = options.signal;
      return { status: 200, headers: {}, body: new PassThrough() };
    };
    const request = http.get(`${relay.url}/api/v1/pods?watch=true`);
    await once(request, 'response');
    request.on('error', () => {});
    await relay.close();
    expect(upstream?.aborted).toBe(true);
    await expect(send(`${relay.url}/api`)).rejects.toThrow('ECONNREFUSED');
  });

  it('takes its token out of messages', () => {
    const token = new URL(relay.url).pathname.slice(1);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(relay.redact(`Get "${relay.url}/version": refused`)).not.toContain(
      token,
    );
  });
});
