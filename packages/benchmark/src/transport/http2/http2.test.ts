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

import http2 from 'node:http2';
import {
  listen,
  refusedPort,
  response,
  startRawServer,
  TestServer,
} from '../../__testUtils__/rawServer';
import { openLoad, runInline, tally } from '../../__testUtils__/runInline';
import { grpcFrame } from './grpc';

jest.setTimeout(30_000);

let server: TestServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

type OnStream = (
  stream: http2.ServerHttp2Stream,
  number: number,
  headers: http2.IncomingHttpHeaders,
) => void;

async function serve(
  onStream: OnStream,
  settings: http2.Settings = {},
): Promise<TestServer> {
  let streams = 0;
  const http2Server = http2.createServer({ settings });
  http2Server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    streams++;
    onStream(stream, streams, headers);
  });
  http2Server.on('sessionError', () => {});
  server = await listen(http2Server, 'http');
  return server;
}

const answer = (stream: http2.ServerHttp2Stream, status = 200, body = 'ok') => {
  stream.respond({ ':status': status });
  stream.end(body);
};

describe('http2', () => {
  it('sends over connections × streams and counts answers', async () => {
    const sessions = new Set<http2.Http2Session>();
    const { url } = await serve((stream, n) => {
      sessions.add(stream.session!);
      answer(stream, n % 4 === 0 ? 503 : 200);
    });
    const result = await runInline({
      transport: 'http2',
      connections: 3,
      streams: 100,
      endpoints: [{ url, expectBody: 'ok' }],
    });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 150,
      errors: { http_5xx: 50 },
    });
    expect(result.counts.statuses).toEqual({ '200': 150, '503': 50 });
    expect(sessions.size).toBe(3);
  });

  it('sends method, headers and body', async () => {
    let seen: http2.IncomingHttpHeaders = {};
    let body = '';
    const { url } = await serve((stream, _, headers) => {
      seen = headers;
      body = '';
      stream.on('data', chunk => {
        body += String(chunk);
      });
      stream.on('end', () => answer(stream));
    });
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      load: openLoad(10, 0.3),
      endpoints: [
        {
          url: `${url}/path?query`,
          method: 'POST',
          headers: { 'X-Test': 'yes', Connection: 'close' },
          cookies: { a: 'b' },
          body: { text: 'hello' },
        },
      ],
    });
    expect(tally(result)).toEqual({ sent: 3, ok: 3, errors: {} });
    expect(seen).toMatchObject({
      ':method': 'POST',
      ':path': '/path?query',
      'x-test': 'yes',
      cookie: 'a=b',
    });
    expect(body).toBe('hello');
  });

  it('opens no more streams than the server allows', async () => {
    let open = 0;
    let most = 0;
    const { url } = await serve(
      stream => {
        open++;
        most = Math.max(most, open);
        stream.on('close', () => open--);
        setImmediate(() => answer(stream));
      },
      { maxConcurrentStreams: 4 },
    );
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      streams: 100,
      load: { model: 'closed', seconds: 0.3 },
      endpoints: [{ url }],
    });
    expect(result.counts.errors).toEqual({});
    expect(most).toBeLessThanOrEqual(4);
  });

  it('moves to a new connection after a GOAWAY and loses nothing that the server still serves', async () => {
    const served = new WeakMap<http2.Http2Session, number>();
    const { url } = await serve(stream => {
      const session = stream.session!;
      const count = (served.get(session) ?? 0) + 1;
      served.set(session, count);
      if (count === 50) {
        session.goaway(0);
      }
      answer(stream);
    });
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      streams: 300,
      load: openLoad(420, 0.5),
      endpoints: [{ url }],
    });
    // A request that is on its way when the GOAWAY comes is lost; how many depends on the moment. At the very end, the
    // new connection may come too late.
    const { ok, errors } = tally(result);
    const { goaway = 0, not_sent: notSent = 0, ...others } = errors;
    expect({ ok, others }).toEqual({ ok: 210 - goaway - notSent, others: {} });
    expect(ok).toBeGreaterThanOrEqual(50);
    expect(result.counts.reconnects).toBeGreaterThanOrEqual(1);
  });

  it('tells refused and reset streams apart', async () => {
    const { url } = await serve((stream, n) => {
      if (n % 20 === 0) {
        stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
      } else if (n % 20 === 10) {
        stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
      } else {
        answer(stream);
      }
    });
    const result = await runInline({
      transport: 'http2',
      connections: 2,
      streams: 200,
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 180,
      errors: { refused_stream: 10, reset: 10 },
    });
  });

  it('gives up a stream at its time limit and keeps the connection', async () => {
    const { url } = await serve((stream, n) => {
      if (n % 20 !== 0) {
        answer(stream);
      }
    });
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      streams: 300,
      timeoutSeconds: 0.2,
      endpoints: [{ url }],
    });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 190,
      errors: { request_timeout: 10 },
    });
    expect(result.counts.reconnects).toBe(0);
    expect(result.latency.response!.count).toBe(200);
  });

  it('does not take a server of HTTP/1.1 for one of HTTP/2', async () => {
    server = await startRawServer(socket => socket.end(response(400)));
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      endpoints: [{ url: server.url }],
    });
    expect(result.end).toBe('failed');
    expect(tally(result)).toEqual({
      sent: 0,
      ok: 0,
      errors: { connect_failed: 1 },
    });
  });
});

