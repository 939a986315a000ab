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
import {
  importText,
  isOtherFormat,
  joinDesigns,
  type ImportMessage,
  type ImportReport,
} from '@meshplane/designs';
import { planBuilds } from './kustomizations';
import {
  buildKustomization,
  renderChart,
  type RenderOptions,
} from './renderFolder';
import { walkFolder, type FolderContent } from './walkFolder';

/** A report on one file or rendered folder, by its path from the folder that was named. */
interface Part {
  file: string;
  report: ImportReport;
}

/**
 * Everything in a folder as one design: charts and kustomizations rendered, all other YAML and JSON read as it is. Files
 * in other formats are told and left out; a mistake in one file leaves no design.
 */
export async function importFolder(
  folder: string,
  options: RenderOptions,
  signal: AbortSignal,
): Promise<ImportReport> {
  const content = await walkFolder(folder);
  const warnings: ImportMessage[] = content.leaving.map(file => ({
    file,
    message: 'This link leads out of the folder, and is not read',
  }));
  const plan = await planBuilds(content);
  if (plan.errors.length > 0) {
    return joined([], folder, warnings, plan.errors, 'kustomize');
  }
  const parts = await partsOf(content, plan.roots, options, signal);
  const others = parts.filter(({ report }) => isOtherFormat(report));
  others.forEach(({ file }) =>
    warnings.push({
      file,
      message: 'This is none of the known formats, and left out',
    }),
  );
  const designs = parts.filter(part => !others.includes(part));
  return joined(designs, folder, warnings, [], 'unknown');
}

async function partsOf(
  content: FolderContent,
  kustomizations: readonly string[],
  options: RenderOptions,
  signal: AbortSignal,
): Promise<Part[]> {
  const { root, files, charts } = content;
  const parts: Part[] = [];
  const add = (at: string, report: ImportReport) =>
    parts.push({ file: path.relative(root, at) || '.', report });
  for (const chart of charts) {
    const leaving = content.leaving.filter(link =>
      path.join(root, link).startsWith(chart + path.sep),
    );
    // Helm follows links wherever they lead.
    if (leaving.length > 0) {
      add(chart, refusal(`The chart holds links that leave it: ${leaving}`));
    } else add(chart, await renderChart(chart, options, signal));
  }
  for (const folder of kustomizations) {
    add(folder, await buildKustomization(folder, signal));
  }
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    add(file, importText(text, { fileName: path.basename(file) }));
  }
  return parts;
}

function refusal(message: string): ImportReport {
  return {
    format: 'helm',
    objects: { in: 0, out: 0, opaque: 0 },
    preserved: 0,
    stripped: 0,
    errors: [{ message }],
    warnings: [],
  };
}

function joined(
  parts: readonly Part[],
  folder: string,
  warnings: readonly ImportMessage[],
  errors: readonly ImportMessage[],
  format: string,
): ImportReport {
  const sum = (of: (report: ImportReport) => number) =>
    parts.reduce((total, { report }) => total + of(report), 0);
  const messages = (of: 'errors' | 'warnings') =>
    parts.flatMap(({ file, report }) =>
      report[of].map(message => ({ file, ...message })),
    );
  const all: ImportMessage[] = [...errors, ...messages('errors')];
  if (parts.length === 0 && all.length === 0) {
    all.push({ message: `There is no design in "${folder}"` });
  }
  const formats = [...new Set(parts.map(({ report }) => report.format))];
  const designs = parts.flatMap(({ report }) => report.design ?? []);
  return {
    format: formats.length > 1 ? 'mixed' : formats[0] ?? format,
    ...(all.length === 0 && {
      design: joinDesigns(designs, path.basename(path.resolve(folder))),
    }),
    objects: {
      in: sum(({ objects }) => objects.in),
      // Nothing is taken where one file is broken.
      out: all.length === 0 ? sum(({ objects }) => objects.out) : 0,
      opaque: sum(({ objects }) => objects.opaque),
    },
    preserved: sum(({ preserved }) => preserved),
    stripped: sum(({ stripped }) => stripped),
    errors: all,
    warnings: [...warnings, ...messages('warnings')],
  };
}
