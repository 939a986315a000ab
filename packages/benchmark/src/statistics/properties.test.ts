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
import { ksDistance, ksTest, wasserstein1 } from './distance';
import { a12, cliffsDelta, hodgesLehmann, holm } from './effects';
import { mannWhitney, uCounts } from './mannWhitney';
import { RunMetric } from './metrics';
import { mannKendall, theilSen } from './trend';
import { compareRuns, Verdict } from './verdict';
import { runWith } from '../__testUtils__/runs';

/** Whole numbers, so that shifting them is exact. */
const value = fc.integer({ min: -1000, max: 1000 });
const sample = fc.array(value, { minLength: 1, maxLength: 12 });
const positive = fc.array(fc.integer({ min: 50, max: 200 }), {
  minLength: 5,
  maxLength: 9,
});
const buckets = fc
  .array(
    fc.record({
      to: fc.integer({ min: 1, max: 500 }),
      count: fc.integer({ min: 1, max: 50 }),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map(list =>
    list
      .sort((x, y) => x.to - y.to)
      .map(({ to, count }) => ({ from: to, to, count })),
  );

describe('Mann-Whitney', () => {
  it('counts every arrangement of ranks once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        (n, m) => {
          const choose = Array.from({ length: n }, (_, i) => i + 1).reduce(
            (product, i) => (product * (m + i)) / i,
            1,
          );
          const counts = uCounts(n, m);
          const total = counts.reduce((s, c) => s + c, 0);
          expect(total).toBe(Math.round(choose));
          expect([...counts].reverse()).toEqual(counts);
        },
      ),
    );
  });

  it('gives the same p to swapped sides, and U that add up', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const ab = mannWhitney(a, b);
        const ba = mannWhitney(b, a);
        expect(ab.p).toBeCloseTo(ba.p, 12);
        expect(ab.u + ba.u).toBe(a.length * b.length);
        expect(ab.p).toBeGreaterThan(0);
        expect(ab.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('sees ranks only: any rising transformation changes nothing', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const cube = (x: number) => x ** 3 + x;
        expect(mannWhitney(a.map(cube), b.map(cube))).toEqual(
          mannWhitney(a, b),
        );
      }),
    );
  });
});

describe('Hodges-Lehmann', () => {
  it('moves with a shift of one side, interval and all', () => {
    fc.assert(
      fc.property(sample, sample, value, (a, b, by) => {
        const before = hodgesLehmann(a, b);
        const after = hodgesLehmann(
          a,
          b.map(x => x + by),
        );
        expect(after.shift).toBeCloseTo(before.shift + by, 9);
        expect(after.interval[0]).toBe(before.interval[0] + by);
        expect(after.interval[1]).toBe(before.interval[1] + by);
      }),
    );
  });

  it('lies in its interval, which grows with the confidence', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const narrow = hodgesLehmann(a, b, 0.8);
        const wide = hodgesLehmann(a, b, 0.99);
        expect(narrow.interval[0]).toBeLessThanOrEqual(narrow.shift);
        expect(narrow.interval[1]).toBeGreaterThanOrEqual(narrow.shift);
        expect(wide.interval[0]).toBeLessThanOrEqual(narrow.interval[0]);
        expect(wide.interval[1]).toBeGreaterThanOrEqual(narrow.interval[1]);
      }),
    );
  });

  it('is mirrored by swapped sides, as are the effects', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(hodgesLehmann(b, a).shift).toBeCloseTo(
          -hodgesLehmann(a, b).shift,
          9,
        );
        expect(cliffsDelta(b, a)).toBeCloseTo(-cliffsDelta(a, b), 12);
        expect(a12(a, b) + a12(b, a)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('Holm', () => {
  it('never makes a p smaller, keeps the order, and stays between plain and Bonferroni', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 8 }), list => {
        const corrected = holm(list);
        list.forEach((x, i) => {
          expect(corrected[i]).toBeGreaterThanOrEqual(x);
          expect(corrected[i]).toBeLessThanOrEqual(
            Math.min(1, x * list.length),
          );
          const isKept = list.every(
            (y, j) => !(x < y) || corrected[i] <= corrected[j],
          );
          expect(isKept).toBe(true);
        });
      }),
    );
  });
});

describe('distances', () => {
  it('are symmetric and zero to themselves', () => {
    fc.assert(
      fc.property(buckets, buckets, (a, b) => {
        expect(ksDistance(a, b)).toBeCloseTo(ksDistance(b, a), 12);
        expect(wasserstein1(a, b)).toBeCloseTo(wasserstein1(b, a), 9);
        expect(ksDistance(a, a)).toBe(0);
        expect(wasserstein1(a, a)).toBe(0);
        expect(ksDistance(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of Wasserstein is the shift where one distribution is the other one moved', () => {
    fc.assert(
      fc.property(buckets, fc.integer({ min: 1, max: 500 }), (a, by) => {
        const moved = a.map(({ from, to, count }) => ({
          from: from + by,
          to: to + by,
          count,
        }));
        expect(wasserstein1(a, moved)).toBeCloseTo(by, 6);
      }),
    );
  });

  it('of Kolmogorov-Smirnov has a p between 0 and 1', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { p } = ksTest(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('trend', () => {
  it('is mirrored by a reversed series', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 30 }), list => {
        const forward = mannKendall(list);
        const backward = mannKendall([...list].reverse());
        expect(backward.s).toBe(forward.s === 0 ? 0 : -forward.s);
        expect(backward.p).toBeCloseTo(forward.p, 12);
      }),
    );
  });

  it('finds the slope of a straight line', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), value, (slope, start) => {
        const points = Array.from({ length: 20 }, (_, second) => ({
          second,
          value: start + slope * second,
        }));
        expect(theilSen(points).slope).toBeCloseTo(slope, 9);
      }),
    );
  });
});

describe('the verdict', () => {
  const mirrored: Record<Verdict, Verdict> = {
    regression: 'improvement',
    improvement: 'regression',
    'no change': 'no change',
    inconclusive: 'inconclusive',
  };
  const metric: RunMetric = {
    name: 'level',
    unit: 'ms',
    lowerIsBetter: true,
    scale: 'relative',
    threshold: 0.05,
    value: result => Number(result.labels.level),
  };
  const runs = (levels: number[]) =>
    levels.map(level => runWith({ labels: { level: String(level) } }));

  it('is mirrored by swapped sides', () => {
    const seen = new Set<Verdict>();
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.integer({ min: -40, max: 200 }),
        (a, b, by) => {
          const moved = b.map(x => x + by);
          const forward = compareRuns(runs(a), runs(moved), {
            metrics: [metric],
          });
          const backward = compareRuns(runs(moved), runs(a), {
            metrics: [metric],
          });
          seen.add(forward.verdict!);
          expect(backward.verdict).toBe(mirrored[forward.verdict!]);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining(['regression', 'inconclusive']),
    );
  });
});
