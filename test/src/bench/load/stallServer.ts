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
import { z } from 'zod';
import { pinnedTo } from './pinned';

const stallsSchema = z.array(z.number());

/** A server that a benchmark measures. */
export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** A server that stands still again and again. */
export interface StallServer {
  url: string;
  /** Ends it. Resolves with the lengths that its stalls had in fact, milliseconds. */
  stop(): Promise<number[]>;
}

/** Starts one in a process of its own, on the first core; it stands still for `stallMs` every `periodMs`. */
export async function startStallServer(
  periodMs: number,
  stallMs: number,
): Promise<StallServer> {
  const [command, ...args] = pinnedTo('server', [
    process.execPath,
    '--require',
    require.resolve('tsx/cjs'),
    path.join(__dirname, 'stallServerProcess.ts'),
    String(periodMs),
    String(stallMs),
  ]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text;
      if (printed.includes('\n')) resolve(printed.split('\n')[0]);
    });
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The stall server ended with code ${code}`)),
    );
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return stallsSchema.parse(JSON.parse(printed.split('\n')[1]));
    },
  };
}
