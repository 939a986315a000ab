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

import path from 'node:path';
import { Option, type Command } from 'commander';
import {
  exportDesign,
  exportFormats,
  type ExportFormat,
} from '@meshplane/designs';
import { exits, UsageError } from '../exits';
import { STDIN } from '../files';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { counted, writeOutput } from './output';
import { readOneDesign } from './readSource';

interface ExportOptions {
  format: ExportFormat;
  out: string;
  designVersion?: string;
}

/** `design export`: a design in the format of another tool. */
export function addExport(design: Command, host: Host): void {
  const command = design
    .command('export')
    .description(
      'Write a design in another format; what the format has no place for is told',
    )
    .argument('<design>', 'file or folder in any known format; "-" is stdin')
    .addOption(
      new Option('--format <format>', 'format to write')
        .choices(exportFormats)
        .makeOptionMandatory(),
    )
    .option(
      '--out <folder>',
      'folder to write into; "-" is stdout, for formats of one file',
      STDIN,
    )
    .option(
      '--design-version <version>',
      'version of the chart, or of the design of Meshery',
    );
  asVerb<[string], ExportOptions>(
    command,
    host,
    ([source], options, terminal) => exportSource(source, options, terminal),
  );
}

async function exportSource(
  source: string,
  { format, out, designVersion }: ExportOptions,
  terminal: Terminal,
): Promise<Report> {
  const design = await readOneDesign(terminal, source, 'DESIGN');
  const { files, warnings } = exportDesign(design, format, {
    version: designVersion,
  });
  for (const warning of warnings) terminal.tell(`warning: ${warning}\n`);
  if (out === STDIN) {
    if (files.length > 1) {
      throw new UsageError(
        `--out: "${format}" is ${files.length} files, which need a folder`,
      );
    }
    return {
      exit: exits.fine,
      json: { format, files, warnings },
      text: files[0].content,
    };
  }
  const written: string[] = [];
  for (const { path: name, content } of files) {
    written.push(await writeOutput(terminal, path.join(out, name), content));
  }
  return {
    exit: exits.fine,
    json: { format, files: written.map(file => ({ path: file })), warnings },
    text: [`${counted(written.length, 'file')} written:`, ...written].join(
      '\n',
    ),
  };
}
