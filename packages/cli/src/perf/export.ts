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
import { Option, type Command } from 'commander';
import {
  ExportError,
  exportFormats,
  exportPerformance,
  importPerformance,
  type Exported,
  type ExportFormat,
  type LoadProfile,
} from '@meshplane/benchmark';
import { exits, UsageError } from '../exits';
import { readInput, reason } from '../files';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { readResults } from './results/readResults';

interface ExportOptions {
  format: ExportFormat;
  out?: string;
  syntax?: 'json' | 'yaml';
}

const PROFILE_FORMATS: ReadonlySet<ExportFormat> = new Set([
  'meshplane-profile',
  'smp-test-config',
  'meshery-performance-profile',
]);

/** `perf export`: a profile or a result in the format of another tool. */
export function addExport(perf: Command, host: Host): void {
  const command = perf
    .command('export')
    .description(
      'Write profiles and results in the formats of other tools; what a format has no place for is told',
    )
    .argument('<file>', 'profile, result, or folder of results; "-" is stdin')
    .addOption(
      new Option('--format <format>', 'format to write')
        .choices(exportFormats)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--syntax <syntax>',
        'of formats that have both (default: as it was read)',
      ).choices(['json', 'yaml']),
    )
    .option('--out <file>', 'file to write (default: stdout)');
  asVerb<[string], ExportOptions>(command, host, ([file], options, terminal) =>
    exportFile(file, options, terminal),
  );
}

async function exportFile(
  file: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<Report> {
  const exported = await inFormat(file, options, terminal);
  for (const loss of exported.losses) {
    terminal.tell(`warning: the format has no place for: ${loss}\n`);
  }
  const { text, mediaType, losses } = exported;
  const common = { format: options.format, mediaType, losses };
  if (options.out === undefined) {
    return { exit: exits.fine, json: { ...common, content: text }, text };
  }
  const target = path.resolve(terminal.cwd, options.out);
  try {
    await writeFile(target, text);
  } catch (error) {
    throw new UsageError(`--out: cannot write "${target}": ${reason(error)}`);
  }
  return {
    exit: exits.fine,
    json: { ...common, file: target },
    text: `written to ${target}`,
  };
}

async function inFormat(
  file: string,
  { format, syntax }: ExportOptions,
  terminal: Terminal,
): Promise<Exported> {
  try {
    const exportable = PROFILE_FORMATS.has(format)
      ? { profiles: await profilesOf(terminal, file) }
      : { results: await readResults(terminal, [file], 'FILE') };
    return exportPerformance(format, exportable, syntax);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new UsageError(`--format: ${error.message}`);
  }
}

/** The profiles of a file; of a result, the one that ran. */
async function profilesOf(
  terminal: Terminal,
  file: string,
): Promise<LoadProfile[]> {
  const data = await readInput(terminal, file, 'FILE');
  const report = importPerformance(data, { fileName: file });
  if (report.errors.length > 0) {
    throw new UsageError(
      `FILE: "${file}" cannot be read:`,
      report.errors.map(error => ({ file, ...error })),
    );
  }
  const profiles =
    report.profiles.length > 0
      ? report.profiles
      : report.results.flatMap(({ profile }) => (profile ? [profile] : []));
  if (profiles.length === 0) {
    throw new UsageError(
      `FILE: "${file}" holds no profile, and its results do not tell theirs`,
    );
  }
  return profiles;
}
