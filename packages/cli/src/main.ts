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

import { runCli } from './runCli';
import type { Terminal } from './terminal';

/** What shells report of a command that a signal ended. */
const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs the command line of this process and ends it. The first SIGINT or SIGTERM asks the verb to stop and to write what
 * it has; a second one ends the process at once.
 *
 * @public
 */
export function main(): void {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(SIGNAL_EXIT[signal]);
      process.exitCode = SIGNAL_EXIT[signal];
      controller.abort(new Error(signal));
    });
  }
  const terminal: Terminal = {
    stdin: process.stdin,
    write: text => writeFully(process.stdout, text),
    tell: text => process.stderr.write(text),
    interactive: Boolean(process.stderr.isTTY) && !process.env.CI,
    cwd: callersFolder(),
    signal: controller.signal,
    now: () => new Date(),
  };
  runCli(process.argv.slice(2), terminal).then(
    // Sockets of a cancelled run must not keep the command alive.
    code => process.exit(controller.signal.aborted ? process.exitCode : code),
    error => {
      process.stderr.write(`${error?.stack ?? error}\n`);
      process.exit(1);
    },
  );
}

/** `npm run meshplane` moves to the root of the project, and paths are meant from where it was called. */
function callersFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return (script === 'meshplane' && called) || process.cwd();
}

/** Resolves when all of the text has left: a process that ends loses what a pipe has not taken. */
function writeFully(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error ? reject(error) : resolve()));
  });
}
