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

import { makeRun } from '../__testUtils__/runs';
import { seededRandom } from '../engine/schedule';
import { detectTrend, mannKendall, soakTrends } from './trend';

const series = (seconds: number, value: (second: number) => number) =>
  Array.from({ length: seconds }, (_, second) => ({
    second,
    value: value(second),
  }));

describe('detectTrend', () => {
  it('finds memory that leaks, with slope, interval and unit per hour', () => {
    const random = seededRandom(1);
    const trend = detectTrend(
      series(3600, s => 100 + s / 36 + 5 * random()),
      'MiB',
    );
    expect(trend.verdict).toBe('rising');
    expect(trend.slopePerHour).toBeCloseTo(100, -1);
    expect(trend.interval![0]).toBeLessThan(100);
    expect(trend.interval![1]).toBeGreaterThan(99);
    expect(trend.sentence).toMatch(/^rising: .* MiB per hour \(95 % interval /);
  });

  it('does not see noise as a trend', () => {
    const random = seededRandom(2);
    expect(
      detectTrend(
        series(3600, () => 100 + 20 * random()),
        'MiB',
      ).verdict,
    ).toBe('no trend');
  });

  it('does not report a drift that is certain but tiny', () => {
    expect(
      detectTrend(
        series(600, s => 1000 + s / 600),
        'MiB',
      ).verdict,
    ).toBe('no trend');
  });

  it('says that a handful of points is too short', () => {
    const trend = detectTrend(
      series(5, s => s),
      'MiB',
    );
    expect(trend.verdict).toBe('too short');
    expect(trend.sentence).toContain('5 points');
  });
});

describe('mannKendall', () => {
  it('agrees with the textbook: S, z and p of a series that rises with one setback', () => {
    // S = 45 pairs − 2 · 1 setback; var = 10·9·25/18 = 125; z = 42/√125.
    const { s, z, p } = mannKendall([1, 2, 3, 4, 6, 5, 7, 8, 9, 10]);
    expect(s).toBe(43);
    expect(z).toBeCloseTo(3.75659, 5);
    expect(p).toBeCloseTo(1.7224e-4, 7);
  });
});

describe('soakTrends', () => {
  it('finds latency that creeps while throughput stays', () => {
    const run = makeRun({
      seconds: 120,
      rate: 100,
      latency: (second, random) => 1000 + 20 * second + 100 * random(),
    });
    const trends = soakTrends(run.slices);
    expect(trends.p50.verdict).toBe('rising');
    expect(trends.p50.unit).toBe('ms');
    expect(trends.p99.verdict).toBe('rising');
    expect(trends.throughput.verdict).toBe('no trend');
    expect(trends.errors.verdict).toBe('no trend');
  });
});
