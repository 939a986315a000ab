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

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadProfile } from '../model/profile';

/** Paths of PEM files that a program reads. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
}

/** Writes the PEM texts of a profile to files that only this user can read. */
export async function writeTlsFiles(
  tls: LoadProfile['tls'],
  folder: string,
): Promise<TlsFiles> {
  const files: TlsFiles = {};
  for (const kind of ['ca', 'cert', 'key'] as const) {
    const pem = tls?.[kind];
    if (pem === undefined) continue;
    const file = path.join(folder, `${kind}.pem`);
    await writeFile(file, pem, { mode: 0o600 });
    files[kind] = file;
  }
  return files;
}
