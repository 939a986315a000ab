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
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessOptions } from './replicaMain';

/** A replica of the engine in a process of its own, which can be killed. */
export class ReplicaProcess {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #waiting = new Set<() => void>();
  #errors = '';

  constructor(options: ProcessOptions) {
    this.#child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'replicaMain.ts')],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          ...process.env,
          MESHPLANE_TEST_REPLICA: JSON.stringify(options),
        },
      },
    );
    this.#exited = once(this.#child, 'exit');
    createInterface(this.#child.stdout!).on('line', line => {
      this.lines.push(line);
      for (const wake of this.#waiting) wake();
    });
    this.#child.stderr!.on('data', data => {
      this.#errors += data;
    });
    this.#child.on('exit', () => {
      for (const wake of this.#waiting) wake();
    });
  }

  /** Resolves with the first line that begins so. @throws Error with its output if the process ends without it */
  async said(start: string): Promise<string> {
    for (;;) {
      const line = this.lines.find(one => one.startsWith(start));
      if (line !== undefined) return line;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(
          `The process ended without saying "${start}": ${this.lines.join(
            ' / ',
          )} ${this.#errors}`,
        );
      await new Promise<void>(resolve => {
        const wake = () => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Lets it approve its operation. */
  go() {
    this.#child.stdin!.write('go\n');
  }

  async kill() {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async ended() {
    await this.#exited;
  }
}
