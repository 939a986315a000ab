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

import { distributionOf, measured } from '../__testUtils__/measured';
import { cellsOf, blocksOf } from './cells';
import { heatmapOf } from './heatmap';
import { CURVE_PERCENTILES, runChartsOf } from './runCharts';

/** From 1 ms to 1.99 ms within each second, and 50 ms for one request of each second. */
const latency = (_second: number, request: number) =>
  request === 99 ? 50_000 : 1000 + 10 * request;

describe('charts of a run', () => {
  const result = measured('r', { seconds: 40, latency });
  const charts = runChartsOf(result);
  const at = (percentile: number) =>
    charts.percentiles.response.find(one => one.percentile === percentile)!;

  it('shows the percentile curve as far as its samples carry it', () => {
    expect(CURVE_PERCENTILES).toEqual(
      expect.arrayContaining([0, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999]),
    );
    // 4 000 samples: 400 beyond p90, 40 beyond p99, 4 beyond p99.9.
    expect(at(90)).toMatchObject({ tail: 400, display: 'full' });
    expect(at(99)).toMatchObject({ tail: 40, display: 'grey' });
    expect(at(99.9)).toMatchObject({ tail: 4, display: 'hidden' });
    expect(at(50).value / 1490).toBeCloseTo(1, 2);
    expect(at(99.9).value / 50_000).toBeCloseTo(1, 2);
    expect(charts.percentiles.service).toEqual([]);
  });

  it('has a band of the noise of the run, which holds the curve', () => {
    const { response } = charts.percentiles;
    const shown = response.filter(({ display }) => display !== 'hidden');
    for (const { interval, value } of shown) {
      expect(interval![0]).toBeLessThanOrEqual(value);
      expect(interval![1]).toBeGreaterThanOrEqual(value);
    }
    const hidden = response.filter(({ display }) => display === 'hidden');
    expect(hidden.map(({ interval }) => interval)).toEqual(
      hidden.map(() => undefined),
    );
    // Seconds that go up and down make the median less sure than seconds that are all alike.
    const uneasy = runChartsOf(
      measured('u', {
        seconds: 40,
        latency: second => (Math.floor(second / 5) % 2 ? 2000 : 1000),
      }),
    );
    const median = uneasy.percentiles.response.find(
      ({ percentile }) => percentile === 50,
    )!;
    expect(median.interval![1] - median.interval![0]).toBeGreaterThan(900);
    expect(at(50).interval![1] - at(50).interval![0]).toBeLessThan(50);
    expect(runChartsOf(measured('again', { seconds: 40, latency }))).toEqual(
      charts,
    );
  });

  it('has no band for a run that is too short to show its noise', () => {
    const { percentiles } = runChartsOf(measured('s', { seconds: 15 }));
    expect(percentiles.response.map(({ interval }) => interval)).toEqual(
      CURVE_PERCENTILES.map(() => undefined),
    );
  });

  it('shows latency over time in at most 40 buckets of equal ratio, with every request in one', () => {
    const { edges, columns } = charts.heatmap!;
    expect(edges).toHaveLength(40);
    expect(edges.at(-1)! / 50_000).toBeCloseTo(1, 2);
    const ratios = edges.slice(1).map((edge, index) => edge / edges[index]);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0], 2);
    expect(columns.map(({ second }) => second)).toEqual(
      Array.from({ length: 40 }, (_, second) => second),
    );
    for (const { counts } of columns) {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
      expect(counts.at(-1)).toBe(1);
    }
    expect(heatmapOf(cellsOf([]))).toBeUndefined();
    const flat = runChartsOf(measured('f', { seconds: 1 })).heatmap!;
    expect(flat.edges).toHaveLength(1);
    expect(flat.columns[0].counts).toEqual([100]);
  });

  it('has the percentiles of every second in the timeline', () => {
    expect(charts.timeline).toHaveLength(40);
    const { p50, p90, p99, ...counted } = charts.timeline[3];
    expect(counted).toEqual({
      second: 3,
      scheduled: 100,
      sent: 100,
      ok: 100,
      errors: {},
      bytes: 10_000,
      lagP99Ms: 0.1,
    });
    expect(p50! / 1490).toBeCloseTo(1, 2);
    expect(p90! / 1890).toBeCloseTo(1, 2);
    expect(p99! / 1980).toBeCloseTo(1, 2);
  });

  it('shows what a source lists where it keeps no more', () => {
    const { percentiles, heatmap, timeline } = runChartsOf({
      latency: {
        response: { count: 5000, percentiles: { '99': 900, '50': 200 } },
      },
      slices: [],
    });
    expect(percentiles.response).toEqual([
      { percentile: 50, value: 200, tail: 2500, display: 'full' },
      { percentile: 99, value: 900, tail: 50, display: 'grey' },
    ]);
    expect(heatmap).toBeUndefined();
    expect(timeline).toEqual([]);
  });

  it('puts seconds of very long runs together, so that nothing grows without bound', () => {
    const { hdr } = distributionOf([1000, 2000]);
    const cells = cellsOf(
      Array.from({ length: 3700 }, (_, second) => ({
        second,
        scheduled: 2,
        sent: 2,
        ok: 2 - (second % 2),
        errors: { http_5xx: second % 2 },
        bytes: 100,
        hdr,
        lagP99Ms: second,
      })),
    );
    expect(cells).toHaveLength(1234);
    // Three seconds each: rates stay rates, counts of histograms add up.
    expect(cells[1].slice).toEqual({
      second: 3,
      scheduled: 2,
      sent: 2,
      ok: 1,
      errors: { http_5xx: 1 },
      bytes: 100,
      lagP99Ms: 5,
    });
    expect([...cells[1].counts!.values()]).toEqual([3, 3]);
    expect(blocksOf(cells).length).toBeLessThanOrEqual(240);
  });
});
