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
import { parse } from 'yaml';
import { exportResult } from './own/own';
import { ExportFormat, exportPerformance } from './exportPerformance';
import { importPerformance } from './importPerformance';

/** Real files of other projects; not part of this repository. Where they are, they lie beside it. */
const FILES = resolve(__dirname, '../../../../../shared/data/smp');

interface Entry {
  file: string;
  format: string;
  objects: number;
  expect: 'accept' | 'empty' | 'reject';
}

const manifest: Entry[] = existsSync(FILES)
  ? JSON.parse(readFileSync(resolve(FILES, 'manifest.json'), 'utf8'))
  : [];

describe('real files', () => {
  it('are all read as their manifest says, or lie elsewhere', () => {
    const read = (entry: Entry) =>
      importPerformance(readFileSync(resolve(FILES, entry.file)), {
        fileName: entry.file,
      });
    const seen = manifest.map(entry => {
      const report = read(entry);
      return {
        file: entry.file,
        objects: report.counts?.objects,
        errors: report.errors.length > 0,
        ...(entry.expect === 'reject' ? {} : { format: report.format }),
      };
    });
    expect(seen).toEqual(
      manifest.map(({ file, objects, expect: wanted, format }) => ({
        file,
        objects: wanted === 'accept' ? objects : 0,
        errors: wanted === 'reject',
        ...(wanted === 'reject' ? {} : { format }),
      })),
    );
  });

  it('come back equal as data in their own format, and their results in ours', () => {
    for (const entry of manifest.filter(e => e.expect === 'accept')) {
      const text = readFileSync(resolve(FILES, entry.file), 'utf8');
      const report = importPerformance(text, { fileName: entry.file });
      const back = exportPerformance(report.format as ExportFormat, report);
      expect(parse(back.text)).toEqual(parse(text));
      for (const result of report.results) {
        const ours = importPerformance(exportResult(result).text);
        expect(ours.errors).toEqual([]);
        expect(ours.results).toEqual([result]);
      }
    }
  });

  it('name the line of a syntax error', () => {
    for (const entry of manifest.filter(e => e.expect === 'reject')) {
      const [error] = importPerformance(
        readFileSync(resolve(FILES, entry.file)),
      ).errors;
      expect(error.line).toBeGreaterThan(1);
      expect(error.message).toContain('YAML');
    }
  });
});
