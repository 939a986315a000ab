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

import { readdir, readFile } from 'node:fs/promises';
import { LOAD_PROCESS_MARK, runMark } from './messages';

/**
 * Ends processes that a backend which is gone has left behind on this machine. Each of them ends by itself when its
 * backend is gone; this is for the one that could not.
 *
 * @returns their ids
 */
export async function endLeftovers(runId: string): Promise<number[]> {
  const ended: number[] = [];
  for (const pid of await loadProcessesOf(runId)) {
    try {
      process.kill(-pid, 'SIGKILL');
      ended.push(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ended;
}

/** Processes on this machine that make the load of a run; each leads a group of its own. */
export async function loadProcessesOf(runId: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of await processIds()) {
    const args = await argumentsOf(pid);
    if (args.includes(LOAD_PROCESS_MARK) && args.includes(runMark(runId)))
      found.push(pid);
  }
  return found;
}

async function processIds(): Promise<number[]> {
  try {
    const names = await readdir('/proc');
    return names.filter(name => /^\d+$/.test(name)).map(Number);
  } catch {
    // Not a Linux: there, only the processes' own end is left.
    return [];
  }
}

async function argumentsOf(pid: number): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  } catch {
    return [];
  }
}
