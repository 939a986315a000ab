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

const MIB = 1024 * 1024;
/** Manifests of the largest charts are some MiB. */
const MAX_STDOUT_BYTES = 64 * MIB;
const MAX_STDERR_BYTES = 64 * 1024;
const MAX_LINE_LENGTH = 2000;

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Each line of standard error. */
  readonly onLine?: (line: string) => void;
  readonly maxStdoutBytes?: number;
}

export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Its end, if it is long. */
  readonly stderr: string;
  /** It was ended because it wrote too much. */
  readonly tooMuchOutput: boolean;
}

/** Cuts text into lines for a listener and keeps the end of it. */
class LineTail {
  #rest = '';
  #tail = '';

  constructor(private readonly onLine?: (line: string) => void) {}

  add(text: string): void {
    this.#tail = (this.#tail + text).slice(-MAX_STDERR_BYTES);
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    lines.forEach(line => this.#emit(line));
  }

  end(): string {
    this.#emit(this.#rest);
    this.#rest = '';
    return this.#tail;
  }

  #emit(line: string): void {
    const text = line.trimEnd();
    if (text) this.onLine?.(text.slice(0, MAX_LINE_LENGTH));
  }
}

/**
 * Runs a program without a shell to its end. When the signal aborts, it gets SIGTERM and, after the grace time,
 * SIGKILL; the result comes when it has ended, not before.
 *
 * @throws the error of the system when it cannot be started
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const limit = request.maxStdoutBytes ?? MAX_STDOUT_BYTES;
  return new Promise((resolve, reject) => {
    const child = spawn(request.command, [...request.args], {
      cwd: request.cwd,
      env: request.env as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let tooMuchOutput = false;
    let killTimer: NodeJS.Timeout | undefined;

    const end = () => {
      if (killTimer) return;
      child.kill('SIGTERM');
      killTimer = setTimeout(() => child.kill('SIGKILL'), request.graceMs);
    };
    const { signal } = request;
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);

    child.stdout.on('data', (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes > limit) {
        tooMuchOutput = true;
        stdout.length = 0;
        end();
      } else {
        stdout.push(chunk);
      }
    });
    const stderr = new LineTail(request.onLine);
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => stderr.add(text));

    // It may end without reading: its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(request.stdin ?? '');

    const settle = () => {
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', end);
    };
    child.on('error', error => {
      // Also sent when a signal could not be delivered; then 'close' follows.
      if (child.pid === undefined) {
        settle();
        reject(error);
      }
    });
    child.on('close', (exitCode, endSignal) => {
      settle();
      resolve({
        exitCode,
        signal: endSignal,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: stderr.end(),
        tooMuchOutput,
      });
    });
  });
}
