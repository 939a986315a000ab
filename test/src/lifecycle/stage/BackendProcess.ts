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
import path from 'node:path';
import { waitFor } from '@meshplane/local-cluster';
import type { BackendSettings } from './features';
import { Operator } from './Operator';

const START_MS = 120_000;

/** A whole backend in a process of its own, which can be killed. */
export class BackendProcess {
  readonly operator: Operator;

  private constructor(
    private readonly child: ChildProcess,
    private readonly written: string[],
    port: string,
  ) {
    this.operator = new Operator(Number(port));
  }

  /** @throws Error with its output if it does not come up */
  static async start(
    settings: BackendSettings,
    env: Record<string, string> = {},
  ): Promise<BackendProcess> {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        path.join(__dirname, 'backendMain.ts'),
        JSON.stringify(settings),
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_ENV: 'test', ...env },
      },
    );
    const written: string[] = [];
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', text => written.push(text));
    try {
      const port = await waitFor(
        () => `the backend does not listen:\n${written.join('')}`,
        () => {
          if (child.exitCode !== null || child.signalCode !== null)
            throw new Error(`The backend ended:\n${written.join('')}`);
          return /^listening on (\d+)$/m.exec(written.join(''))?.[1];
        },
        { timeoutMs: START_MS },
      );
      return new BackendProcess(child, written, port);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** All that it has written so far: the log. */
  get output(): string {
    return this.written.join('');
  }

  /** Without a chance to tidy up. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}
