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

import type { PercentilePoint } from '@meshplane/plugin-meshplane-common';
import { simulateCharts } from '../../../../dev/performance/simulate';
import { heatmapBins } from './heatmapBins';
import { nearest } from './HoverLayer';
import {
  curveParts,
  percentileName,
  percentilePosition,
  shownPoints,
} from './percentileAxis';
import { logTicks, prefersLog, valueScale } from './scales';
import { droppedCount, timelineModel } from './timelineModel';
import { labelledIndexes, trendLevels } from './trendModel';

function point(
  percentile: number,
  display: PercentilePoint['display'],
): PercentilePoint {
  return { percentile, value: percentile, tail: 1, display };
}

describe('the axis of percentiles', () => {
  it('gives every further nine the same room, and names ticks exactly', () => {
    const positions = [0, 90, 99, 99.9, 99.99, 99.999].map(percentilePosition);
    expect(positions).toEqual([0, 1, 2, 3, 4, 5].map(n => expect.closeTo(n)));
    expect(
      [50, 99.9, 99.999].map(percentile =>
        percentileName(100 * (1 - 10 ** -percentilePosition(percentile))),
      ),
    ).toEqual(['50', '99.9', '99.999']);
  });

  it('fades without a gap where the tail is thin, and ends where it is too thin', () => {
    const points = [
      point(50, 'full'),
      point(99, 'full'),
      point(99.9, 'grey'),
      point(99.99, 'hidden'),
      point(99.999, 'grey'),
    ];
    expect(
      curveParts(points).map(part => [
        part.display,
        ...part.points.map(item => item.percentile),
      ]),
    ).toEqual([
      ['full', 50, 99],
      ['grey', 99, 99.9],
    ]);
    expect(shownPoints(points)).toHaveLength(3);
    // The maximum has no place on an axis that never reaches 100.
    expect(shownPoints([point(50, 'full'), point(100, 'full')])).toHaveLength(
      1,
    );
  });
});

describe('scales', () => {
  it('start at zero unless they are logarithmic', () => {
    expect(valueScale([50, 100], false, [0, 1]).domain()[0]).toBe(0);
    expect(valueScale([50, 100], true, [0, 1]).domain()[0]).toBeGreaterThan(0);
    expect(valueScale([], true, [0, 1]).domain()).toHaveLength(2);
    expect(prefersLog([1, 20])).toBe(true);
    expect(prefersLog([5, 20, 0])).toBe(false);
  });

  it('have ticks that people read, and not too many', () => {
    expect(logTicks(900, 21_000)).toEqual([1000, 2000, 5000, 10_000, 20_000]);
    expect(logTicks(0.09, 1_200, 6)).toEqual([0.1, 1, 10, 100, 1000]);
  });
});

describe('the heatmap', () => {
  const { heatmap } = simulateCharts({
    seed: 1,
    seconds: 50,
    rate: 40,
    median: 9_000,
    spread: 0.4,
  });
  const sum = (columns: ReadonlyArray<{ counts: number[] }>) =>
    columns
      .flatMap(column => column.counts)
      .reduce((total, count) => total + count, 0);

  it('adds up neighbours and loses nothing', () => {
    const bins = heatmapBins(heatmap!, 20, 12);
    expect(bins.secondsPerColumn).toBe(3);
    expect(bins.columns).toHaveLength(17);
    expect(bins.edges.length).toBeLessThanOrEqual(12);
    expect(sum(bins.columns)).toBe(sum(heatmap!.columns));
    expect(sum(bins.columns)).toBe(2_000);
  });

  it('cuts off rows in which nothing ever was', () => {
    const bins = heatmapBins(
      {
        edges: [1, 10, 100, 1000],
        columns: [
          { second: 0, counts: [0, 3, 0, 0] },
          { second: 2, counts: [0, 0, 1, 0] },
        ],
      },
      10,
      10,
    );
    expect(bins).toEqual({
      secondsPerColumn: 1,
      edges: [10, 100],
      lowest: 1,
      columns: [
        { second: 0, counts: [3, 0] },
        { second: 1, counts: [0, 0] },
        { second: 2, counts: [0, 1] },
      ],
      largest: 3,
    });
  });
});

describe('the timeline', () => {
  it('has a strip for lag only where the source tells it, and counts what was not sent', () => {
    const second = {
      second: 0,
      scheduled: 10,
      sent: 7,
      ok: 5,
      errors: { reset: 2 },
      bytes: 0,
    };
    expect(timelineModel([second]).strips.map(strip => strip.label)).toEqual([
      'Latency',
      'Requests/s',
      'Errors/s',
    ]);
    expect(
      timelineModel([{ ...second, lagP99Ms: 1 }]).strips.map(
        strip => strip.label,
      ),
    ).toContain('Lag p99');
    expect(timelineModel([second]).strips[2].lines[0].values).toEqual([2]);
    expect(droppedCount(second)).toBe(3);
  });
});

describe('the trend', () => {
  const change = { change: 0, p: 0, sentence: '' };
  const history = {
    metric: 'p99',
    unit: 'ms',
    notes: [],
    points: Array.from({ length: 9 }, (_, index) => ({
      at: `2026-11-0${index + 1}T00:00:00.000Z`,
      value: 1,
      runIds: [],
      baseline: false,
    })),
  };

  it('is cut into levels at its change points', () => {
    expect(
      trendLevels({
        ...history,
        changePoints: [
          { ...change, index: 6, before: 2, after: 3 },
          { ...change, index: 3, before: 1, after: 2 },
        ],
      }),
    ).toEqual([
      { from: 0, to: 2, value: 1 },
      { from: 3, to: 5, value: 2 },
      { from: 6, to: 8, value: 3 },
    ]);
    expect(trendLevels({ ...history, changePoints: [] })).toEqual([]);
  });

  it('always names its last point', () => {
    expect(labelledIndexes(9, 3)).toEqual([2, 5, 8]);
    expect(labelledIndexes(2, 10)).toEqual([0, 1]);
  });
});

it('finds the nearest position in any order', () => {
  expect(nearest([30, 10, 20], 12)).toBe(1);
  expect(nearest([30, 10, 20], 900)).toBe(0);
});
