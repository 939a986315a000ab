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

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { runCli } from '@meshplane/cli';
import {
  diffDesigns,
  exportDesign,
  exportFormats,
  importText,
  readDesign,
  type Design,
} from '@meshplane/designs';
import { resolveHelm, resolveKubectl } from '@meshplane/local-cluster';
import { formatsPage, type Row } from './formatsPage';

/** Real files of other projects; not part of this repository. Where they are, they lie beside it. */
const FILES = resolve(__dirname, '../../../../shared/data/designs');
const PAGE = resolve(__dirname, '../../../docs/designs-formats.md');

/** Charts that render nothing with their own values. */
const VALUES: Readonly<Record<string, string>> = {
  'helm/istio-tag-chart/': 'base: { tags: { default: { revision: "1-22" } } }',
};

jest.setTimeout(5 * 60_000);

interface Entry {
  file: string;
  format: string;
  objects: number;
  expect: Row['expect'];
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meshplane-formats-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function importJson(args: readonly string[]) {
  let stdout = '';
  await runCli(['design', 'import', ...args, '--output', 'json'], {
    stdin: Readable.from(['']),
    write: async text => {
      stdout += text;
    },
    tell: () => {},
    interactive: false,
    cwd: folder,
    signal: new AbortController().signal,
    now: () => new Date(0),
  });
  return JSON.parse(stdout);
}

async function rowOf(entry: Entry): Promise<Row> {
  const values = VALUES[entry.file];
  if (values) await writeFile(join(folder, 'values.yaml'), values);
  const report = await importJson([
    ...[resolve(FILES, entry.file), '--out', '-'],
    ...(values ? ['--values', 'values.yaml'] : []),
  ]);
  return {
    file: entry.file,
    format: entry.format,
    expect: entry.expect,
    stated: entry.objects,
    found: report.found,
    taken: report.objects,
    preserved: report.preserved,
    stripped: report.stripped,
    accepted: report.errors.length === 0,
    returns: returnsAs(entry.format, report.content),
  };
}

/** Whether the design says the same after a way through its own format; undefined for formats that are only read. */
function returnsAs(name: string, content?: string): boolean | undefined {
  const format = exportFormats.find(one => one === name);
  if (!format || content === undefined || format === 'helm') return undefined;
  if (format === 'kustomize') return undefined;
  const { design } = readDesign(content);
  if (!design) return false;
  const again = importText(exportDesign(design, format).files[0].content);
  return (
    again.design !== undefined &&
    diffDesigns(bare(design), bare(again.design)).same
  );
}

/** A design without what only its file is concerned with, among it keys that the import mended. */
function bare(design: Design): Design {
  return {
    ...design,
    name: 'the same',
    preserved: undefined,
    components: design.components.map(one => ({
      ...one,
      preserved: undefined,
    })),
    relationships: design.relationships.map(one => ({
      ...one,
      preserved: undefined,
    })),
  };
}

async function rows(): Promise<Row[]> {
  if (!existsSync(FILES)) return [];
  const manifest = JSON.parse(
    await readFile(resolve(FILES, 'manifest.json'), 'utf8'),
  ) as Entry[];
  const result: Row[] = [];
  for (const entry of manifest) result.push(await rowOf(entry));
  return result;
}

describe('files of other projects', () => {
  it('are imported as the page of the documentation says, where they are at hand', async () => {
    const before = { ...process.env };
    process.env.HELM_BIN = await resolveHelm();
    process.env.KUBECTL_BIN = await resolveKubectl();
    const all = await rows().finally(() => {
      process.env = before;
    });
    const page = all.length > 0 ? formatsPage(all) : undefined;
    if (page !== undefined && process.env.UPDATE_DOCS === '1') {
      await writeFile(PAGE, page);
    }
    const committed = await readFile(PAGE, 'utf8');
    expect(page ?? committed).toBe(committed);

    const wrong = all.filter(
      ({ expect: wanted, accepted, taken, found, returns }) =>
        accepted !== (wanted === 'accept') ||
        (accepted && taken !== found) ||
        returns === false,
    );
    expect(wrong).toEqual([]);
  });
});
