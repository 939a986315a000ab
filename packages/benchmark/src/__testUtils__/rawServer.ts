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

import { once } from 'node:events';
import net from 'node:net';

/** A server for tests. */
export interface TestServer {
  port: number;
  /** Scheme, host and port. */
  url: string;
  close(): Promise<void>;
}

/** Listens on a free loopback port, and closes all connections when it is closed. */
export async function listen(
  server: net.Server,
  scheme: string,
): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      sockets.forEach(socket => socket.destroy());
      await closed;
    },
  };
}

/**
 * A server on bare sockets that can do what no HTTP library allows. Requests must not have a body.
 *
 * @param onRequest - told about each request with its number over all connections, from 1, and its text
 */
export function startRawServer(
  onRequest: (socket: net.Socket, number: number, text: string) => void,
): Promise<TestServer> {
  let requests = 0;
  const server = net.createServer({ noDelay: true }, socket => {
    let text = '';
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
      for (
        let end = text.indexOf('\r\n\r\n');
        end >= 0;
        end = text.indexOf('\r\n\r\n')
      ) {
        requests++;
        const request = text.slice(0, end + 4);
        text = text.slice(end + 4);
        onRequest(socket, requests, request);
      }
    });
  });
  return listen(server, 'http');
}

/** A port on which nobody listens. */
export async function refusedPort(): Promise<number> {
  const server = await listen(net.createServer(), 'http');
  await server.close();
  return server.port;
}

/** The text of a response with a body of known length. */
export function response(
  status: number,
  body = 'ok',
  headers: string[] = [],
): string {
  return [
    `HTTP/1.1 ${status} Text`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
