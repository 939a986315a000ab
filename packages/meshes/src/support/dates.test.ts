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

import { dateInWords, daysUntilEndOf, monthInWords } from './dates';

describe('daysUntilEndOf', () => {
  it.each([
    ['2026-09-29T23:59:59Z', 1],
    ['2026-09-30T00:00:00Z', 0],
    ['2026-09-30T23:59:59Z', 0],
    ['2026-10-01T00:00:00Z', -1],
    ['2026-10-01T12:00:00Z', -1],
    ['2026-10-02T00:00:00Z', -2],
    ['2026-07-02T12:00:00Z', 90],
  ])('at %s gives %d for 30 September', (now, days) => {
    expect(daysUntilEndOf('2026-09-30', new Date(now))).toBe(days);
  });
});

describe('dates in words', () => {
  it('are the same for every reader', () => {
    expect(dateInWords('2026-09-05')).toBe('5 September 2026');
    expect(monthInWords('2026-11-30')).toBe('November 2026');
  });
});
