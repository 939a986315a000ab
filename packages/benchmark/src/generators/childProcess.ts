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
import { readFile } from 'node:fs/promises';

const MIB = 1024 * 1024;
const MAX_OUTPUT = 256 * MIB;
const MAX_STDERR = MIB;
const CPU_POLL_MS = 100;
/** Clock ticks per second of /proc; 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;
/** An interrupted program gets this long to print what it has. */
const GRACE_MS = 10_000;

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Processor time, user and system; `undefined` where /proc does not tell. */
  cpuSeconds?: number;
  /** True if it was interrupted by the caller's signal. */
  interrupted: boolean;
}

export interface StartOptions {
  stdin?: string;
  env?: NodeJS.ProcessEnv;
  /** Interrupts with SIGINT, which lets load generators print what they have; with SIGKILL after a grace period. */
  signal?: AbortSignal;
}

/**
 * Runs a program to its end. A code other than 0 is no error here: load generators use it for failed requests.
 *
 * @throws Error if it cannot be started or prints more than 256 MiB
 */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: options.env,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    let errorSize = 0;
    let interrupted = false;
    let tooLarge = false;
    let cpuSeconds: number | undefined;
    let kill: NodeJS.Timeout | undefined;
    const poll = setInterval(() => {
      if (child.pid === undefined) return;
      processCpuSeconds(child.pid).then(
        seconds => {
          cpuSeconds = seconds ?? cpuSeconds;
        },
        () => {},
      );
    }, CPU_POLL_MS);
    const interrupt = () => {
      interrupted = true;
      child.kill('SIGINT');
      kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    const settle = () => {
      clearInterval(poll);
      clearTimeout(kill);
      options.signal?.removeEventListener('abort', interrupt);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_OUTPUT) {
        stdout.push(chunk);
      } else {
        tooLarge = true;
        child.kill('SIGKILL');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errorSize += chunk.length;
      if (errorSize <= MAX_STDERR) stderr.push(chunk);
    });
    child.once('error', error => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      if (tooLarge) {
        reject(
          new Error(`"${command}" printed more than ${MAX_OUTPUT / MIB} MiB`),
        );
        return;
      }
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        cpuSeconds,
        interrupted,
      });
    });
    // A program that ends before it has read its input is judged by its code, not by the broken pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    if (options.signal?.aborted) interrupt();
    else options.signal?.addEventListener('abort', interrupt, { once: true });
  });
}

/** Processor time of a running process with all its threads, user and system; `undefined` where /proc has none. */
export async function processCpuSeconds(
  pid: number,
): Promise<number | undefined> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
