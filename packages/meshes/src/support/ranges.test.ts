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

import { rangeInWords } from './ranges';

describe('rangeInWords', () => {
  it.each([
    ['>=1.32.0 <1.37.0', '1.32 to 1.36'],
    ['>=1.31.0', '1.31 or newer'],
    ['<1.33.0', '1.32 or older'],
    ['>=1.2.1 <=1.5.1', '1.2.1 to 1.5.1'],
    ['~1.6.1', '1.6 from 1.6.1'],
    ['~1.4.0', '1.4'],
    ['>=1.5.0 <2.0.0', '1.5 or newer, but older than 2.0'],
    ['<=1.4.1', '1.4.1 or older'],
    ['1.x || 2.x', '1.x || 2.x'],
  ])('%s is "%s"', (range, words) => {
    expect(rangeInWords(range)).toBe(words);
  });
});
