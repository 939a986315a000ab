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
  differenceInUnit,
  inUnit,
  interval,
  latency,
  signedLatency,
  signedPercent,
  significant,
} from './numbers';

it('writes numbers as people read them', () => {
  expect(significant(0.004213)).toBe('0.00421');
  expect(significant(1530.4)).toBe('1,530');
  expect(significant(Number.NaN)).toBe('–');
  expect([840, 12_345, 1_534_000].map(latency)).toEqual([
    '840 µs',
    '12.3 ms',
    '1.53 s',
  ]);
});

it('writes differences with a sign that can be told from a hyphen', () => {
  expect(signedPercent(0.0718)).toBe('+7.18 %');
  expect(signedPercent(-0.05)).toBe('−5 %');
  expect(signedPercent(0)).toBe('0 %');
  expect(signedLatency(-1_300)).toBe('−1.3 ms');
  expect(interval([-0.01, 0.02], signedPercent)).toBe('−1 % to +2 %');
});

it('writes shares as percent and their differences as percentage points', () => {
  expect(inUnit(0.0012, 'share')).toBe('0.12 %');
  expect(differenceInUnit(0.0012, 'share')).toBe('+0.12 pp');
  expect(inUnit(4.2, 'ms')).toBe('4.2 ms');
  expect(differenceInUnit(61_400_000, 'bytes')).toBe('+61.4 MB');
});
