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

import { gateTarget } from './gateTarget';
import { parseThreshold, ThresholdSyntaxError } from './threshold';

describe('parseThreshold', () => {
  it.each([
    ['p(99)<250', { kind: 'percentile', percentile: 99 }, '<', 250, undefined],
    [
      'p(99.9) <= 1.5e3',
      { kind: 'percentile', percentile: 99.9 },
      '<=',
      1500,
      undefined,
    ],
    [' p99<0.25s ', { kind: 'percentile', percentile: 99 }, '<', 0.25, 's'],
    ['med>10ms', { kind: 'percentile', percentile: 50 }, '>', 10, 'ms'],
    ['avg>=3', { kind: 'avg' }, '>=', 3, undefined],
    ['min<.5', { kind: 'min' }, '<', 0.5, undefined],
    ['max!=7', { kind: 'max' }, '!=', 7, undefined],
    ['rate<0.01', { kind: 'rate' }, '<', 0.01, undefined],
    ['rate<1%', { kind: 'rate' }, '<', 1, '%'],
    ['count===0', { kind: 'count' }, '==', 0, undefined],
  ] as const)('reads %s', (text, aggregation, operator, value, unit) => {
    const parsed = parseThreshold(text);
    expect(parsed).toMatchObject({
      aggregation,
      operator,
      value,
      delta: false,
    });
    expect(parsed.unit).toBe(unit);
  });

  it('reads changes against a baseline', () => {
    expect(parseThreshold('delta(p99)<5%')).toMatchObject({
      delta: true,
      aggregation: { kind: 'percentile', percentile: 99 },
      value: 5,
      unit: '%',
    });
    expect(parseThreshold('delta( rate ) > -2 %').value).toBe(-2);
  });

  it.each([
    ['', 1, 'p(N)'],
    ['p(99', 5, '")"'],
    ['p()<1', 3, 'a percentile'],
    ['p(101)<1', 3, 'from 0 to 100'],
    ['p(99)250', 6, 'one of'],
    ['p(99)<', 7, 'a number'],
    ['p(99)<x', 7, 'a number'],
    ['p(99)<1e999', 7, 'a number'],
    ['p(99)<250 and more', 11, 'nothing more'],
    ['mean<5', 1, 'p(N)'],
    ['delta(p99)<5', 13, '"%"'],
    ['delta(p99<5%', 10, '")"'],
    ['p(99)<5%', 8, 'a unit'],
    ['rate<5ms', 7, '"%"'],
    ['count<5s', 8, 'a unit'],
  ])('refuses "%s" at position %i', (text, position, expected) => {
    let error: unknown;
    try {
      parseThreshold(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ThresholdSyntaxError);
    expect((error as ThresholdSyntaxError).position).toBe(position);
    expect((error as Error).message).toContain(expected);
    expect((error as Error).message).toContain(`"${text}"`);
  });
});

describe('gateTarget', () => {
  it('takes a bare rate for that of errors, and the names of k6', () => {
    const of = (metric: string, threshold: string) =>
      gateTarget({ metric, threshold }).metric;
    expect(of('latency', 'rate<0.01')).toBe('errors');
    expect(of('http_req_failed', 'rate<0.01')).toBe('errors');
    expect(of('http_req_duration', 'p(95)<200')).toBe('latency');
    expect(of('http_reqs', 'rate>100')).toBe('rate');
  });

  it('reads the endpoint', () => {
    expect(
      gateTarget({ metric: 'latency{endpoint:cart}', threshold: 'p(50)<9' })
        .endpoint,
    ).toBe('cart');
  });

  it.each([
    ['speed', 'p(99)<1', 'no metric "speed"'],
    ['errors', 'p(99)<1', 'has no "p(99)"'],
    ['service', 'rate<1', 'has no "rate"'],
    ['rate', 'rate>5%', 'requests per second'],
  ])('refuses %s with %s', (metric, threshold, message) => {
    expect(() => gateTarget({ metric, threshold })).toThrow(message);
  });
});
