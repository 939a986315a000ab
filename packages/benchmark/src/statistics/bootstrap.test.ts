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
import { bootstrapLatency, bootstrapRatio } from './bootstrap';
import { percentileInterval, quantilesOf, tailCount } from './distribution';

const p99 = { kind: 'percentile', percentile: 99 } as const;

describe('the block bootstrap', () => {
  const stalling = makeRun({
    seconds: 60,
    // Every sixth second is slow as a whole: requests of a second go together.
    latency: (second, random) =>
      (second % 6 === 0 ? 20_000 : 1000) * (0.9 + 0.2 * random()),
  });

  it('holds the value and is wider than the interval that takes requests as independent', () => {
    const percentile = 80;
    const [blocks] = bootstrapLatency(stalling.slices, [
      { kind: 'percentile', percentile },
    ]);
    const quantiles = quantilesOf(stalling.latency.response!);
    const ranks = percentileInterval(quantiles, percentile)!;
    expect(blocks![1] - blocks![0]).toBeGreaterThan(ranks[1] - ranks[0]);
    expect(blocks![0]).toBeLessThanOrEqual(quantiles.at(percentile)! * 1.01);
    expect(blocks![1]).toBeGreaterThanOrEqual(quantiles.at(percentile)! * 0.99);
  });

  it('gives the same for the same seed, and average, minimum and maximum too', () => {
    const statistics = [
      p99,
      { kind: 'avg' },
      { kind: 'min' },
      { kind: 'max' },
    ] as const;
    const once = bootstrapLatency(stalling.slices, statistics, { seed: 5 });
    expect(bootstrapLatency(stalling.slices, statistics, { seed: 5 })).toEqual(
      once,
    );
    const [, avg, min, max] = once;
    expect(avg![0]).toBeGreaterThan(min![1]);
    expect(avg![1]).toBeLessThan(max![0]);
  });

  it('has nothing to say of runs shorter than four blocks or without histograms', () => {
    const short = makeRun({ seconds: 19 });
    expect(bootstrapLatency(short.slices, [p99])).toEqual([undefined]);
    const bare = stalling.slices.map(({ hdr: _, ...slice }) => slice);
    expect(bootstrapLatency(bare, [p99])).toEqual([undefined]);
  });

  it('bounds shares of failures that come in bursts', () => {
    const bursts = makeRun({
      seconds: 60,
      failures: second => (second < 6 ? 100 : 0),
    });
    const [low, high] = bootstrapRatio(bursts.slices, s => ({
      part: s.errors.http_5xx ?? 0,
      whole: s.sent,
    }))!;
    expect(low).toBeLessThan(0.01);
    expect(high).toBeGreaterThan(0.04);
  });
});

describe('the tail of a percentile', () => {
  it.each([
    [10_000, 99, 100],
    [100_000, 99.9, 100],
    [9_999, 99, 99],
    [0, 50, 0],
  ])('%i samples have p%s + %i', (count, percentile, tail) => {
    expect(tailCount(count, percentile)).toBe(tail);
  });
});
