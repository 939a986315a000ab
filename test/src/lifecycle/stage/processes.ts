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

/** A process that another one has started, as the whole machine may see it. */
export interface SeenProcess {
  readonly pid: number;
  /** Arguments, with spaces between them. */
  readonly command: string;
  readonly environment: string;
}

/** The children of a process that run now (Linux). */
export async function childrenOf(parent: number): Promise<SeenProcess[]> {
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const seen = await Promise.all(
    names.map(async name => {
      try {
        const stat = await readFile(`/proc/${name}/stat`, 'utf8');
        // Behind the name, which may have anything in it, come the state and the parent.
        const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(ppid) !== parent) return [];
        const [command, environment] = await Promise.all([
          readFile(`/proc/${name}/cmdline`, 'utf8'),
          readFile(`/proc/${name}/environ`, 'utf8'),
        ]);
        return [
          {
            pid: Number(name),
            command: command.replaceAll('\0', ' ').trim(),
            environment,
          },
        ];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
  return seen.flat();
}
