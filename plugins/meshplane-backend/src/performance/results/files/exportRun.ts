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

import { ConflictError, InputError } from '@backstage/errors';
import {
  ExportError,
  exportFormats,
  exportPerformance,
  type ExportFormat,
} from '@meshplane/benchmark';
import type { RunResult } from '@meshplane/benchmark/model';
import type { ExportedFile } from '@meshplane/plugin-meshplane-common';
import type { RunRow, RunStore } from '../../stores/model';
import type { Computer } from '../compute/computeTasks';
import { timelineCsv } from './timelineCsv';

/** The timeline as a table, beside the formats of load tests. */
export const CSV_FORMAT = 'csv';

/** What the name of a file ends in, by its kind. */
const ENDINGS: Record<string, string> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'text/csv': 'csv',
};
const PROFILE_FORMATS: readonly ExportFormat[] = [
  'meshplane-profile',
  'smp-test-config',
  'meshery-performance-profile',
];
const MAX_NAME = 60;

/**
 * A run as a file.
 *
 * @throws InputError for a format that is none, ConflictError where the run has nothing for it
 */
export async function exportRun(
  row: RunRow,
  format: string,
  {
    runs,
    computer,
  }: { runs: Pick<RunStore, 'result' | 'plan'>; computer: Computer },
): Promise<ExportedFile> {
  if (format !== CSV_FORMAT && !isExportFormat(format))
    throw new InputError(
      `There is no export format "${format}"; known are ${[
        ...exportFormats,
        CSV_FORMAT,
      ].join(', ')}`,
    );
  const result = await runs.result(row.id);
  if (format === CSV_FORMAT) {
    if (!result?.slices.length)
      throw new ConflictError(
        `The run "${row.name}" keeps no seconds, so that there is no timeline to export`,
      );
    const { timeline } = await computer.compute('charts', {
      latency: {},
      slices: result.slices,
    });
    return fileOf(row, format, {
      text: timelineCsv(timeline),
      mediaType: 'text/csv',
      losses: [],
    });
  }
  const profile = result?.profile ?? (await runs.plan(row.id))?.load;
  const content = PROFILE_FORMATS.includes(format)
    ? { profiles: profile && [profile] }
    : { results: result && [namedAs(row, result)] };
  if (!content.profiles && !content.results)
    throw new ConflictError(
      `The run "${row.name}" has no ${
        PROFILE_FORMATS.includes(format) ? 'load that is known' : 'result'
      } to export`,
    );
  try {
    return fileOf(row, format, exportPerformance(format, content));
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new ConflictError(
      `The run "${row.name}" cannot be written as "${format}": ${error.message}`,
    );
  }
}

/** With the name and release that people have given it. */
function namedAs(row: RunRow, result: RunResult): RunResult {
  return row.origin === 'import'
    ? result
    : {
        ...result,
        name: row.name,
        labels: {
          ...result.labels,
          ...row.labels,
          ...(row.release && { version: row.release }),
        },
      };
}

function fileOf(
  { id, name }: RunRow,
  format: string,
  exported: { text: string; mediaType: string; losses: string[] },
): ExportedFile {
  const { text, mediaType, losses } = exported;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, MAX_NAME);
  const ending = ENDINGS[mediaType] ?? (format === 'hgrm' ? 'hgrm' : 'txt');
  return {
    fileName: `${[slug, id, format].filter(Boolean).join('-')}.${ending}`,
    mediaType,
    content: Buffer.from(text).toString('base64'),
    warnings: losses,
  };
}

function isExportFormat(format: string): format is ExportFormat {
  return (exportFormats as readonly string[]).includes(format);
}
