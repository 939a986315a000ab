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

import { stringify } from 'yaml';
import { seededRandom } from '../engine/schedule';
import { ImportReport } from '../model/result';
import { SampleFile, sampleFiles } from './__testUtils__/sampleFiles';
import { importPerformance } from './importPerformance';

/** A broken file, and how it was broken. */
interface Broken {
  how: string;
  data: string | Uint8Array;
}

const WRONG_NUMBERS: [string, unknown][] = [
  ['a negative number', -5],
  ['a huge number', 1e300],
  ['a word', 'abc'],
  ['a list', [1]],
  ['an object', { a: 1 }],
  ['a truth value', true],
  ['NaN as text', 'NaN'],
];
const WRONG_TEXTS: [string, unknown][] = [
  ['a list', ['x']],
  ['an object', { a: 1 }],
  ['a truth value', false],
];
const WRONG_CONTAINERS: [string, unknown][] = [
  ['a number', 7],
  ['a word', 'abc'],
  ['a truth value', true],
];
const WRONG_ENUMS: [string, unknown][] = [
  ['an unknown word', 'BOGUS'],
  ['an unknown number', 99],
  ['a list', [1]],
];
const WRONG_TIMES: [string, unknown][] = [
  ['a word', 'yesterday'],
  ['a negative text', '-5s'],
  ['a list', [1]],
  ['a truth value', true],
];

function withValue(
  content: Record<string, unknown>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(content));
  const steps = path.split('/');
  const last = steps.pop()!;
  let target = copy;
  for (const step of steps) {
    target = target[step];
  }
  if (!(last in target)) {
    throw new Error(`The sample has no "${path}"`);
  }
  if (value === undefined) {
    delete target[last];
  } else {
    target[last] = value;
  }
  return copy;
}

/** Every single wrong value of a document, as JSON and as YAML by turns. */
function wrongValues(sample: SampleFile): Broken[] {
  const content = sample.content as Record<string, unknown>;
  const broken: Broken[] = [];
  const add = (path: string, how: string, value: unknown) => {
    const document = withValue(content, path, value);
    const asYaml = broken.length % 2 === 1;
    broken.push({
      how: `${path} is ${how}`,
      data: asYaml
        ? stringify(document, { aliasDuplicateObjects: false })
        : JSON.stringify(document, null, 1),
    });
  };
  const addAll = (paths: string[] = [], values: [string, unknown][]) =>
    paths.forEach(path => values.forEach(([how, v]) => add(path, how, v)));
  addAll(sample.numbers, WRONG_NUMBERS);
  addAll(sample.texts, WRONG_TEXTS);
  addAll(sample.containers, WRONG_CONTAINERS);
  addAll(sample.enums, WRONG_ENUMS);
  addAll(sample.times, WRONG_TIMES);
  addAll(sample.required, [['missing', undefined]]);
  return broken;
}

/** Damage that any file can take: cut off, binary, too deep, an alias bomb. */
function damages(sample: SampleFile, count: number): Broken[] {
  const isText = typeof sample.content === 'string';
  const text = isText
    ? (sample.content as string).trimEnd()
    : JSON.stringify(sample.content);
  const random = seededRandom(text.length);
  const broken: Broken[] = [
    { how: 'binary', data: Uint8Array.from({ length: 64 }, (_, i) => i * 7) },
    { how: 'gzip', data: Uint8Array.of(0x1f, 0x8b, 8, 0, 0) },
    { how: 'empty', data: '' },
    { how: 'blank', data: ' \n\t\n' },
    { how: 'NUL', data: `${text}\u0000` },
    { how: 'too deep JSON', data: `{"a":${'['.repeat(5000)}` },
    { how: 'too deep, closed', data: `${'['.repeat(99)}${']'.repeat(99)}` },
    { how: 'too deep YAML', data: `a: ${'['.repeat(500)}` },
    { how: 'too deep YAML lists', data: '- '.repeat(3000) },
    { how: 'alias bomb', data: aliasBomb() },
    { how: 'a word', data: 'hello' },
    { how: 'a number', data: '42' },
    { how: 'a list of nothing', data: '[]' },
    { how: 'an object of nothing', data: '{}' },
    { how: 'NaN in JSON', data: '{"DurationHistogram": NaN}' },
  ];
  // Text formats tell by their last line that they are whole, so that a cut before it is a cut.
  const end = isText ? lastLineStart(text) : text.length;
  while (broken.length < count) {
    const at = 1 + Math.floor(random() * (end - 1));
    broken.push({ how: `cut off at ${at}`, data: text.slice(0, at) });
  }
  return broken;
}

function lastLineStart(text: string): number {
  const at = text.lastIndexOf('\n');
  return at === -1 ? text.length : at;
}

function aliasBomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++) {
    const alias = `*a${i - 1}`;
    lines.push(`a${i}: &a${i} [${Array(9).fill(alias).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

/** Lines of a text format with one number spoiled. */
function spoiledLines(sample: SampleFile, count: number): Broken[] {
  const text = sample.content as string;
  const broken: Broken[] = [];
  const numbers = [...text.matchAll(/(?<=[\s=])\d+(\.\d+)?(?=[\s\]%,]|$)/g)];
  const random = seededRandom(7);
  const tail = text.indexOf('Value');
  const usable = numbers.filter(
    // What stands in the table or the totals is checked; prose before it is not.
    m => tail !== -1 && m.index > tail && !isUnread(text, m.index),
  );
  while (usable.length > 0 && broken.length < count) {
    const match = usable[Math.floor(random() * usable.length)];
    const value = ['-1', 'x', '1e400'][broken.length % 3];
    broken.push({
      how: `"${match[0]}" at ${match.index} is ${value}`,
      data:
        text.slice(0, match.index) +
        value +
        text.slice(match.index + match[0].length),
    });
  }
  return broken;
}

/** The last column of the table and the last footer only repeat what is known. */
function isUnread(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const line = text.slice(lineStart, text.indexOf('\n', at));
  const columns = text.slice(lineStart, at).trim().split(/\s+/).length;
  const isTotals = /requests in|Socket|Non-2xx/.test(line);
  return (
    /^#\[Buckets/.test(line) ||
    isTotals ||
    (/^\s+\d/.test(line) && columns >= 3)
  );
}

function brokenFiles(sample: SampleFile): Broken[] {
  const values =
    typeof sample.content === 'string'
      ? spoiledLines(sample, 60)
      : wrongValues(sample);
  return [...values, ...damages(sample, Math.max(60, 200 - values.length))];
}

/** A clear error: not empty, says more than a code, and nothing came out of what is broken. */
function complaint(report: ImportReport): string | undefined {
  if (report.errors.length === 0) {
    return 'no error';
  }
  const [first] = report.errors;
  return first.message.length < 10 ? `unclear: "${first.message}"` : undefined;
}

describe.each(Object.entries(sampleFiles))('%s', (_name, sample) => {
  const text =
    typeof sample.content === 'string'
      ? sample.content
      : JSON.stringify(sample.content);

  it('is read without an error when it is good', () => {
    const report = importPerformance(text);
    expect(report.errors).toEqual([]);
    expect(report.format).toBe(sample.format);
    expect(report.counts!.objects).toBeGreaterThan(0);
  });

  it('gives a clear error for each of 200 ways to break it', () => {
    const files = brokenFiles(sample);
    expect(files.length).toBeGreaterThanOrEqual(200);
    const silent = files
      .map(({ how, data }) => [how, complaint(importPerformance(data))])
      .filter(([, problem]) => problem !== undefined);
    expect(silent).toEqual([]);
  });
});
