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
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAlive } from './identity';
import { liveProcess, PidFile, signalProcess, writePidFile } from './pidFile';
import { waitFor } from './waiting';

/** A long-running program that outlives the process that starts it. */
export interface DaemonSpec {
  /** Short name for messages, for example `etcd`. */
  name: string;
  /** The program and its arguments. */
  command: string[];
  /** Added to the environment. */
  env?: Record<string, string>;
  /** Where its identity is kept. */
  pidFile: string;
  /** Where its output goes; it starts afresh with each start. */
  logFile: string;
}

const TERMINATE_MS = 15_000;
const KILL_MS = 10_000;

/**
 * Starts a daemon, unless it runs already.
 *
 * @returns the running process
 */
export async function startDaemon(spec: DaemonSpec): Promise<PidFile> {
  const running = await liveProcess(spec.pidFile);
  if (running) {
    return running;
  }
  await mkdir(dirname(spec.logFile), { recursive: true, mode: 0o700 });
  const log = await open(spec.logFile, 'w', 0o600);
  try {
    const [program, ...args] = spec.command;
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, ...spec.env },
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', error =>
        reject(
          new Error(`${spec.name} could not be started: ${error.message}`),
        ),
      );
      child.once('spawn', () => resolve(child.pid!));
    });
    child.unref();
    return await writePidFile(spec.pidFile, pid, spec.command);
  } finally {
    await log.close();
  }
}

/**
 * Stops the daemon of a pid file and waits until it is gone: SIGTERM first,
 * SIGKILL when it does not listen. Does nothing when it does not run.
 */
export async function stopDaemon(
  name: string,
  pidFile: string,
  options: { terminateMs?: number } = {},
): Promise<void> {
  const target = await liveProcess(pidFile);
  if (!target) {
    return;
  }
  const gone = (timeoutMs: number) =>
    waitFor(
      `${name} (process ${target.pid}) did not end`,
      () => !isAlive(target),
      {
        timeoutMs,
      },
    );
  await signalProcess(pidFile, 'SIGTERM');
  // A stopped (paused) process gets SIGTERM only when it continues.
  await signalProcess(pidFile, 'SIGCONT');
  try {
    await gone(options.terminateMs ?? TERMINATE_MS);
  } catch {
    await signalProcess(pidFile, 'SIGKILL');
    await gone(KILL_MS);
  }
  await rm(pidFile, { force: true });
}

/** The last lines of a daemon's log, for an error message. */
export async function tailOfLog(logFile: string, lines = 15): Promise<string> {
  try {
    const text = await readFile(logFile, 'utf8');
    return text.trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
}
