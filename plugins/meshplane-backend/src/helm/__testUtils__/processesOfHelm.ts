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

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders in which Helm was given its files. */
export function workspaces(): string[] {
  return ['/dev/shm', tmpdir()].flatMap(parent =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter(name => name.startsWith('meshplane-helm-'))
          .map(name => join(parent, name))
      : [],
  );
}

/** Arguments and environment of the Helm that this process runs, and all files of its folders. */
export function processesAndFilesOfHelm(): string[] {
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(
          readFileSync(`/proc/${pid}/status`, 'utf8'),
        )?.[1];
        return parent === String(process.pid)
          ? [
              readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
              readFileSync(`/proc/${pid}/environ`, 'utf8'),
            ]
          : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
  const filesOf = (path: string): string[] =>
    statSync(path).isDirectory()
      ? readdirSync(path).flatMap(name => filesOf(join(path, name)))
      : [path, readFileSync(path, 'latin1')];
  return [...processes, ...workspaces().flatMap(filesOf)];
}
