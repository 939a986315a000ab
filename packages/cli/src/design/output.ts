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

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../exits';
import { reason } from '../files';
import type { Terminal } from '../terminal';

/**
 * Writes a file of the command line, with the folders that lead to it.
 *
 * @returns its absolute path
 * @throws UsageError if that is not possible
 */
export async function writeOutput(
  terminal: Terminal,
  file: string,
  content: string,
): Promise<string> {
  const target = path.resolve(terminal.cwd, file);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  } catch (error) {
    throw new UsageError(`--out: cannot write "${target}": ${reason(error)}`);
  }
  return target;
}

/** `3 objects`, `1 object`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
