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

import type { RunRow } from '../../stores/model';
import { comparableRows } from './comparableRows';
import { historyOf } from './HistoryService';
import { historyMetrics } from './metrics';

/** A finished run whose p99 is so many milliseconds. */
function row(number: number, p99: number, more: Partial<RunRow> = {}): RunRow {
  const at = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
  return {
    id: `r${number}`,
    name: 'Checkout',
    state: 'succeeded',
    profileId: 'p',
    targets: ['shop.example.com:80'],
    queueKey: 'shop.example.com:80',
    generator: 'meshplane',
    origin: 'schedule',
    labels: {},
    note: '',
    createdAt: at,
    createdBy: 'user:default/ada',
    startedAt: at,
    end: 'complete',
    precision: 'exact',
    validity: 'valid',
    headline: {
      p99: p99 * 1000,
      achievedRate: 100,
      targetRate: 100,
      errorRate: 0,
      measuredSeconds: 60,
    },
    baseline: false,
    ...more,
  };
}

const LEVELS = [10.2, 9.9, 10.1, 10, 9.8, 10.3, 10.1, 9.9];

describe('the history of a load', () => {
  it('has one point per release, the median of its runs, oldest first', () => {
    const { points } = historyOf(
      [
        row(5, 30, { release: '1.1.0', baseline: true }),
        row(1, 10, { release: '1.0.0' }),
        row(2, 14, { release: '1.0.0' }),
        row(3, 11, { release: '1.0.0' }),
        row(4, 20),
      ],
      'p99',
      historyMetrics.p99,
      100,
    );
    expect(points).toEqual([
      {
        at: '2026-01-01T01:00:00.000Z',
        release: '1.0.0',
        value: 11,
        runIds: ['r1', 'r2', 'r3'],
        baseline: false,
      },
      {
        at: '2026-01-01T04:00:00.000Z',
        value: 20,
        runIds: ['r4'],
        baseline: false,
      },
      {
        at: '2026-01-01T05:00:00.000Z',
        release: '1.1.0',
        value: 30,
        runIds: ['r5'],
        baseline: true,
      },
    ]);
  });

  it('names the release in which it got slower', () => {
    const rows = [...LEVELS, ...LEVELS.map(level => level * 1.2)].map(
      (p99, index) => row(index, p99, { release: `1.${index}.0` }),
    );
    const history = historyOf(rows, 'p99', historyMetrics.p99, 100);
    expect(history.changePoints).toHaveLength(1);
    const [change] = history.changePoints;
    expect(change.index).toBe(8);
    expect(change.change).toBeCloseTo(0.2, 2);
    expect(change.p).toBeLessThan(0.001);
    expect(change.sentence).toBe(
      'p99 rose by 20 % with release "1.8.0", from 10 to 12 ms.',
    );
    expect(history.unit).toBe('ms');
    expect(
      historyOf(
        LEVELS.concat(LEVELS).map((p99, index) => row(index, p99)),
        'p99',
        historyMetrics.p99,
        100,
      ).changePoints,
    ).toEqual([]);
  });

  it('tells an outlier of a short history, and that nothing can be told of a shorter one', () => {
    const rows = [10, 10.1, 9.9, 10, 16].map((p99, index) => row(index, p99));
    const { outlier } = historyOf(rows, 'p99', historyMetrics.p99, 100);
    expect(outlier).toMatchObject({ index: 4 });
    expect(outlier!.sentence).toMatch(
      /^p99 is 16 ms with the run of 2026-01-01 04:00 UTC; the earlier points let expect 9\.\d+ to 10\.\d+ ms\. One point is no trend: repeat the run\.$/,
    );
    const { notes } = historyOf(
      rows.slice(0, 2),
      'p99',
      historyMetrics.p99,
      100,
    );
    expect(notes).toEqual([
      '2 points say nothing about changes yet; from four on an outlier is told, from ten on a lasting change',
    ]);
  });

  it('says a change from zero as what it is', () => {
    const rows = Array.from({ length: 12 }, (_, index) =>
      row(index, 10, {
        headline: {
          achievedRate: 100,
          errorRate: index < 6 ? 0 : 0.02 + (index % 3) / 1000,
          measuredSeconds: 60,
        },
      }),
    );
    const { changePoints } = historyOf(
      rows,
      'errorRate',
      historyMetrics.errorRate,
      100,
    );
    expect(changePoints).toEqual([
      expect.objectContaining({
        index: 6,
        before: 0,
        change: 1,
        sentence:
          'The error rate rose with the run of 2026-01-01 06:00 UTC, from 0 to 0.021 share.',
      }),
    ]);
  });

  it('keeps to the load of the newest run, and says what was left out', () => {
    const { rows, notes } = comparableRows([
      row(9, 10),
      row(8, 11, { validity: 'invalid' }),
      row(7, 11, { end: 'aborted-by-gate' }),
      row(6, 11, { experiment: { id: 'e', arm: 'with mesh', round: 1 } }),
      row(5, 11, { generator: 'fortio', precision: 'bucketed' }),
      row(4, 12),
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['r9', 'r4']);
    expect(notes).toEqual([
      '3 runs are left out: invalid, ended early, or sides of experiments',
      '1 run is left out: another profile, rate or generator than that of the newest run, so that the numbers cannot be put beside each other',
    ]);
    expect(comparableRows([])).toEqual({ rows: [], notes: [] });
  });
});
