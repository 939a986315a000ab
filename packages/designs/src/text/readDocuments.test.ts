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

import { defaultTextLimits } from './limits';
import { readDocuments } from './readDocuments';

const messages = (text: string, limits = defaultTextLimits) =>
  readDocuments(text, limits).errors.map(({ message }) => message);

describe('readDocuments', () => {
  it('counts documents, leaves empty ones out and knows the lines of values', () => {
    const { documents } = readDocuments('a: 1\n---\n---\nb:\n  - c\n  - d\n');
    expect(documents.map(({ number, line }) => [number, line])).toEqual([
      [1, 1],
      [3, 4],
    ]);
    expect(documents[1].lineOf(['b', 1])).toBe(6);
    expect(documents[1].lineOf(['b', 7, 'x'])).toBe(5);
  });

  it('knows the lines of JSON, too', () => {
    const { documents } = readDocuments('{\n "a": {\n  "b": 1 } }');
    expect(documents[0].lineOf(['a', 'b'])).toBe(3);
  });

  it('says where the text is broken, and gives nothing of it', () => {
    const { documents, errors } = readDocuments('a: 1\n---\nb: [1, 2\n');
    expect(documents).toEqual([]);
    expect(errors[0]).toMatchObject({ document: 2, line: 4 });
  });

  it('stops at aliases that would blow up', () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i === 0 ? 'x' : `*a${i - 1}`)
          .join(', ')}]`,
    );
    expect(messages(rows.join('\n'))[0]).toMatch(/alias/i);
  });

  it.each([
    ['brackets in JSON', '['.repeat(100_000)],
    ['flow collections in YAML', `a: ${'{b: '.repeat(5_000)}`],
    ['valid JSON', `${'['.repeat(500)}${']'.repeat(500)}`],
    [
      'blocks of YAML',
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
  ])('refuses %s nested without end', (_, text) => {
    expect(messages(text)[0]).toContain('nested');
  });

  it('reads no text that is larger than allowed, and no more documents', () => {
    const limits = { ...defaultTextLimits, characters: 10, documents: 1 };
    expect(messages('a: 123456789', limits)).toEqual([
      'The text has 12 characters; at most 10 are read',
    ]);
    expect(messages('a\n---\nb\n', limits)).toEqual([
      'The text has 2 documents; at most 1 are read',
    ]);
  });
});
