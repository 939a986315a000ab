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

import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { ended } from './startPrometheus';

/** Works so long for each request, then waits, so that its use of CPU is steady whatever the machine does. */
const SCRIPT = `
const http = require('node:http');
const [busyMs, pauseMs, upstream] = process.argv.slice(1).map(Number);
const keep = Buffer.alloc(16 * 1024 * 1024, 1);
http.createServer((request, response) => {
  const end = performance.now() + busyMs;
  while (performance.now() < end) keep[0] ^= 1;
  if (upstream) {
    http.get({ host: '127.0.0.1', port: upstream }, answer => answer.pipe(response));
  } else {
    setTimeout(() => response.end('ok'), pauseMs);
  }
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

/** A real process behind a port, with what it really used. */
export interface ProcessTarget {
  port: number;
  /** User and system time so far, seconds. */
  cpuSeconds(): Promise<number>;
  /** Resident memory, bytes. */
  memoryBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/**
 * Starts a server that uses CPU for each request.
 *
 * @param options - milliseconds of work and of waiting; `upstream` is a port that requests are passed on to
 */
export async function startProcessTarget(options: {
  busyMs: number;
  pauseMs: number;
  upstream?: number;
}): Promise<ProcessTarget> {
  const { busyMs, pauseMs, upstream = 0 } = options;
  const child = spawn(
    process.execPath,
    ['-e', SCRIPT, String(busyMs), String(pauseMs), String(upstream)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await firstLine(child);
  return {
    port: Number(port),
    async cpuSeconds() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
      // The name in parentheses may hold blanks; fields 14 and 15 are counted from its end.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    async memoryBytes() {
      const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8');
      return Number(statm.split(' ')[1]) * PAGE_BYTES;
    },
    stop: () => ended(child),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', resolve);
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The target ended with ${code}`)),
    );
  });
}
