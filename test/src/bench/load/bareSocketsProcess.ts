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
 * The least that a client on Node.js can do: sockets that send one fixed request when the last answer came, and look at
 * its status only. No schedule, no parser, no latencies: the limit for everything that is built on these sockets.
 * `URL CONNECTIONS SECONDS`; prints `{"answers", "seconds", "cpuSeconds"}`.
 */
import net from 'node:net';

const [target, connections, seconds] = process.argv.slice(2);
const { hostname, port, host, pathname } = new URL(target);
const request = Buffer.from(
  `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
);
/** The digit of the hundreds in "HTTP/1.1 200". */
const STATUS_AT = 9;
const TWO = '2'.charCodeAt(0);

let answers = 0;

function open() {
  const socket = net.connect(Number(port), hostname, () =>
    socket.write(request),
  );
  socket.setNoDelay(true);
  socket.on('data', chunk => {
    if (chunk[STATUS_AT] === TWO) answers += 1;
    socket.write(request);
  });
}

for (let i = 0; i < Number(connections); i += 1) open();
const begin = performance.now();
const before = process.cpuUsage();
setTimeout(() => {
  const { user, system } = process.cpuUsage(before);
  const result = {
    answers,
    seconds: (performance.now() - begin) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
}, Number(seconds) * 1000);
