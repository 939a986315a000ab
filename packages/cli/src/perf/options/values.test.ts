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

import { duration, header, rate, stages } from './values';

describe('duration', () => {
  it.each([
    ['30s', 30],
    ['500ms', 0.5],
    ['2m', 120],
    ['1h', 3600],
    ['1.5', 1.5],
  ])('reads %s', (text, seconds) => {
    expect(duration(text)).toBe(seconds);
  });

  it.each(['', '10 s x', 's', '-1s', '1d'])('refuses "%s"', text => {
    expect(() => duration(text)).toThrow('It must be a duration');
  });
});

describe('rate', () => {
  it('reads a number, or the word for a closed loop', () => {
    expect(rate('500')).toBe(500);
    expect(rate('max')).toBe('max');
  });

  it.each(['', '0', '-1', 'fast', 'Infinity'])('refuses "%s"', text => {
    expect(() => rate(text)).toThrow('It must be a number above 0, or "max"');
  });
});

describe('stages', () => {
  it('reads rates and ramps', () => {
    expect(stages('100:10s,100..500:1m')).toEqual([
      { from: 100, to: 100, seconds: 10 },
      { from: 100, to: 500, seconds: 60 },
    ]);
  });

  it('names the part that is wrong', () => {
    expect(() => stages('100:10s,fast:1s')).toThrow(
      '"fast:1s" must be RATE:DURATION or FROM..TO:DURATION',
    );
  });
});

describe('header', () => {
  it('keeps colons in the value and collects', () => {
    expect(header('X-Time: 10:30', { A: 'b' })).toEqual({
      A: 'b',
      'X-Time': '10:30',
    });
  });

  it.each(['X-A', ': b', 'X A: b', 'X-A\r: b', 'X-A: b\nX-B: c'])(
    'refuses "%s"',
    text => {
      expect(() => header(text)).toThrow('It must be "Name: value"');
    },
  );
});
