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

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { importText } from '../importers/importDesign';
import { isDictionary } from '../importers/Importer';
import { mendBlankKeys } from '../importers/meshery/blankKeys';
import { withoutAccessData } from '../importers/meshery/registrant';
import { writeDesign } from '../model/canonical';
import { readDesign } from '../model/readDesign';
import type { Design } from '../model/design';
import { flattenList } from '../objects/kubernetesObject';
import { exportDesign } from './exportDesign';
import { exportFormats, type ExportFormat } from './Exporter';

/** Real files of other projects; not part of this repository. Where they are, they lie beside it. */
const FILES = resolve(__dirname, '../../../../../shared/data/designs');

interface Entry {
  file: string;
  format: string;
  expect: 'accept' | 'empty' | 'reject';
}

const manifest: Entry[] = existsSync(FILES)
  ? (
      JSON.parse(
        readFileSync(resolve(FILES, 'manifest.json'), 'utf8'),
      ) as Entry[]
    ).filter(entry => !entry.file.endsWith('/') && entry.expect === 'accept')
  : [];
const textOf = ({ file }: Entry) => readFileSync(resolve(FILES, file), 'utf8');
const designs = new Map<string, Design>();
/** Each file once: some are large. */
const read = (entry: Entry): Design => {
  const design =
    designs.get(entry.file) ??
    importText(textOf(entry), { fileName: entry.file }).design!;
  designs.set(entry.file, design);
  return design;
};
const ofFormat = (format: string) =>
  manifest.filter(entry => entry.format === format);
const written = (design: Design, format: ExportFormat) =>
  exportDesign(design, format).files[0].content;

const withoutData = (component: unknown): unknown =>
  isDictionary(component) && 'model' in component
    ? { ...component, model: withoutAccessData(component.model).model }
    : component;

/** What the file says, but for what an import mends and leaves out. */
function expected(text: string): unknown {
  const raw = parse(text) as Record<string, unknown>;
  const { value } = mendBlankKeys(raw);
  const mended = value as Record<string, unknown>;
  return Array.isArray(mended.components)
    ? { ...mended, components: mended.components.map(withoutData) }
    : mended;
}

const objectsOf = (text: string): unknown[] =>
  parseAllDocuments(text)
    .map(document => document.toJS() as unknown)
    .filter(one => one !== null)
    .flatMap(one => flattenList(one as never))
    .map(({ value }) => value)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('real files', () => {
  it.each([
    'meshery-design-v1beta1',
    'meshery-design-v1beta3',
    'meshery-pattern-v1alpha2',
  ] as const)('come back from %s as they were', format => {
    for (const entry of ofFormat(format)) {
      // By way of the native format, as a portal keeps them.
      const design = readDesign(writeDesign(read(entry))).design!;
      expect({ [entry.file]: parse(written(design, format)) }).toEqual({
        [entry.file]: expected(textOf(entry)),
      });
    }
  });

  it.each(['kubernetes', 'oam'] as const)(
    'come back from %s with the same objects',
    format => {
      for (const entry of ofFormat(format)) {
        const text = written(read(entry), format);
        expect({ [entry.file]: objectsOf(text) }).toEqual({
          [entry.file]: objectsOf(textOf(entry)),
        });
      }
    },
  );

  it.each(exportFormats)(
    'are written in %s as YAML, twice the same',
    format => {
      for (const entry of manifest) {
        const design = read(entry);
        const { files } = exportDesign(design, format);
        const turned = {
          ...design,
          components: [...design.components].reverse(),
          relationships: [...design.relationships].reverse(),
        };
        expect(exportDesign(turned, format).files).toEqual(files);
        // What is written for Meshery is read below; templates of Helm are no YAML.
        if (format === 'helm' || format.startsWith('meshery')) continue;
        for (const { path, content } of files) {
          const errors = parseAllDocuments(content).flatMap(one => one.errors);
          expect({ [`${entry.file} ${path}`]: errors }).toEqual({
            [`${entry.file} ${path}`]: [],
          });
        }
      }
    },
  );

  it.each([
    'meshery-design-v1beta1',
    'meshery-design-v1beta3',
    'meshery-pattern-v1alpha2',
  ] as const)('keep their objects on the way through %s', format => {
    for (const entry of manifest) {
      const design = read(entry);
      const report = importText(written(design, format));
      expect({
        [entry.file]: [report.format, report.objects.out, report.errors],
      }).toEqual({
        [entry.file]: [format, design.components.length, []],
      });
    }
  });
});
