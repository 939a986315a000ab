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
import { importPerformance, type ImportReport } from '@meshplane/benchmark';
import { detailLine, exits, type ExitCode } from '../exits';
import { readInput, STDIN } from '../files';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { ResultFolder } from './results/resultFolder';
import { describeRun } from './text/describeRun';

interface ImportOptions {
  out?: string;
  latencyUnit?: 'ms' | 's';
  hdrUnit?: 'ns' | 'us' | 'ms';
}

/** `perf import`: what a file of any known format holds. */
export function addImport(perf: Command, host: Host): void {
  const command = perf
    .command('import')
    .description(
      'Read profiles and results of SMP, Meshery, Fortio, Nighthawk, k6, wrk, wrk2, vegeta and HdrHistogram',
    )
    .argument('<file>', 'file to read; "-" is stdin')
    .option('--out <folder>', 'keep the results in this folder of results')
    .addOption(
      new Option(
        '--latency-unit <unit>',
        'of SMP results, some of which hold seconds under a name that says ms',
      ).choices(['ms', 's']),
    )
    .addOption(
      new Option('--hdr-unit <unit>', 'of bare histograms').choices([
        'ns',
        'us',
        'ms',
      ]),
    );
  asVerb<[string], ImportOptions>(command, host, ([file], options, terminal) =>
    importFile(file, options, terminal),
  );
}

async function importFile(
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<Report> {
  const data = await readInput(terminal, file, 'FILE');
  const report = importPerformance(data, {
    fileName: file === STDIN ? undefined : file,
    latencyUnit: options.latencyUnit,
    hdrUnit: options.hdrUnit,
  });
  for (const error of report.errors) {
    terminal.tell(`error: ${detailLine({ file, ...error })}\n`);
  }
  for (const warning of report.warnings) {
    terminal.tell(`warning: ${detailLine({ file, ...warning })}\n`);
  }
  const folders: string[] = [];
  if (options.out !== undefined && report.results.length > 0) {
    const results = new ResultFolder(
      path.resolve(terminal.cwd, options.out),
      terminal.now,
    );
    await results.prepare();
    for (const result of report.results)
      folders.push(await results.add(result));
  }
  return {
    exit: exitOf(report),
    json: { ...report, ...(options.out === undefined ? {} : { folders }) },
    text: importText(report, folders),
  };
}

/** Nothing readable is wrong input; a part that could not be read is a failed check of the whole. */
function exitOf(report: ImportReport): ExitCode {
  if (report.errors.length === 0) return exits.fine;
  return report.profiles.length + report.results.length === 0
    ? exits.usage
    : exits.failed;
}

function importText(report: ImportReport, folders: string[]): string {
  const { format, profiles, results, errors, warnings } = report;
  const counts = [
    [profiles.length, 'profile'],
    [results.length, 'result'],
    [errors.length, 'error'],
    [warnings.length, 'warning'],
  ] as const;
  return [
    `${format}: ${counts
      .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`)
      .join(', ')}`,
    ...profiles.map(
      ({ name, endpoints }) =>
        `\nprofile ${name}: ${endpoints.map(({ url }) => url).join(', ')}`,
    ),
    ...results.flatMap(result => ['', ...describeRun(result)]),
    ...folders.map(folder => `\nkept in ${folder}`),
  ].join('\n');
}
