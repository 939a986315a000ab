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
  editValues,
  insertValue,
  mergeValues,
  placeOf,
  readValues,
} from './valuesDocument';

const TEXT = `# ours
pilot:
  replicaCount: 2 # two zones
  env:
    A: "1"
global:
  proxy: {}
`;

describe('reading values', () => {
  it('names line and column of a mistake', () => {
    const { values, problems } = readValues('a: 1\nb: [1, 2\nc: 3\n');
    expect(values).toBeUndefined();
    expect(problems[0]).toMatchObject({ line: 3, column: 1 });
    expect(problems[0].message).not.toContain('\n');
  });

  it('takes an empty text for no values, and refuses what is no mapping', () => {
    expect(readValues('').values).toEqual({});
    expect(readValues('# only a comment\n').values).toEqual({});
    expect(readValues('- a\n').problems[0].message).toContain('mapping');
    expect(readValues('a: *missing\n').problems).toHaveLength(1);
  });

  it('finds the place of a path, or of the nearest key above it', () => {
    expect(placeOf(TEXT, ['pilot', 'env', 'A'])).toMatchObject({
      line: 5,
      column: 5,
    });
    expect(placeOf(TEXT, ['global', 'proxy', 'resources'])).toMatchObject({
      line: 7,
      column: 3,
    });
    expect(placeOf(TEXT, ['nothing'])).toMatchObject({ line: 1, column: 1 });
  });
});

describe('editing values', () => {
  it('changes one value and keeps order, comments and quotes', () => {
    expect(
      editValues(TEXT, ['pilot'], { replicaCount: 3, env: { A: '1' } }),
    ).toBe(TEXT.replace('replicaCount: 2', 'replicaCount: 3'));
  });

  it('adds and removes without touching the rest', () => {
    const added = editValues(TEXT, [], {
      pilot: { replicaCount: 2, env: { A: '1', B: 'x' } },
      global: { proxy: {} },
    });
    expect(added).toContain('replicaCount: 2 # two zones');
    expect(added).toContain('B: x');
    expect(readValues(added).values).toEqual({
      pilot: { replicaCount: 2, env: { A: '1', B: 'x' } },
      global: { proxy: {} },
    });
    const removed = editValues(added, ['pilot', 'env'], {
      A: undefined,
      B: undefined,
    });
    expect(readValues(removed).values).toEqual({
      pilot: { replicaCount: 2 },
      global: { proxy: {} },
    });
    expect(removed).toContain('# ours');
  });

  it('is idempotent: writing what is there changes no byte', () => {
    expect(editValues(TEXT, [], readValues(TEXT).values)).toBe(TEXT);
    const odd = 'b:   1\n\n\na: "x"\n';
    expect(editValues(odd, ['b'], 1)).toBe(odd);
  });

  it('starts a document that is empty or has comments only', () => {
    expect(editValues('', ['pilot', 'enabled'], true)).toBe(
      'pilot:\n  enabled: true\n',
    );
    const text = editValues('# ours\n', ['a'], 1);
    expect(readValues(text).values).toEqual({ a: 1 });
    expect(text).toContain('# ours');
    expect(editValues('a: 1\n', ['a'], undefined)).toBe('');
  });

  it('refuses to edit a text that cannot be read, instead of losing it', () => {
    expect(() => editValues('a: [1\n', ['b'], 2)).toThrow(/^Line /);
  });

  it('adds an empty mapping for the reader to go on from', () => {
    expect(insertValue('a: 1 # one\n', ['pilot', 'env'], {})).toBe(
      'a: 1 # one\npilot:\n  env: {}\n',
    );
    expect(insertValue('', ['env'], { A: '1' })).toBe('env:\n  A: "1"\n');
  });

  it('changes the type of a value', () => {
    expect(editValues('a: "1"\n', ['a'], true)).toBe('a: true\n');
    expect(readValues(editValues('a: 1\n', ['a'], '1')).values).toEqual({
      a: '1',
    });
  });
});

describe('laying values over others', () => {
  it('merges mappings, replaces the rest, and removes with null', () => {
    expect(
      mergeValues(
        { a: { b: 1, c: 2 }, list: [1, 2], gone: true },
        { a: { c: 3 }, list: [3], gone: null },
      ),
    ).toEqual({ a: { b: 1, c: 3 }, list: [3] });
  });
});
