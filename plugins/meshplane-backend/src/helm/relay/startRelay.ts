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
import { randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { redact } from '../../clusters/redact';
import { forwardedRequestHeaders, forwardedResponseHeaders } from './headers';

/** The API server takes no object over 3 MiB; this leaves room for a list of options around it. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
]);

export interface RelayOptions {
  /** Lets only requests through that change nothing: GET, and writes that are dry runs. */
  readonly readOnly?: boolean;
}

/** A door to one cluster on loopback, for one job. */
export interface Relay {
  /** Address for the client; its path holds the one-time token. */
  readonly url: string;
  /** Takes the token out of what a client wrote. */
  redact(text: string): string;
  /** Ends all requests; nothing is accepted from now on. */
  close(): Promise<void>;
}

/**
 * Opens a relay to a cluster: an HTTP server on 127.0.0.1 with a random port that passes requests on to a connection,
 * which adds the credentials. So a program like Helm can talk to the cluster without being given any.
 *
 * The token is in the path because Go clients of Kubernetes send no `Authorization` header over plain HTTP.
 */
export async function startRelay(
  connection: ClusterConnection,
  options: RelayOptions = {},
): Promise<Relay> {
  const token = randomBytes(32).toString('hex');
  const jobs = new Set<AbortController>();
  const server = http.createServer((request, response) => {
    const job = new AbortController();
    jobs.add(job);
    response.on('close', () => job.abort());
    handle(request, response, job.signal).finally(() => jobs.delete(job));
  });
  // A watch may be silent for as long as it likes; the client ends with its job.
  server.requestTimeout = 0;
  server.timeout = 0;
  const refuse = (_: http.IncomingMessage, socket: Duplex) => {
    socket.on('error', () => {});
    socket.end(
      'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  };
  server.on('upgrade', refuse);
  server.on('connect', refuse);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;

  async function handle(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const path = pathBehindToken(request.url ?? '', token);
      if (path === undefined || request.headers.host !== host) {
        // Told apart by nothing, so that nobody learns what was wrong.
        sendStatus(response, 403, 'Forbidden', 'Not a request of this job');
        return;
      }
      const method = request.method ?? '';
      if (!METHODS.has(method)) {
        sendStatus(
          response,
          405,
          'MethodNotAllowed',
          `Method "${method}" is not passed on`,
        );
        return;
      }
      if (options.readOnly && method !== 'GET' && !isDryRun(path)) {
        sendStatus(
          response,
          403,
          'Forbidden',
          'This job may only read and do dry runs',
        );
        return;
      }
      const body = await readBody(request);
      if (body === 'too-large') {
        sendStatus(
          response,
          413,
          'RequestEntityTooLarge',
          `The request is longer than ${MAX_BODY_BYTES} bytes`,
        );
        return;
      }
      const answer = await connection.request(path, {
        method: method as ClusterRequest['method'],
        headers: forwardedRequestHeaders(request.headers),
        ...(body !== undefined && { body }),
        signal,
      });
      answer.body.on('error', () => {});
      response.writeHead(
        answer.status,
        forwardedResponseHeaders(answer.headers),
      );
      // Watches: the client waits for the headers before the first event.
      response.flushHeaders();
      await pipeline(answer.body, response);
    } catch (error) {
      if (response.headersSent || signal.aborted) {
        response.destroy();
        return;
      }
      sendStatus(
        response,
        502,
        'ServiceUnavailable',
        redact(error instanceof Error ? error.message : String(error)),
      );
    }
  }

  return {
    url: `http://${host}/${token}`,
    redact: text => text.split(token).join('<relay>'),
    async close() {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      jobs.forEach(job => job.abort());
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Path and query behind `/<token>`, or undefined for another token. */
function pathBehindToken(url: string, token: string): string | undefined {
  const given = Buffer.from(url.slice(1, 1 + token.length));
  const wanted = Buffer.from(token);
  const matches =
    given.length === wanted.length && timingSafeEqual(given, wanted);
  const rest = url.slice(1 + token.length);
  return matches && rest.startsWith('/') ? rest : undefined;
}

function isDryRun(path: string): boolean {
  return new URL(path, 'http://relay').searchParams
    .getAll('dryRun')
    .includes('All');
}

/** The body as it is, undefined when there is none. Bytes: Helm 4 writes its records as protobuf. */
async function readBody(
  request: http.IncomingMessage,
): Promise<Buffer | undefined | 'too-large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return 'too-large';
    chunks.push(chunk);
  }
  return bytes === 0 ? undefined : Buffer.concat(chunks, bytes);
}

function sendStatus(
  response: http.ServerResponse,
  code: number,
  reason: string,
  message: string,
): void {
  const body = JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code,
    reason,
    message,
  });
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}
