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
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** An entry of an archive; a text is a file. */
export type ArchiveEntry =
  | string
  | Buffer
  | { type: 'SymbolicLink' | 'Link' | 'CharacterDevice'; linkpath?: string };

/** A `.tgz` with just these entries, however unsound. */
export function archive(entries: Record<string, ArchiveEntry>): Buffer {
  const blocks: Buffer[] = [];
  for (const [path, entry] of Object.entries(entries)) {
    const plain = typeof entry === 'string' || Buffer.isBuffer(entry);
    const content = plain ? Buffer.from(entry) : Buffer.alloc(0);
    const header = new Header({
      path,
      mode: 0o644,
      size: content.length,
      type: plain ? 'File' : entry.type,
      mtime: new Date(0),
      ...(!plain && entry.linkpath && { linkpath: entry.linkpath }),
    });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    blocks.push(
      block,
      content,
      Buffer.alloc((512 - (content.length % 512)) % 512),
    );
  }
  blocks.push(Buffer.alloc(1024));
  return gzipSync(Buffer.concat(blocks));
}

/** A small chart. */
export function chartArchive(
  name: string,
  version: string,
  files: Record<string, string> = {},
): Buffer {
  return archive({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    [`${name}/values.yaml`]: 'a: 1\n',
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]),
    ),
  });
}

/** `sha256:…`. */
export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
