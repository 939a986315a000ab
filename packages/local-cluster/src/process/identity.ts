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

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * What tells a process from every other one that has had or will have its pid.
 * A pid alone is reused, on a busy machine within minutes.
 */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** Opaque: equal for the same process only, also across reboots. */
  startedAt: z.string().min(1),
});

/** See {@link processIdentitySchema}. */
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Parses `/proc/<pid>/stat`: the state letter and the start time in ticks. */
export function parseProcStat(stat: string): { state: string; ticks: string } {
  // The command name is in parentheses and may itself hold spaces and ')'.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], ticks: fields[19] };
}

function linuxStartOf(pid: number): string | undefined {
  try {
    const { state, ticks } = parseProcStat(
      readFileSync(`/proc/${pid}/stat`, 'utf8'),
    );
    // A zombie or a dead process holds its pid but runs no longer.
    if (state === 'Z' || state === 'X') {
      return undefined;
    }
    // Ticks count from boot, so the boot makes them unique.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}

function psStartOf(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    }).trim();
    return !line || line.startsWith('Z')
      ? undefined
      : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** The identity of the process that has this pid now, if one runs. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt =
    process.platform === 'linux' ? linuxStartOf(pid) : psStartOf(pid);
  return startedAt ? { pid, startedAt } : undefined;
}

/** Whether exactly this process runs, not another one with its pid. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/** The identity of the calling process. */
export function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (!identity) {
    throw new Error(
      `The start time of process ${process.pid} cannot be read (neither /proc nor "ps" work here)`,
    );
  }
  return identity;
}
