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
import { pathToFileURL } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { response, startRawServer, TestServer } from './rawServer';

interface StallData {
  stallMs: number;
  periodMs: number;
}

/**
 * A server in a thread of its own that stops for a while again and again, all connections at once, without using the
 * processor: what a garbage collection or a lock does to a real one. The first stall comes half a period after the first
 * request, so that a run of whole periods ends between two.
 */
export async function startStallServer(
  stallMs: number,
  periodMs: number,
): Promise<TestServer> {
  const worker = new Worker(__filename, {
    workerData: { stall: { stallMs, periodMs } },
    execArgv: ['--import', pathToFileURL(require.resolve('tsx')).href],
  });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await worker.terminate();
    },
  };
}

if (parentPort && workerData && 'stall' in workerData) {
  const port = parentPort;
  const { stallMs, periodMs } = workerData.stall as StallData;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let next: number | undefined;
  const stall = () => {
    Atomics.wait(cell, 0, 0, stallMs);
    next! += periodMs;
    setTimeout(stall, Math.max(0, next! - performance.now()));
  };
  void startRawServer(socket => {
    if (next === undefined) {
      next = performance.now() + periodMs / 2;
      setTimeout(stall, periodMs / 2);
    }
    socket.write(response(200));
  }).then(server => port.postMessage(server.port));
}
