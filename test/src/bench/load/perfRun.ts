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
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runResultSchema, type RunResult } from '@meshplane/benchmark';
import { z } from 'zod';
import { pinnedTo } from './pinned';
import { pathWithTools } from './tools';

const CLI = path.resolve(
  __dirname,
  '../../../../packages/cli/bin/meshplane.js',
);
const CPU_POLL_MS = 100;
/** Clock ticks per second of /proc on Linux. */
const TICKS_PER_SECOND = 100;
const printedSchema = z.object({
  runs: z.array(z.object({ result: runResultSchema })).min(1),
});

/**
 * One run of `meshplane perf run` in a process of its own on the second core, as a person would make it.
 *
 * @param options - further options of the command
 * @throws Error with what the command said, if it printed no result
 */
export async function perfRun(
  url: string,
  options: readonly string[],
): Promise<RunResult> {
  const { stdout, stderr } = await runPinned([
    process.execPath,
    CLI,
    ...['perf', 'run', '--url', url, '--no-out', '--allow-invalid'],
    ...['--output', 'json', ...options],
  ]);
  let printed: unknown;
  try {
    printed = JSON.parse(stdout);
  } catch {
    throw new Error(`"perf run" printed no result: ${stderr.trim()}`);
  }
  const parsed = printedSchema.safeParse(printed);
  if (!parsed.success) {
    throw new Error(`"perf run" printed no result: ${stdout.slice(0, 500)}`);
  }
  return parsed.data.runs[0].result;
}

/** What a command printed, and what it cost. */
export interface PinnedRun {
  stdout: string;
  stderr: string;
  /** Processor time from its start to its end; `undefined` where /proc does not tell. */
  cpuSeconds?: number;
}

/** Runs a command on the second core to its end. */
export function runPinned(commandLine: readonly string[]): Promise<PinnedRun> {
  const [command, ...args] = pinnedTo('generator', commandLine);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: pathWithTools() },
    });
    let stdout = '';
    let stderr = '';
    let cpuSeconds: number | undefined;
    const poll = setInterval(() => {
      // `taskset` becomes the command, so that this is the process of the command.
      cpuSeconds = processCpuSeconds(child.pid) ?? cpuSeconds;
    }, CPU_POLL_MS);
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', () => {
      clearInterval(poll);
      resolve({ stdout, stderr, cpuSeconds });
    });
  });
}

function processCpuSeconds(pid: number | undefined): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in parentheses may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
