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

import {
  spawn,
  type ChildProcess,
  type SpawnOptions,
} from 'node:child_process';

const running = new Set<ChildProcess>();

/**
 * Lets a script end in order when it is interrupted: the commands that run are told to end, and whoever waits for them
 * goes on to clear up. Without this the script would die at once and leave what it started.
 *
 * @returns asks whether that has happened
 */
export function endInOrder(): () => boolean {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted = true;
      for (const child of running) child.kill('SIGTERM');
    });
  }
  return () => interrupted;
}

function watched<T extends ChildProcess>(child: T): T {
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a command to its end with its output shown.
 *
 * @returns the exit code; a signal counts as 1
 */
export function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = watched(
      spawn(command, args, { stdio: 'inherit', ...options }),
    );
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** Runs a command and collects what it prints on stdout; its messages on stderr are shown. */
export function capture(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
) {
  return new Promise<{ code: number; stdout: string }>((resolve, reject) => {
    const child = watched(
      spawn(command, args, {
        stdio: ['ignore', 'pipe', 'inherit'],
        ...options,
      }),
    );
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', chunk => {
      stdout += chunk;
    });
    child.once('error', reject);
    child.once('close', code => resolve({ code: code ?? 1, stdout }));
  });
}