describe('http2 without a usable connection', () => {
  it.each([
    ['connect_refused', async () => `http://127.0.0.1:${await refusedPort()}`],
    ['dns', async () => 'http://no-such-host.invalid/'],
  ])('calls it %s', async (outcome, url) => {
    const result = await runInline({
      transport: 'http2',
      connections: 2,
      endpoints: [{ url: await url() }],
    });
    expect(result.end).toBe('failed');
    expect(tally(result)).toEqual({
      sent: 0,
      ok: 0,
      errors: { [outcome]: 2 },
    });
  });

  it('counts the requests of a connection that breaks, and goes on with another', async () => {
    const { url } = await serve((stream, n) => {
      if (n % 50 === 0) {
        stream.session!.destroy();
      } else {
        answer(stream);
      }
    });
    const result = await runInline({
      transport: 'http2',
      connections: 1,
      streams: 300,
      load: openLoad(420, 0.5),
      endpoints: [{ url }],
    });
    const { ok, errors } = tally(result);
    const lost = Object.values(errors).reduce((a, b) => a + b, 0);
    expect(ok + lost).toBe(210);
    expect(lost).toBeGreaterThanOrEqual(1);
    expect(errors).not.toHaveProperty('aborted_at_end');
    expect(errors).not.toHaveProperty('request_timeout');
    expect(result.counts.reconnects).toBeGreaterThanOrEqual(1);
  });
});

describe('grpc', () => {
  const reply = (
    stream: http2.ServerHttp2Stream,
    status: string,
    message = Buffer.from('pong'),
  ) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () =>
      stream.sendTrailers({ 'grpc-status': status }),
    );
    stream.end(grpcFrame(message));
  };

  it('scores calls on grpc-status, wherever it stands', async () => {
    const { port } = await serve((stream, n) => {
      if (n % 4 === 0) {
        // Trailers only: an error without a message.
        stream.respond(
          {
            ':status': 200,
            'content-type': 'application/grpc',
            'grpc-status': '14',
          },
          { endStream: true },
        );
      } else if (n % 4 === 1) {
        reply(stream, '5');
      } else {
        reply(stream, '0');
      }
    });
    const result = await runInline({
      transport: 'grpc',
      connections: 2,
      streams: 100,
      endpoints: [
        {
          url: `grpc://127.0.0.1:${port}/test.Echo/Ping`,
          body: { base64: Buffer.from('ping').toString('base64') },
          expectBody: 'pong',
        },
      ],
    });
    expect(tally(result)).toEqual({
      sent: 200,
      ok: 100,
      errors: { grpc_status: 100 },
    });
    expect(result.counts.statuses).toEqual({
      'grpc:0': 100,
      'grpc:5': 50,
      'grpc:14': 50,
    });
  });

  it('sends the message in a frame, as a gRPC call', async () => {
    let seen: http2.IncomingHttpHeaders = {};
    let body = Buffer.alloc(0);
    const { port } = await serve((stream, _, headers) => {
      seen = headers;
      body = Buffer.alloc(0);
      stream.on('data', (chunk: Buffer) => {
        body = Buffer.concat([body, chunk]);
      });
      stream.on('end', () => reply(stream, '0'));
    });
    const result = await runInline({
      transport: 'grpc',
      connections: 1,
      load: openLoad(10, 0.2),
      endpoints: [
        {
          url: `grpc://127.0.0.1:${port}/test.Echo/Ping`,
          body: { base64: Buffer.from([8, 1]).toString('base64') },
        },
      ],
    });
    expect(tally(result)).toEqual({ sent: 2, ok: 2, errors: {} });
    expect(seen).toMatchObject({
      ':path': '/test.Echo/Ping',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    expect([...body]).toEqual([0, 0, 0, 0, 2, 8, 1]);
  });

  it('does not call an answer of a proxy a gRPC status', async () => {
    const { port } = await serve(stream => answer(stream, 503));
    const result = await runInline({
      transport: 'grpc',
      connections: 2,
      load: openLoad(20, 0.5),
      endpoints: [{ url: `grpc://127.0.0.1:${port}/a/b` }],
    });
    expect(tally(result)).toEqual({
      sent: 10,
      ok: 0,
      errors: { http_5xx: 10 },
    });
  });
});
