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

import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Timing } from '../../../clusters/timing';
import { LOAD_PROCESS_FILE } from './loadProcess';
import {
  type FromLoadProcess,
  fromLoadProcessSchema,
  LOAD_PROCESS_MARK,
  type LoadProcessResult,
  runMark,
  type ToLoadProcess,
} from './messages';

/** After a cancel, the process has this long to give its result. */
const CANCEL_GRACE_MS = 15_000;
/** After SIGTERM, this long until SIGKILL. */
const TERM_GRACE_MS = 2_000;
const MAX_STDERR = 4_000;

/** Variables of the environment that the process needs; others may hold credentials of the backend, or name proxies. */
const ENVIRONMENT = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** What a process is started with. */
export interface LoadProcessOptions {
  start: Extract<ToLoadProcess, { type: 'start' }>;
  maxMemoryMb: number;
  /** After it the process is ended without a result. */
  deadlineMs: number;
  signal: AbortSignal;
  timing: Timing;
  onTold(message: Extract<FromLoadProcess, { type: 'live' | 'seconds' }>): void;
}

/**
 * Makes load in a process of its own, in a group of its own, so that programs which it starts end with it.
 *
 * @throws Error if it ends without a result
 */
export function runLoadProcess(
  options: LoadProcessOptions,
): Promise<LoadProcessResult> {
  const { start, signal, timing } = options;
  return new Promise((resolve, reject) => {
    const child = launch(options);
    const timers: (() => void)[] = [];
    let last: Extract<FromLoadProcess, { type: 'result' | 'error' }>;
    let overdue: string | undefined;
    const later = (ms: number, run: () => void) =>
      timers.push(timing.schedule(ms, run));
    const end = (why: string) => {
      overdue ??= why;
      signalGroup(child, 'SIGTERM');
      later(TERM_GRACE_MS, () => signalGroup(child, 'SIGKILL'));
    };
    const cancel = () => {
      send(child, { type: 'cancel' });
      later(CANCEL_GRACE_MS, () =>
        end('did not give its result after it was cancelled'),
      );
    };
    let stderr = '';
    child.stderr?.on('data', data => {
      stderr = (stderr + data).slice(-MAX_STDERR);
    });
    child.on('message', raw => {
      const message = fromLoadProcessSchema.safeParse(raw);
      if (!message.success) {
        end(`said what cannot be read: ${message.error.issues[0]?.message}`);
      } else if (
        message.data.type === 'result' ||
        message.data.type === 'error'
      ) {
        last = message.data;
      } else {
        options.onTold(message.data);
      }
    });
    const settle = (outcome: () => void) => {
      timers.forEach(stop => stop());
      signal.removeEventListener('abort', cancel);
      // What it has started may have outlived it.
      signalGroup(child, 'SIGKILL');
      outcome();
    };
    child.once('error', error => settle(() => reject(error)));
    child.once('close', (code, killedBy) =>
      settle(() => {
        if (last?.type === 'result') resolve(last);
        else if (last?.type === 'error') reject(new Error(last.message));
        else
          reject(
            new Error(
              `The process that made the load ${
                overdue ?? endOf(code, killedBy)
              }${stderr ? `: ${lastLines(stderr)}` : ''}`,
            ),
          );
      }),
    );
    send(child, start);
    later(options.deadlineMs, () => end('did not end in time'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
}

function launch({ start, maxMemoryMb }: LoadProcessOptions): ChildProcess {
  return fork(LOAD_PROCESS_FILE, [LOAD_PROCESS_MARK, runMark(start.runId)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: Object.fromEntries(
      ENVIRONMENT.flatMap(name =>
        process.env[name] === undefined ? [] : [[name, process.env[name]]],
      ),
    ),
    execArgv: [`--max-old-space-size=${maxMemoryMb}`, ...loaderOf()],
  });
}

/** From source, the process needs to be told how to read TypeScript. */
function loaderOf(): string[] {
  if (!LOAD_PROCESS_FILE.endsWith('.ts')) return [];
  const { resolve } = createRequire(
    require.resolve('@meshplane/benchmark/package.json'),
  );
  return ['--import', pathToFileURL(resolve('tsx')).href];
}

function send(child: ChildProcess, message: ToLoadProcess) {
  // A process that is gone is heard of by its end.
  if (child.connected) child.send(message, () => {});
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // Nobody of the group is there any more.
  }
}

function endOf(code: number | null, killedBy: NodeJS.Signals | null): string {
  return killedBy
    ? `was ended by ${killedBy}`
    : `ended with code ${code} before its result`;
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' ');
}
