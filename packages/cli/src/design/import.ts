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
import type { Command } from 'commander';
import { writeDesign, type ImportReport } from '@meshplane/designs';
import { exits } from '../exits';
import { STDIN } from '../files';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { counted, writeOutput } from './output';
import { readSource, tellAll } from './readSource';

interface ImportOptions {
  out?: string;
  values?: string[];
  namespace?: string;
}

/** `design import`: what a file or folder in any known format holds. */
export function addImport(design: Command, host: Host): void {
  const command = design
    .command('import')
    .description(
      'Read designs and patterns of Meshery, OAM, Docker Compose, manifests, charts and kustomizations',
    )
    .argument('<source>', 'file or folder to read; "-" is stdin')
    .option('--out <file>', 'write the design here; "-" is stdout')
    .option('--values <files...>', 'values for a chart, in the order of files')
    .option('--namespace <name>', 'namespace of the release of a chart');
  asVerb<[string], ImportOptions>(
    command,
    host,
    ([source], options, terminal) => importSource(source, options, terminal),
  );
}

async function importSource(
  source: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<Report> {
  const report = await readSource(terminal, source, 'SOURCE', {
    values: (options.values ?? []).map(file =>
      path.resolve(terminal.cwd, file),
    ),
    namespace: options.namespace,
  });
  tellAll(terminal, 'error', source, report.errors);
  tellAll(terminal, 'warning', source, report.warnings);
  const { design, objects } = report;
  const text = design && writeDesign(design);
  const toStdout = options.out === STDIN;
  const file =
    text !== undefined && options.out !== undefined && !toStdout
      ? await writeOutput(terminal, options.out, text)
      : undefined;
  return {
    exit: design ? exits.fine : exits.usage,
    json: {
      format: report.format,
      ...(design && { name: design.name }),
      objects: objects.out,
      found: objects.in,
      opaque: objects.opaque,
      preserved: report.preserved,
      stripped: report.stripped,
      errors: report.errors,
      warnings: report.warnings,
      ...(file !== undefined && { file }),
      ...(toStdout && text !== undefined && { content: text }),
    },
    text: toStdout && text !== undefined ? text : describe(report, file),
  };
}

function describe(report: ImportReport, file: string | undefined): string {
  const { format, design, objects, preserved, stripped } = report;
  if (!design) {
    return `${format}: nothing was taken; ${counted(
      report.errors.length,
      'mistake',
    )}`;
  }
  const kinds = new Map<string, number>();
  for (const { kind } of design.components) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [
    `${format}: "${design.name}", ${objects.out} of ${counted(
      objects.in,
      'object',
    )} taken`,
    ...[...kinds].sort().map(([kind, count]) => `  ${count} ${kind}`),
    ...(preserved > 0
      ? [`${counted(preserved, 'field')} kept for an export to this format`]
      : []),
    ...(stripped > 0 ? [`${counted(stripped, 'credential')} left out`] : []),
    ...(file === undefined ? [] : [`written to ${file}`]),
  ].join('\n');
}
