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
import { writeDesign } from '../model/canonical';
import { readDesign } from '../model/readDesign';
import { importText } from './importDesign';

/** Real files of other projects; not part of this repository. Where they are, they lie beside it. */
const FILES = resolve(__dirname, '../../../../../shared/data/designs');

interface Entry {
  file: string;
  format: string;
  objects: number;
  expect: 'accept' | 'empty' | 'reject';
}

/** Folders are charts and overlays, which programs beside this library render first. */
const manifest: Entry[] = existsSync(FILES)
  ? (
      JSON.parse(
        readFileSync(resolve(FILES, 'manifest.json'), 'utf8'),
      ) as Entry[]
    ).filter(({ file }) => !file.endsWith('/'))
  : [];

const read = ({ file }: Entry) =>
  importText(readFileSync(resolve(FILES, file), 'utf8'), { fileName: file });

describe('real files', () => {
  it('are all read as their manifest says, or lie elsewhere', () => {
    const anyNumber: unknown = expect.any(Number);
    expect(
      manifest.map(entry => {
        const { format, objects, errors, design } = read(entry);
        return {
          file: entry.file,
          in: objects.in,
          out: objects.out,
          taken: errors.length === 0 && design !== undefined,
          ...(entry.expect !== 'reject' && { format }),
        };
      }),
    ).toEqual(
      manifest.map(({ file, format, objects, expect: wanted }) => ({
        file,
        in: wanted === 'reject' ? anyNumber : objects,
        out: wanted === 'accept' ? objects : 0,
        taken: wanted === 'accept',
        ...(wanted !== 'reject' && { format }),
      })),
    );
  });

  it('say in which line they are broken', () => {
    const rejected = manifest.filter(
      ({ expect: wanted }) => wanted === 'reject',
    );
    for (const entry of rejected) {
      const { errors, design } = read(entry);
      expect(design).toBeUndefined();
      expect(errors[0].line).toBeGreaterThan(1);
    }
  });

  it('come back from the native format as they went in', () => {
    const designs = manifest.flatMap(entry => read(entry).design ?? []);
    for (const design of designs) {
      const text = writeDesign(design);
      const again = readDesign(text);
      expect(again.errors).toEqual([]);
      expect(writeDesign(again.design!)).toBe(text);
    }
  });

  it('bring no access data of clusters along', () => {
    const withData = manifest.filter(({ file }) =>
      readFileSync(resolve(FILES, file), 'utf8').includes('"client-key-data"'),
    );
    const reports = withData.map(read);
    expect(reports.every(({ stripped }) => stripped > 0)).toBe(true);
    expect(JSON.stringify(reports)).not.toContain('client-key-data');
  });
});
