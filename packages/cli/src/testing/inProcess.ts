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

import { Readable } from 'node:stream';
import { runCli } from '../runCli';
import type { Ended } from './command';

/** Runs a command line in this process, for what needs no process of its own. */
export async function inProcess(
  args: readonly string[],
  options: { stdin?: string; cwd?: string } = {},
): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(args, {
    stdin: Readable.from([options.stdin ?? '']),
    write: async text => {
      stdout += text;
    },
    tell: text => {
      stderr += text;
    },
    interactive: false,
    cwd: options.cwd ?? process.cwd(),
    signal: new AbortController().signal,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  return { code, stdout, stderr };
}
