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

import type { BoardVariable } from './boardModel';
import { substitute } from './variables';

const variable = (over: Partial<BoardVariable> & { name: string }) => ({
  type: 'query',
  multi: false,
  includeAll: false,
  query: undefined,
  ...over,
});

const TIME = { from: 0, to: 3_600_000, stepSeconds: 20, scrapeSeconds: 15 };

describe('substitute', () => {
  it('replaces what belongs to the window', () => {
    const { text } = substitute(
      'rate(a[$__rate_interval]) + b[${__interval}] + c[$__range] + $__range_s + $__interval_ms',
      [],
      TIME,
    );
    expect(text).toBe('rate(a[60s]) + b[20s] + c[3600s] + 3600 + 20000');
  });

  it.each([
    [{ current: { value: 'a"b' } }, 'x="a\\"b"'],
    [{ includeAll: true, current: { value: '$__all' } }, 'x=".*"'],
    [
      { includeAll: true, allValue: 'all', current: { value: ['$__all'] } },
      'x="all"',
    ],
    [{ multi: true, current: { value: ['a', 'b'] } }, 'x="(a|b)"'],
    [{ type: 'constant', query: 'fixed' }, 'x="fixed"'],
    [{ type: 'textbox', current: { value: '' }, query: '' }, 'x=""'],
    [{ current: {} }, 'x=".*"'],
  ])('takes %j', (over, expected) => {
    const { text, unknown } = substitute(
      'x="[[v]]"',
      [variable({ name: 'v', ...over })],
      TIME,
    );
    expect(text).toBe(expected);
    expect(unknown).toEqual([]);
  });

  it('leaves groups of regular expressions alone and names what it does not know', () => {
    const { text, unknown } = substitute(
      'label_replace(a, "b", "$1", "c", "(.*)$") * $missing * ${__from:date}',
      [],
      TIME,
    );
    expect(text).toContain('"$1"');
    expect(text).toContain('"(.*)$"');
    expect(unknown).toEqual(['missing', '__from:date']);
  });
});
