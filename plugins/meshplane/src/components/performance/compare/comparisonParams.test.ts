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

import { prospect, readComparison, runsOnBothSides } from './comparisonParams';

it('reads sides and limits from a link, without repeats and nonsense', () => {
  const input = readComparison(
    new URLSearchParams(
      'a=r1&a=r1&a=r2&b=r3&threshold=0.1&margin=-4&titleB=1.9',
    ),
  );
  expect(input).toEqual({
    a: ['r1', 'r2'],
    b: ['r3'],
    titleA: undefined,
    titleB: '1.9',
    threshold: 0.1,
    margin: undefined,
  });
  expect(readComparison(new URLSearchParams('threshold=lots')).threshold).toBe(
    0.05,
  );
});

it('finds runs that stand on both sides', () => {
  expect(runsOnBothSides({ a: ['r1', 'r2'], b: ['r2'] })).toEqual(['r2']);
});

it('says before comparing whether there can be a verdict', () => {
  expect(prospect(0, 3)).toMatch(/at least one run for each side/);
  expect(prospect(1, 1)).toMatch(/described, not judged/);
  expect(prospect(6, 4)).toMatch(/at least 5 runs per side/);
  expect(prospect(5, 6)).toMatch(/enough runs for a verdict/);
});
