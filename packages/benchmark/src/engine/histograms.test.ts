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
import {
  encodeHistogram,
  mergeHistograms,
  newHistogram,
  toDistribution,
  toHistogram,
} from './histograms';
import { LatencyCounts } from './LatencyCounts';

const microseconds = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 1, max: 120_000_000 }),
);
const samples = fc.array(microseconds, { maxLength: 200 });
const digits = fc.constantFrom(2 as const, 3 as const);

const countsOf = (values: number[], precision: 2 | 3 = 3) => {
  const counts = new LatencyCounts(precision);
  values.forEach(value => counts.recordMs(value / 1000));
  return counts;
};

const encoded = (values: number[]) =>
  encodeHistogram(toHistogram(countsOf(values)));

describe('LatencyCounts', () => {
  it('has the buckets of an HdrHistogram', () => {
    fc.assert(
      fc.property(samples, digits, (values, precision) => {
        const reference = newHistogram(precision);
        values.forEach(value => reference.recordValue(value));
        expect(
          encodeHistogram(toHistogram(countsOf(values, precision))),
        ).toEqual(encodeHistogram(reference));
      }),
      { seed: 5 },
    );
  });

  it('counts what lies outside as the nearer limit', () => {
    const counts = new LatencyCounts(3);
    [-5, 0, 0.0001, 121_000, Infinity, NaN].forEach(value =>
      counts.recordMs(value),
    );
    const histogram = toHistogram(counts);
    expect(histogram.totalCount).toBe(6);
    expect(histogram.minNonZeroValue).toBe(1);
    expect(histogram.getValueAtPercentile(50)).toBe(1);
    expect(histogram.getValueAtPercentile(100)).toBeGreaterThanOrEqual(
      119_900_000,
    );
  });

  it('gives its counts away once, and takes those of others', () => {
    fc.assert(
      fc.property(samples, samples, (some, more) => {
        const sum = countsOf(some);
        const other = countsOf(more);
        sum.addSparse(other.takeSparse());
        expect(other.total).toBe(0);
        expect(other.takeSparse()).toEqual([]);
        expect(encodeHistogram(toHistogram(sum))).toEqual(
          encoded([...some, ...more]),
        );
      }),
      { seed: 5 },
    );
  });
});

describe('mergeHistograms', () => {
  it('equals one histogram of all samples, however they are grouped', () => {
    fc.assert(
      fc.property(samples, samples, samples, (a, b, c) => {
        const total = a.length + b.length + c.length;
        const parts = [a, b, c].map(encoded);
        const flat = mergeHistograms(parts, total);
        const left = mergeHistograms(
          [
            encodeHistogram(
              mergeHistograms(parts.slice(0, 2), a.length + b.length),
            ),
            parts[2],
          ],
          total,
        );
        expect(encodeHistogram(flat)).toEqual(encoded([...a, ...b, ...c]));
        expect(encodeHistogram(left)).toEqual(encodeHistogram(flat));
        expect(
          encodeHistogram(mergeHistograms([...parts].reverse(), total)),
        ).toEqual(encodeHistogram(flat));
      }),
      { seed: 5 },
    );
  });

  it('notices samples that were lost', () => {
    expect(() => mergeHistograms([encoded([1, 2, 3])], 4)).toThrow(
      'The merged histogram has 3 samples instead of 4',
    );
  });
});

describe('toDistribution', () => {
  it('lists percentiles in microseconds', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i + 1);
    expect(toDistribution(toHistogram(countsOf(values)))).toMatchObject({
      count: 1000,
      min: 1,
      max: 1000,
      percentiles: { '50': 500, '90': 900, '99': 990, '99.9': 999 },
    });
  });

  it('says nothing of an empty histogram', () => {
    expect(toDistribution(newHistogram())).toBeUndefined();
  });
});
