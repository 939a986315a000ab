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

import {
  importPerformance,
  loadProfileSchema,
  type LoadProfile,
} from '@meshplane/benchmark';
import { UsageError, type Detail } from '../exits';
import { readInput } from '../files';
import type { Terminal } from '../terminal';
import { applyOptions } from './applyOptions';
import { checkGates } from './gates';
import type { ProfileOptions } from './options/profileOptions';

/** Flags by the field of a profile that they set, so that a message names what was typed. */
const FLAG_OF: [RegExp, keyof ProfileOptions, string][] = [
  [/^endpoints\.\d+\.url$/, 'url', '--url'],
  [/^endpoints\.\d+\.method$/, 'method', '--method'],
  [/^load\.stages/, 'stages', '--stages'],
  [/^load\.pipelining$/, 'pipelining', '--pipelining'],
  [/^connections$/, 'connections', '--connections'],
  [/^threads$/, 'threads', '--threads'],
  [/^warmupSeconds$/, 'warmup', '--warmup'],
  [/^gates/, 'gates', '--gates'],
  [/^name$/, 'name', '--name'],
];

/**
 * The load that a command line describes: a profile file with the options over it, or the options alone.
 *
 * @param file - path, `-` for stdin, or `undefined`
 * @throws UsageError that names the flag, or the field of the file
 */
export async function buildProfile(
  terminal: Terminal,
  file: string | undefined,
  options: ProfileOptions,
): Promise<{ profile: LoadProfile; warnings: string[] }> {
  const warnings: string[] = [];
  const base =
    file === undefined
      ? undefined
      : await readProfile(terminal, file, options.only, warnings);
  if (!base && options.url === undefined) {
    throw new UsageError(
      'What is to be measured? Give a profile file, or --url with --rate and --duration',
    );
  }
  const raw = await applyOptions(terminal, base, options);
  const parsed = loadProfileSchema.safeParse(raw);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }): Detail => {
      const field = path.join('.');
      const flag = FLAG_OF.find(
        ([pattern, option]) =>
          pattern.test(field) && options[option] !== undefined,
      );
      return { path: flag?.[2] ?? field, message };
    });
    throw new UsageError('The load cannot be run as described:', details);
  }
  checkGates(
    parsed.data.gates,
    options.gates ? '--gates' : `the gates of "${file}"`,
  );
  return { profile: parsed.data, warnings };
}

async function readProfile(
  terminal: Terminal,
  file: string,
  only: string | undefined,
  warnings: string[],
): Promise<LoadProfile> {
  const data = await readInput(terminal, file, 'PROFILE');
  const report = importPerformance(data, { fileName: file });
  warnings.push(
    ...report.warnings.map(({ line, path, message }) =>
      [file, line && `line ${line}`, path]
        .filter(Boolean)
        .join(', ')
        .concat(`: ${message}`),
    ),
  );
  if (report.errors.length > 0) {
    throw new UsageError(
      `"${file}" cannot be read as a load profile:`,
      report.errors.map(error => ({ file, ...error })),
    );
  }
  return selectProfile(report.profiles, file, only, report.results.length);
}

function selectProfile(
  profiles: LoadProfile[],
  file: string,
  only: string | undefined,
  results: number,
): LoadProfile {
  if (profiles.length === 0) {
    throw new UsageError(
      results > 0
        ? `"${file}" holds a result, not a load profile`
        : `"${file}" holds no load profile`,
    );
  }
  const names = profiles.map(({ name }) => `"${name}"`).join(', ');
  if (only === undefined && profiles.length > 1) {
    throw new UsageError(
      `"${file}" holds ${profiles.length} profiles; say which with --only: ${names}`,
    );
  }
  const found =
    only === undefined
      ? profiles[0]
      : profiles.find(({ name }) => name === only);
  if (!found) {
    throw new UsageError(
      `--only: "${file}" holds no profile "${only}"; it holds ${names}`,
    );
  }
  return found;
}
