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

import { changePoints } from './changePoints';
import { ksTest } from './distance';
import { a12, cliffsDelta, equivalent, hodgesLehmann, holm } from './effects';
import { mannWhitney, mannWhitneyAsymptotic, smallestP } from './mannWhitney';
import { welchTest } from './welch';

/** Values of scipy 1.10.1, R 4.2.2 and Apache Otava for the same samples. */
const A = [101.2, 99.8, 100.4, 102.0, 98.9, 100.7, 101.5, 99.1, 100.1, 100.9];
const B = [
  104.0, 103.1, 105.2, 102.7, 104.4, 103.9, 106.0, 102.2, 104.8, 103.5,
];
const TIED_A = [10, 10, 11, 12, 12, 13];
const TIED_B = [11, 12, 12, 14, 15, 15];

describe('two samples without ties', () => {
  it('have the exact Mann-Whitney p of scipy', () => {
    const { u, p, method } = mannWhitney(A, B);
    expect(u).toBe(100);
    expect(method).toBe('exact');
    expect(p).toBeCloseTo(1.082508822446903e-5, 19);
  });

  it('have the asymptotic p of scipy, corrected for continuity', () => {
    expect(mannWhitneyAsymptotic(A, B)).toBeCloseTo(1.8267179110955e-4, 16);
  });

  it.each([
    [0.95, 2.4, 4.6],
    [0.98, 2.2, 4.8],
    [0.9, 2.6, 4.4],
  ])('have the Hodges-Lehmann interval at %s', (confidence, low, high) => {
    const { shift, interval } = hodgesLehmann(A, B, confidence);
    expect(shift).toBeCloseTo(3.5, 10);
    expect(interval[0]).toBeCloseTo(low, 10);
    expect(interval[1]).toBeCloseTo(high, 10);
  });

  it('have effects of complete separation', () => {
    expect(cliffsDelta(A, B)).toBe(1);
    expect(a12(A, B)).toBe(1);
  });

  it('have the Welch test of scipy', () => {
    const { t, degreesOfFreedom, p } = welchTest(A, B);
    expect(t).toBeCloseTo(7.2288083459925945, 12);
    expect(degreesOfFreedom).toBeCloseTo(17.62044771038415, 12);
    expect(Math.abs(p / 1.1413343672940744e-6 - 1)).toBeLessThan(1e-12);
  });

  it('have the Kolmogorov-Smirnov distance and its exact p', () => {
    const { d, p } = ksTest(A, B);
    expect(d).toBe(1);
    expect(p).toBeCloseTo(1.0825e-5, 9);
  });

  it('are equivalent only within a margin that holds the 90 % interval', () => {
    expect(equivalent(A, B, 4.5).equivalent).toBe(true);
    expect(equivalent(A, B, 4.3).equivalent).toBe(false);
  });
});

describe('two samples with ties', () => {
  it('have U and p of scipy by the normal distribution', () => {
    const { u, p, method } = mannWhitney(TIED_A, TIED_B);
    expect(u).toBe(28.5);
    expect(method).toBe('asymptotic');
    expect(p).toBeCloseTo(0.10122077690805986, 14);
  });

  it('have the Hodges-Lehmann shift and interval of R', () => {
    const { shift, interval } = hodgesLehmann(TIED_A, TIED_B);
    expect(shift).toBe(2);
    expect(interval).toEqual([0, 4]);
  });

  it('have p 1 where all values are equal', () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5]).p).toBe(1);
    expect(welchTest([5, 5, 5], [5, 5, 5]).p).toBe(1);
  });
});

describe('small samples', () => {
  it.each([
    [3, 0.1],
    [4, 0.02857],
    [5, 0.00794],
    [6, 0.00216],
  ])('%i per side reach no smaller p than %s', (n, p) => {
    expect(smallestP(n, n)).toBeCloseTo(p, 4);
  });

  it('are refused with what is wrong', () => {
    expect(() => mannWhitney([], [1])).toThrow('The first sample is empty');
    expect(() => mannWhitney([1], [NaN])).toThrow('"NaN"');
  });
});

describe('Holm', () => {
  it('multiplies by the number of tests that are left, and never falls', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) =>
      expect(corrected[i]).toBeCloseTo(p, 12),
    );
  });
});

describe('change points', () => {
  const up = [10.2, 9.9, 10.1, 10.0, 9.8, 10.3, 10.1, 9.9, 10.0, 10.2];
  const high = [11.1, 11.3, 10.9, 11.2, 11.0, 11.4, 11.1, 10.8, 11.2, 11.0];
  const down = [10.1, 10.0, 10.2, 9.9, 10.0, 10.3, 9.8, 10.1, 10.0, 10.2];
  const series = [...up, ...high, ...down];

  it('have the index, q, p and magnitude of Otava', () => {
    const points = changePoints(series, { window: 50, maxP: 0.001 });
    expect(points.map(p => p.index)).toEqual([10, 20]);
    expect(points[0].q).toBeCloseTo(8.466667, 6);
    expect(points[1].q).toBeCloseTo(8.422222, 6);
    expect(points[0].p).toBeCloseTo(2.292598e-11, 17);
    expect(points[1].p).toBeCloseTo(1.913692e-11, 17);
    expect(points[0].magnitude).toBeCloseTo(0.104478, 6);
    expect(points[1].magnitude).toBeCloseTo(0.10338, 6);
  });

  it('below the smallest magnitude are dropped', () => {
    expect(changePoints(series, { minMagnitude: 0.2 })).toEqual([]);
  });

  it('are not found in a level series, nor in nothing', () => {
    expect(changePoints(up)).toEqual([]);
    expect(changePoints([7, 7, 7, 7, 7, 7])).toEqual([]);
    expect(changePoints([])).toEqual([]);
  });

  it('are found across windows', () => {
    const long = Array.from({ length: 200 }, (_, i) =>
      i < 120 ? 100 + (i % 3) : 130 + (i % 3),
    );
    expect(changePoints(long, { window: 30 }).map(p => p.index)).toEqual([120]);
  });
});
