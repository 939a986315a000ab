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

import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

/** A server on this machine that loads are sent to. */
export interface TargetServer {
  port: number;
  url: string;
  /** Requests so far. */
  readonly requests: number;
  close(): Promise<void>;
}

/** Starts a server; without a listener, every answer is a short 200. */
export async function startTarget(
  listener?: RequestListener,
  transport = 'http1',
): Promise<TargetServer> {
  let requests = 0;
  const sockets = new Set<Socket>();
  const server =
    transport === 'http2'
      ? createHttp2Server((_, answer) => {
          requests += 1;
          answer.end('ok');
        })
      : createServer((request, answer) => {
          requests += 1;
          if (listener) listener(request, answer);
          else answer.end('ok');
        });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    get requests() {
      return requests;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
