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

import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  importText,
  type Design,
  type ImportMessage,
  type ImportReport,
} from '@meshplane/designs';
import { detailLine, UsageError } from '../exits';
import { readInput, reason, STDIN } from '../files';
import type { Terminal } from '../terminal';
import { importFolder } from './folder/importFolder';
import type { RenderOptions } from './folder/renderFolder';

/** Of one file; larger ones hold no design. */
const MAX_BYTES = 50 * 1024 * 1024;

/**
 * What a file, a folder or stdin holds, in whatever format.
 *
 * @param named - the argument that names it, for messages
 * @throws UsageError if it cannot be read at all
 */
export async function readSource(
  terminal: Terminal,
  source: string,
  named: string,
  options: RenderOptions = { values: [] },
): Promise<ImportReport> {
  if (source !== STDIN) {
    const target = path.resolve(terminal.cwd, source);
    let info;
    try {
      info = await stat(target);
    } catch (error) {
      throw new UsageError(
        `${named}: cannot read "${source}": ${reason(error)}`,
      );
    }
    if (info.isDirectory()) {
      return importFolder(target, options, terminal.signal);
    }
    if (info.size > MAX_BYTES) {
      throw new UsageError(
        `${named}: "${source}" has ${info.size} bytes; at most ${MAX_BYTES} are read`,
      );
    }
  }
  const data = await readInput(terminal, source, named);
  return importText(data.toString('utf8'), {
    fileName: source === STDIN ? '' : path.basename(source),
  });
}

/**
 * The design of a source; warnings go to stderr.
 *
 * @throws UsageError with every mistake, if there is none
 */
export async function readOneDesign(
  terminal: Terminal,
  source: string,
  named: string,
): Promise<Design> {
  const { design, errors, warnings } = await readSource(
    terminal,
    source,
    named,
  );
  if (!design) {
    throw new UsageError(`${named}: "${source}" holds no design:`, [
      ...errors.map(error => ({ ...error, file: error.file ?? source })),
    ]);
  }
  tellAll(terminal, 'warning', source, warnings);
  return design;
}

export function tellAll(
  terminal: Terminal,
  level: 'error' | 'warning',
  source: string,
  messages: readonly ImportMessage[],
): void {
  for (const message of messages) {
    terminal.tell(
      `${level}: ${detailLine({ ...message, file: message.file ?? source })}\n`,
    );
  }
}
