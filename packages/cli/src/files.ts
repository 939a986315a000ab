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

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './exits';
import type { Terminal } from './terminal';

const MIB = 1024 * 1024;
const MAX_STDIN = 256 * MIB;
/** The name of the file that is stdin. */
export const STDIN = '-';

/**
 * A file of the command line in bytes; `-` is stdin.
 *
 * @param named - the flag or argument that names the file, for messages
 * @throws UsageError if it cannot be read
 */
export async function readInput(
  terminal: Terminal,
  file: string,
  named: string,
): Promise<Buffer> {
  if (file === STDIN) return readStdin(terminal, named);
  try {
    return await readFile(path.resolve(terminal.cwd, file));
  } catch (error) {
    throw new UsageError(`${named}: cannot read "${file}": ${reason(error)}`);
  }
}

/** Why the file system refused, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of its path is no folder';
    case 'EACCES':
      return 'it may not be accessed';
    default:
      return message;
  }
}

async function readStdin(terminal: Terminal, named: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of terminal.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_STDIN) {
      throw new UsageError(
        `${named}: stdin holds more than ${MAX_STDIN / MIB} MiB`,
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
