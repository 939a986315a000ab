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

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  importPerformance,
  runResultSchema,
  type ImportOptions,
  type RunResult,
} from '@meshplane/benchmark';
import { UsageError } from '../../exits';
import { readInput, STDIN } from '../../files';
import type { Terminal } from '../../terminal';
import { RESULT_FILE } from './resultFolder';

/**
 * The results in files and folders. A folder is one run, or holds one subfolder for each run, or files of results.
 *
 * @param named - the argument or flag that names the places, for messages
 * @throws UsageError that names the file, if one cannot be read or holds no result
 */
export async function readResults(
  terminal: Terminal,
  places: readonly string[],
  named: string,
  options: ImportOptions = {},
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const place of places) {
    for (const file of await filesOf(terminal, place, named)) {
      results.push(...(await readFileResults(terminal, file, named, options)));
    }
  }
  return results;
}

async function filesOf(
  terminal: Terminal,
  place: string,
  named: string,
): Promise<string[]> {
  if (place === STDIN) return [place];
  const absolute = path.resolve(terminal.cwd, place);
  const kind = await stat(absolute).catch(() => undefined);
  // What is not there is said by the one who reads it.
  if (!kind?.isDirectory()) return [place];
  const entries = await readdir(absolute, { withFileTypes: true });
  if (entries.some(({ name }) => name === RESULT_FILE)) {
    return [path.join(absolute, RESULT_FILE)];
  }
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // A hidden folder is a run that is being written.
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const file = path.join(absolute, entry.name, RESULT_FILE);
    if (await isFile(file)) files.push(file);
  }
  if (files.length === 0) {
    throw new UsageError(`${named}: the folder "${place}" holds no result`);
  }
  return files;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

async function readFileResults(
  terminal: Terminal,
  file: string,
  named: string,
  options: ImportOptions,
): Promise<RunResult[]> {
  const data = await readInput(terminal, file, named);
  const printed = printedResults(data);
  if (printed) return printed;
  const report = importPerformance(data, { fileName: file, ...options });
  if (report.errors.length > 0) {
    throw new UsageError(
      `${named}: "${file}" cannot be read as a result:`,
      report.errors.map(error => ({ file, ...error })),
    );
  }
  if (report.results.length === 0) {
    throw new UsageError(
      `${named}: "${file}" holds a load profile, not a result`,
    );
  }
  for (const { message } of report.warnings) {
    terminal.tell(`warning: ${file}: ${message}\n`);
  }
  return report.results;
}

/** What `perf run --output json` printed: results among other facts. `undefined` for everything else. */
function printedResults(data: Buffer): RunResult[] | undefined {
  if (!data.subarray(0, 9).toString('utf8').startsWith('{"runs":')) {
    return undefined;
  }
  try {
    const { runs } = JSON.parse(data.toString('utf8')) as {
      runs: { result: unknown }[];
    };
    const parsed = runs.map(({ result }) => runResultSchema.safeParse(result));
    return parsed.every(({ success }) => success)
      ? parsed.map(({ data: result }) => result as RunResult)
      : undefined;
  } catch {
    // The importer says what is wrong with it.
    return undefined;
  }
}
