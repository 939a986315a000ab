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

/**
 * An HTTP server that stands still for a while, again and again, in a process of its own: `PERIOD_MS STALL_MS`. While it
 * stands still it burns no processor time, so that only the waiting is measured. The first stall begins half a period
 * after the first request. Prints its URL as soon as it listens, and at its end how long each stall was in fact.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const [periodMs, stallMs] = process.argv.slice(2).map(Number);
const cell = new Int32Array(new SharedArrayBuffer(4));
const stallsMs: number[] = [];

function stallFromNowOn() {
  let next = performance.now() + periodMs / 2;
  const stall = () => {
    const begin = performance.now();
    Atomics.wait(cell, 0, 0, stallMs);
    stallsMs.push(performance.now() - begin);
    next += periodMs;
    setTimeout(stall, Math.max(0, next - performance.now()));
  };
  setTimeout(stall, periodMs / 2);
}

const server = http.createServer((_request, response) => {
  response.end('ok');
});
server.once('request', stallFromNowOn);
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}/`);
});
process.once('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(stallsMs)}\n`, () => process.exit());
});
