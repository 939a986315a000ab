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

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Where the peers that are no packages are kept; CONTRIBUTING has no part in it, the messages below say how. */
export const TOOLS_FOLDER = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'meshplane/bench-tools',
);

const HINTS = {
  nginx: 'install the Debian package "nginx-light"',
  wrk: 'install the Debian package "wrk"',
  fortio: `GOBIN=${TOOLS_FOLDER} go install fortio.org/fortio@v1.66.2`,
  vegeta: `GOBIN=${TOOLS_FOLDER} go install github.com/tsenart/vegeta/v12@v12.13.0`,
} as const;

export type Tool = keyof typeof HINTS;

/** PATH with the folder of the peers, for processes that look for them there. */
export function pathWithTools(): string {
  // Debian has servers such as nginx where only root looks.
  return [process.env.PATH, TOOLS_FOLDER, '/usr/sbin']
    .filter(Boolean)
    .join(path.delimiter);
}

/** A program of that name, absolute. */
export async function findTool(name: Tool): Promise<string | undefined> {
  for (const folder of pathWithTools().split(path.delimiter)) {
    const candidate = path.join(folder, name);
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here: the next folder.
    }
  }
  return undefined;
}

/** The peers of a list that are there; says of the others how to get them, on stderr. */
export async function presentTools(names: readonly Tool[]): Promise<Tool[]> {
  const present: Tool[] = [];
  for (const name of names) {
    if (await findTool(name)) {
      present.push(name);
    } else {
      console.error(`No rows of ${name}, which is missing: ${HINTS[name]}`);
    }
  }
  return present;
}
