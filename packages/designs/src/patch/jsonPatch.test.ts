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

import fc from 'fast-check';
import { applyJsonPatch } from './applyJsonPatch';
import { jsonDiff } from './jsonDiff';
import { keysOfPointer, pointerOf } from './jsonPointer';

const json = fc.jsonValue({ maxDepth: 4 });

describe('JSON patches', () => {
  it('lead from one value to the other, whatever the values are', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(applyJsonPatch(before, jsonDiff(before, after))).toEqual({
          value: after,
        });
      }),
    );
  });

  it('leave the value alone that they are applied to', () => {
    const before = { list: [1, { a: 1 }] };
    applyJsonPatch(before, [
      { op: 'add', path: '/list/0', value: 0 },
      { op: 'replace', path: '/list/2/a', value: 2 },
    ]);
    expect(before).toEqual({ list: [1, { a: 1 }] });
  });

  it.each([
    ['an object that is missing', '/spec/replicas', 'there is no "spec"'],
    ['a place behind the end', '/list/3', 'the list has 1 items'],
    ['a name in a list', '/list/first', '"first" is no index of a list'],
    ['a key of a text', '/text/0', 'there is nothing that could hold "0"'],
    ['what is no pointer', 'list', 'the path is no JSON pointer'],
  ])('say that they stumble over %s', (_, path, message) => {
    const patched = applyJsonPatch({ list: [1], text: 'one' }, [
      { op: 'add', path: '/fine', value: 1 },
      { op: 'replace', path, value: 1 },
    ]);
    expect(patched).toEqual({ error: expect.stringContaining(message) });
    expect(patched).toEqual({
      error: expect.stringContaining(`Step 2 (replace "${path}")`),
    });
  });
});

describe('JSON pointers', () => {
  it('come back from any keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), keys => {
        expect(keysOfPointer(pointerOf(keys))).toEqual(keys);
      }),
    );
  });
});
