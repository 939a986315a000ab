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
import path from 'node:path';

/** A credential and the forms in which it could leak. */
export interface Credential {
  readonly what: string;
  readonly forms: readonly string[];
}

/** A token as it is and as Kubernetes writes it into objects. */
export function tokenOf(what: string, token: string): Credential {
  return { what, forms: [token, base64(token)] };
}

/** A private key: the PEM text, one of its lines, the text without line ends, and all of it in base64. */
export function keyOf(what: string, pem: string): Credential {
  const lines = pem.split('\n').filter(line => !line.startsWith('-----'));
  return {
    what,
    forms: [lines[0], lines.join(''), base64(pem)],
  };
}

/** What of the credentials is in a text, as `what: where`. */
export function found(
  credentials: readonly Credential[],
  where: string,
  text: string,
): string[] {
  return credentials
    .filter(({ forms }) => forms.some(form => text.includes(form)))
    .map(({ what }) => `${what}: ${where}`);
}

/** {@link found} for every file below a folder; what is not there has nothing. */
export async function foundInFiles(
  credentials: readonly Credential[],
  folder: string,
): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const hits = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        // It may be gone already: then it was not left behind.
        const text = await readFile(file, 'latin1').catch(() => '');
        return found(credentials, file, text);
      }),
  );
  return hits.flat();
}

function base64(text: string) {
  return Buffer.from(text).toString('base64');
}
