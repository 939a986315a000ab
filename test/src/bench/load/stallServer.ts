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

import { spawn } from 'node:child_process';
import path from 'node:path';
import { pinnedTo } from './pinned';

/** A server that stands still for `stallMs` every `periodMs`. */
export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** Starts one in a process of its own, on the first core. */
export async function startStallServer(
  periodMs: number,
  stallMs: number,
): Promise<RunningServer> {
  const [command, ...args] = pinnedTo('server', [
    process.execPath,
    '--require',
    require.resolve('tsx/cjs'),
    path.join(__dirname, 'stallServerProcess.ts'),
    String(periodMs),
    String(stallMs),
  ]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', chunk => resolve(String(chunk).trim()));
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The stall server ended with code ${code}`)),
    );
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
