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

import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readJson, writeJson } from './files';
import { identityOf, isAlive, processIdentitySchema } from './identity';

const pidFileSchema = processIdentitySchema.extend({
  /** The command line, for people who read the file. */
  command: z.array(z.string()),
});

/** What a pid file says about the daemon that it stands for. */
export type PidFile = z.infer<typeof pidFileSchema>;

/**
 * Records a process that was just started.
 *
 * @throws Error when the process has ended already
 */
export async function writePidFile(
  path: string,
  pid: number,
  command: string[],
): Promise<PidFile> {
  const identity = identityOf(pid);
  if (!identity) {
    throw new Error(
      `Process ${pid} (${command[0]}) ended as soon as it started`,
    );
  }
  const content = { ...identity, command };
  await writeJson(path, content);
  return content;
}

/**
 * The process of a pid file, if exactly that process still runs. A stale file
 * (its process ended, or another one has the pid now) is removed.
 */
export async function liveProcess(path: string): Promise<PidFile | undefined> {
  const content = await readJson(path, pidFileSchema);
  if (content && isAlive(content)) {
    return content;
  }
  await rm(path, { force: true });
  return undefined;
}

/**
 * Sends a signal to the process of a pid file.
 *
 * @returns whether that process was there to get it
 */
export async function signalProcess(
  path: string,
  signal: NodeJS.Signals,
): Promise<boolean> {
  const target = await liveProcess(path);
  if (!target) {
    return false;
  }
  try {
    process.kill(target.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') {
      return false;
    }
    throw error;
  }
}
