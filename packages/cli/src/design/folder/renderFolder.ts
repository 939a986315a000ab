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
import { parse } from 'yaml';
import {
  importText,
  isOtherFormat,
  type Design,
  type ImportReport,
  type Parameter,
} from '@meshplane/designs';
import { findProgram, runProgram, type Ran } from '../programs';

/** What the programs that render get along. */
export interface RenderOptions {
  /** Files with values for charts, absolute. */
  values: readonly string[];
  /** Namespace of the release, for charts. */
  namespace?: string;
}

const PARAMETER = /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/;

/** The objects of a chart, and its values as parameters. */
export async function renderChart(
  folder: string,
  { values, namespace }: RenderOptions,
  signal: AbortSignal,
): Promise<ImportReport> {
  const helm = await findProgram('helm');
  const name = path.basename(folder);
  const release =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'release';
  const ran = await runProgram(
    helm,
    [
      ...['template', release, folder, '--include-crds', '--skip-tests'],
      ...values.flatMap(file => ['--values', file]),
      ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ],
    signal,
  );
  const report = reportOf(ran, 'helm', name);
  return report.design
    ? { ...report, design: await withValues(report.design, folder) }
    : report;
}

/** The objects that kustomize builds out of a folder. */
export async function buildKustomization(
  folder: string,
  signal: AbortSignal,
): Promise<ImportReport> {
  const kubectl = await findProgram('kubectl');
  const ran = await runProgram(kubectl, ['kustomize', folder], signal);
  return reportOf(ran, 'kustomize', path.basename(folder));
}

function reportOf(ran: Ran, format: string, name: string): ImportReport {
  if ('error' in ran) {
    return {
      format,
      objects: { in: 0, out: 0, opaque: 0 },
      preserved: 0,
      stripped: 0,
      errors: [{ message: ran.error }],
      warnings: [],
    };
  }
  // Lines are those of what was rendered, which nobody sees; what is wrong there says its own.
  const report = importText(ran.stdout, { fileName: name });
  if (!isOtherFormat(report)) return { ...report, format };
  const hint =
    format === 'helm' ? ' with these values; give others with --values' : '';
  return {
    ...report,
    format,
    errors: [{ message: `It renders no objects${hint}` }],
  };
}

/** Values are kept as parameters without targets: only the chart knows where they go. */
async function withValues(design: Design, folder: string): Promise<Design> {
  let values: unknown;
  try {
    values = parse(await readFile(path.join(folder, 'values.yaml'), 'utf8'));
  } catch {
    // A chart needs none; one that cannot be read has already failed to render.
    return design;
  }
  if (typeof values !== 'object' || values === null) return design;
  const parameters = Object.entries(values)
    .filter(([key, value]) => PARAMETER.test(key) && value !== null)
    .map(
      ([name, value]): Parameter => ({
        name,
        default: value,
        schema: {},
        targets: [],
      }),
    );
  return { ...design, parameters };
}
