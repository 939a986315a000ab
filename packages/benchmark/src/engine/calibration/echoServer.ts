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
import { pathToFileURL } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';

const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok',
);

/** A server in a thread of its own that answers every request at once. */
export interface EchoServer {
  url: string;
  close(): Promise<void>;
}

/** Starts the server on a free loopback port. */
export async function startEchoServer(): Promise<EchoServer> {
  const file = __filename;
  const worker = new Worker(file, {
    workerData: { meshplaneEcho: true },
    execArgv: file.endsWith('.ts')
      ? ['--import', pathToFileURL(require.resolve('tsx')).href]
      : [],
  });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      await worker.terminate();
    },
  };
}

// This file is also what the thread runs.
if (parentPort && isEchoData(workerData)) {
  const port = parentPort;
  const server = net.createServer({ noDelay: true }, socket => {
    socket.on('error', () => {});
    // The generator sends one small request without a body at a time, in one piece.
    socket.on('data', () => socket.write(ANSWER));
  });
  server.listen(0, '127.0.0.1', () =>
    port.postMessage((server.address() as net.AddressInfo).port),
  );
}

function isEchoData(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'meshplaneEcho' in data;
}
