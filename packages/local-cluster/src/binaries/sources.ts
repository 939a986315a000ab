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

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { packageFolder } from '../paths';

/** The folder of the Go module that the control plane is built from. */
export function moduleFolder(): string {
  return join(packageFolder(), 'control-plane');
}

/**
 * A digest over everything that goes into a binary: the module's sources
 * without tests and without the other binaries' main packages, and how it is
 * built.
 *
 * @param folder - the Go module
 * @param mainPackage - the binary's main package, for example `./cmd/node`
 * @param recipe - anything else that changes the result, such as build flags
 */
export async function hashSources(
  folder: string,
  mainPackage: string,
  recipe: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  const own = `${posix.normalize(mainPackage)}/`;
  const names = (await goFiles(folder))
    .map(path => relative(folder, path).split(sep).join('/'))
    .filter(name => !name.startsWith('cmd/') || name.startsWith(own))
    .sort();
  for (const name of names) {
    hash.update(`${name}\0`);
    hash.update(await readFile(join(folder, name)));
    hash.update('\0');
  }
  hash.update(recipe.join('\0'));
  return hash.digest('hex').slice(0, 16);
}

async function goFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return goFiles(path);
      }
      const counts =
        ['go.mod', 'go.sum'].includes(entry.name) ||
        (entry.name.endsWith('.go') && !entry.name.endsWith('_test.go'));
      return counts ? [path] : [];
    }),
  );
  return found.flat();
}
