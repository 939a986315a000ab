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

import http from 'node:http';
import net from 'node:net';

/** A server on a loopback address. */
export interface TestServer {
  url: string;
  /** Resolves when the first request has come. */
  asked: Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that answers as told. */
export async function startServer(
  answer: http.RequestListener = (_request, response) => response.end('ok'),
): Promise<TestServer> {
  let seen = () => {};
  const asked = new Promise<void>(resolve => {
    seen = resolve;
  });
  const server = http.createServer((request, response) => {
    seen();
    answer(request, response);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A URL on which nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise(resolve => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}/`;
}

function listen(server: net.Server): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve((server.address() as net.AddressInfo).port),
    );
  });
}
