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
import path from 'node:path';

/** The first executable file of that name in the folders of the PATH. */
export async function findOnPath(
  name: string,
  searchPath = process.env.PATH ?? '',
): Promise<string | undefined> {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  for (const folder of folders) {
    const found = await executable(path.join(folder, name));
    if (found) return found;
  }
  return undefined;
}

/** The path if there is a program that may be run. */
export async function executable(
  candidate: string,
): Promise<string | undefined> {
  try {
    await access(candidate, constants.X_OK);
    return candidate;
  } catch {
    return undefined;
  }
}
