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

import net from 'node:net';
import type { TransportName } from '../model/profile';
import {
  refusedPort,
  response,
  startRawServer,
  TestServer,
} from '../__testUtils__/rawServer';
import { openLoad, runInline, tally } from '../__testUtils__/runInline';

jest.setTimeout(30_000);

/** Starts an answer after some milliseconds, as a server that works on it. */
const later = (milliseconds: number, answer: () => void) =>
  setTimeout(answer, milliseconds);

describe.each<TransportName>(['http1', 'http1-autocannon'])('%s', transport => {
  let server: TestServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const serve = async (...args: Parameters<typeof startRawServer>) => {
    server = await startRawServer(...args);
    return server;
  };

  it('counts answers, statuses and bytes', async () => {
    const { url } = await serve(socket => socket.write(response(200, 'hello')));
    const result = await runInline({ transport, endpoints: [{ url }] });
    expect(result).toMatchObject({
      end: 'complete',
      counts: {
        scheduled: 200,
        sent: 200,
        ok: 200,
        errors: {},
        statuses: { '200': 200 },
        reconnects: 0,
      },
      bytesReceived: 200 * response(200, 'hello').length,
      tls: 'none',
    });
    expect(result.latency.response?.count).toBe(200);
    expect(result.latency.errors).toBeUndefined();
  });

  it('tells client errors, server errors and unexpected statuses apart, and keeps their latencies apart', async () => {
    const statuses = [200, 302, 404, 503, 200];
    const { url } = await serve((socket, n) =>
      socket.write(response(statuses[n % 5])),
    );
    const result = await runInline({ transport, endpoints: [{ url }] });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 120,
      errors: { http_4xx: 40, http_5xx: 40 },
    });
    expect(result.counts.statuses).toEqual({
      '200': 80,
      '302': 40,
      '404': 40,
      '503': 40,
    });
    expect(result.latency.response?.count).toBe(120);
    expect(result.latency.errors?.count).toBe(80);
  });

  it('lets an endpoint say what it expects', async () => {
    const { url } = await serve((socket, n) =>
      socket.write(response(n % 2 ? 404 : 200, n % 4 ? 'good' : 'bad!')),
    );
    const result = await runInline({
      transport,
      endpoints: [{ url, expectStatus: [404], expectBody: 'good' }],
    });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 100,
      errors: { http_unexpected: 100 },
    });
    const strict = await runInline({
      transport,
      endpoints: [{ url, expectStatus: [200, 404], expectBody: 'good' }],
    });
    expect(tally(strict)).toEqual({
      sent: 200,
      ok: 150,
      errors: { body_mismatch: 50 },
    });
  });

  it('sends method, path, headers and cookies', async () => {
    let seen = '';
    const { url, port } = await serve((socket, _, text) => {
      seen = text;
      socket.write(response(200));
    });
    await runInline({
      transport,
      load: openLoad(10, 0.1),
      endpoints: [
        {
          url: `${url}/a/b?c=d`,
          method: 'DELETE',
          headers: { 'X-Test': 'yes' },
          cookies: { session: '1', theme: 'dark' },
        },
      ],
    });
    expect(seen).toMatch(/^DELETE \/a\/b\?c=d HTTP\/1.1\r\n/);
    expect(seen).toContain(`Host: 127.0.0.1:${port}\r\n`);
    expect(seen).toContain('X-Test: yes\r\n');
    expect(seen).toContain('Cookie: session=1; theme=dark\r\n');
    expect(seen).toContain('User-Agent: meshplane-benchmark\r\n');
  });

  it('expects no body after HEAD', async () => {
    const { url } = await serve(socket =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'),
    );
    const result = await runInline({
      transport,
      endpoints: [{ url, method: 'HEAD' }],
    });
    expect(tally(result)).toEqual({ sent: 200, ok: 200, errors: {} });
  });

  it('reads chunked, closing, interim and dribbling answers', async () => {
    const answers = [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    ];
    const { url } = await serve((socket, n) => {
      if (n % 3 === 2) {
        socket.end('HTTP/1.1 200 OK\r\n\r\nhello');
        return;
      }
      const text = answers[n % 3];
      const half = text.length >> 1;
      socket.write(text.slice(0, half));
      later(5, () => socket.write(text.slice(half)));
    });
    const result = await runInline({
      transport,
      load: openLoad(320, 0.5),
      endpoints: [{ url, expectBody: 'hello' }],
    });
    expect(tally(result)).toEqual({ sent: 160, ok: 160, errors: {} });
    expect(result.counts.reconnects).toBe(53);
  });

  it('does not mistake a closed keep-alive connection for a slow or failed answer', async () => {
    let closes = 0;
    const { url } = await serve((socket, n) => {
      later(5, () => {
        if (n % 50 === 0) {
          closes++;
          socket.end(response(200, 'ok', ['Connection: close']));
        } else {
          socket.write(response(200));
        }
      });
    });
    const result = await runInline({
      transport,
      load: openLoad(525, 1),
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({ sent: 525, ok: 525, errors: {} });
    expect(closes).toBe(10);
    expect(result.counts.reconnects).toBe(10);
    expect(result.latency.service!.percentiles['50']).toBeLessThan(20_000);
  });

  it.each([
    ['closed_before_response', (socket: net.Socket) => socket.end()],
    ['reset', (socket: net.Socket) => socket.resetAndDestroy()],
    ['parse', (socket: net.Socket) => socket.write('garbage\r\n\r\n')],
  ])('counts each of the lost answers as %s', async (outcome, misbehave) => {
    const { url } = await serve((socket, n) => {
      if (n % 20 === 0) {
        misbehave(socket);
      } else {
        socket.write(response(200));
      }
    });
    const result = await runInline({
      transport,
      load: openLoad(1210, 1),
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 1210,
      ok: 1150,
      errors: { [outcome]: 60 },
    });
    expect(result.counts.reconnects).toBe(60);
  });

  it('records a time limit as a latency of at least that long', async () => {
    const { url } = await serve((socket, n) => {
      if (n % 50 !== 0) {
        socket.write(response(200));
      }
    });
    const result = await runInline({
      transport,
      timeoutSeconds: 0.3,
      load: openLoad(600, 1),
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 600,
      ok: 588,
      errors: { request_timeout: 12 },
    });
    expect(result.latency.response!.count).toBe(600);
    expect(result.latency.response!.percentiles['99']).toBeGreaterThanOrEqual(
      300_000,
    );
  });

  it('lets what is in flight come back after the end, and counts what could not be sent', async () => {
    const { url } = await serve(socket =>
      later(1500, () => socket.write(response(200))),
    );
    const result = await runInline({
      transport,
      load: openLoad(8, 2.5),
      connections: 10,
      drainSeconds: 4,
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 18,
      ok: 18,
      errors: { not_sent: 2 },
    });
    expect(result.validity.status).toBe('invalid');
    expect(result.validity.notes.join()).toContain('connection-limited');
  });

  it('gives up at the end of the drain', async () => {
    const { url } = await serve(() => {});
    const result = await runInline({
      transport,
      load: openLoad(10, 0.5),
      drainSeconds: 0.1,
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 5,
      ok: 0,
      errors: { aborted_at_end: 5 },
    });
    expect(result.latency.response).toBeUndefined();
  });

  it('does not call an idle connection that the server closes an error', async () => {
    const { url } = await serve(socket => {
      socket.write(response(200));
      socket.end();
    });
    const result = await runInline({
      transport,
      load: openLoad(10, 1),
      connections: 2,
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({ sent: 10, ok: 10, errors: {} });
    expect(result.counts.idleRecycled).toBe(result.counts.reconnects);
    expect(result.counts.reconnects).toBeGreaterThanOrEqual(9);
  });

  it('does not spin on a refused port', async () => {
    const port = await refusedPort();
    const result = await runInline(
      {
        transport,
        load: openLoad(10, 1.5),
        connections: 2,
        drainSeconds: 0,
        endpoints: [{ url: `http://127.0.0.1:${port}` }],
      },
      { startWithoutConnection: true },
    );
    expect(result.counts).toMatchObject({
      sent: 0,
      errors: { not_sent: 15 },
    });
    expect(result.counts.errors.connect_refused).toBeLessThanOrEqual(18);
    expect(result.counts.errors.connect_refused).toBeGreaterThanOrEqual(6);
    expect(result.validity.status).toBe('invalid');
  });

  it('ends at once as failed where nothing can be connected', async () => {
    const port = await refusedPort();
    const result = await runInline({
      transport,
      load: openLoad(10, 60),
      endpoints: [{ url: `http://127.0.0.1:${port}` }],
    });
    expect(result).toMatchObject({
      end: 'failed',
      measuredSeconds: 0,
      counts: { sent: 0, ok: 0 },
    });
    expect(result.warnings.join()).toContain('ECONNREFUSED');
  });

  it('calls a name that does not exist dns', async () => {
    const result = await runInline({
      transport,
      connections: 1,
      endpoints: [{ url: 'http://no-such-host.invalid/' }],
    });
    expect(result.end).toBe('failed');
    expect(Object.keys(result.counts.errors)).toEqual(['dns']);
  });
});
