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

import { makeRun, runWith } from '../__testUtils__/runs';
import { RunResult } from '../model/result';
import { normalNumber } from './random';
import { seededRandom } from '../engine/schedule';
import { RunMetric } from './metrics';
import { compareRuns } from './verdict';

/** Runs whose latencies lie round `center` µs, each run a little off. */
function runs(count: number, center: number, spread = 0.01, from = 1) {
  return Array.from({ length: count }, (_, i) => {
    const seed = from + i;
    const level = center * (1 + spread * normalNumber(seededRandom(seed * 77)));
    return makeRun({
      seed,
      seconds: 10,
      rate: 200,
      latency: (_second, random) => level * (0.9 + 0.2 * random()),
    });
  });
}

describe('compareRuns', () => {
  it('calls a slow-down of all latencies a regression, with change, interval and p', () => {
    const comparison = compareRuns(runs(6, 1000), runs(6, 1300, 0.01, 50));
    expect(comparison.status).toBe('judged');
    expect(comparison.verdict).toBe('regression');
    const p99 = comparison.metrics.find(m => m.metric === 'p99')!;
    expect(p99).toMatchObject({ verdict: 'regression', delta: 1, a12: 1 });
    expect(p99.change).toBeGreaterThan(0.25);
    expect(p99.changeInterval![0]).toBeGreaterThan(0.2);
    expect(p99.pHolm).toBeLessThan(0.05);
    expect(p99.sentence).toMatch(
      /^p99: regression, \+\d+(\.\d+)? % \(95 % interval .* after Holm, 6 against 6 runs$/,
    );
  });

  it('calls a speed-up an improvement', () => {
    const comparison = compareRuns(runs(6, 1300), runs(6, 1000, 0.01, 50));
    expect(comparison.verdict).toBe('improvement');
  });

  it('says no change only where the interval lies within the margin', () => {
    const comparison = compareRuns(
      runs(8, 1000, 0.005),
      runs(8, 1000, 0.005, 50),
    );
    expect(comparison.verdict).toBe('no change');
    expect(comparison.metrics.map(m => m.metric)).toEqual([
      'p50',
      'p99',
      'throughput',
      'errors',
    ]);
  });

  it('is inconclusive where runs scatter, and says how many more are needed', () => {
    const at = (levels: number[], from: number) =>
      levels.map((us, k) => makeRun({ seed: from + k, latency: () => us }));
    const comparison = compareRuns(
      at([800, 1200, 900, 1100, 1000], 1),
      at([820, 1190, 930, 1080, 1010], 50),
      { metrics: ['p50'] },
    );
    const [p50] = comparison.metrics;
    expect(p50.verdict).toBe('inconclusive');
    expect(p50.moreRuns).toBeGreaterThan(15);
    expect(p50.sentence).toMatch(
      /about \d+ more runs per side needed: lengthen the runs instead$/,
    );
  });

  it('cannot judge four runs per side, however clear they look', () => {
    const comparison = compareRuns(runs(4, 1000), runs(4, 2000, 0.01, 50), {
      metrics: ['p50'],
    });
    expect(comparison.metrics[0]).toMatchObject({
      verdict: 'inconclusive',
      moreRuns: 2,
    });
  });

  it('does not call a significant change below the threshold or the noise floor one', () => {
    const a = runs(6, 1000, 0.002);
    const b = runs(6, 1080, 0.002, 50);
    const verdict = (options: Parameters<typeof compareRuns>[2]) =>
      compareRuns(a, b, { metrics: ['p50'], ...options }).verdict;
    expect(verdict({})).toBe('regression');
    expect(verdict({ threshold: 0.1 })).toBe('inconclusive');
    expect(verdict({ threshold: 0.1, margin: 0.1 })).toBe('no change');
    expect(
      verdict({
        noiseFloor: [{ metric: 'p50', runs: 10, mean: 1, noise: 0.06 }],
      }),
    ).toBe('inconclusive');
  });

  it('finds more failures by percentage points, because their level is zero', () => {
    const failing = (n: number, each: number, from: number) =>
      Array.from({ length: n }, (_, i) =>
        makeRun({
          seed: from + i,
          seconds: 20,
          failures: () => each + (i % 2),
        }),
      );
    const comparison = compareRuns(failing(6, 0, 1), failing(6, 10, 50), {
      metrics: ['errors'],
    });
    expect(comparison.metrics[0].verdict).toBe('regression');
    expect(comparison.metrics[0].shift).toBeCloseTo(0.02, 2);
  });

  it('names metrics that some runs have too few samples for', () => {
    const comparison = compareRuns(runs(5, 1000), runs(5, 1000, 0.01, 50), {
      metrics: ['p50', 'p99.9'],
    });
    expect(comparison.metrics.map(m => m.metric)).toEqual(['p50']);
    expect(comparison.notes.join()).toContain('p99.9 is not judged');
  });

  it('raises no more false alarms over four metrics than the nominal 5 %', () => {
    const random = seededRandom(42);
    const metrics: RunMetric[] = [0, 1, 2, 3].map(i => ({
      name: `m${i}`,
      unit: 'ms',
      lowerIsBetter: true,
      scale: 'relative',
      threshold: 0.05,
      value: result => Number(result.labels[`m${i}`]),
    }));
    const side = () =>
      Array.from({ length: 6 }, () =>
        runWith({
          labels: Object.fromEntries(
            metrics.map(({ name }) => [
              name,
              String(100 * Math.exp(0.2 * normalNumber(random))),
            ]),
          ),
        }),
      );
    const PAIRS = 400;
    const alarms = Array.from(
      { length: PAIRS },
      () => compareRuns(side(), side(), { metrics }).verdict,
    ).filter(v => v === 'regression' || v === 'improvement').length;
    expect(alarms / PAIRS).toBeLessThanOrEqual(0.05);
  });

  it('does not know metrics that do not exist', () => {
    expect(() =>
      compareRuns(runs(1, 1000), runs(1, 1000), { metrics: ['p42'] }),
    ).toThrow('No metric "p42"');
  });

  const refused: [string, Partial<RunResult>, RegExp][] = [
    [
      'an invalid run',
      {
        validity: {
          status: 'invalid',
          notes: [],
          gates: [
            {
              name: 'lag',
              passed: false,
              value: 9,
              limit: 2,
              unit: 'ms',
              message: 'lag p99 was 9 ms',
            },
          ],
        },
      },
      /"odd" is invalid \(lag p99 was 9 ms\)/,
    ],
    [
      'another generator',
      { generator: { name: 'fortio', caveats: [] } },
      /different generators: "meshplane", "fortio"/,
    ],
    ['another precision', { precision: 'bucketed' }, /different precisions/],
    ['an aborted run', { end: 'aborted-by-gate' }, /did not run to its end/],
    ['another rate', { targetRate: 900 }, /different target rates: 200 to 900/],
  ];
  it.each(refused)('refuses %s with a reason', (_what, fields, reason) => {
    const a = runs(5, 1000);
    const b = runs(5, 1000, 0.01, 50);
    const odd = runWith({ ...b[4], ...fields, id: 'odd' });
    const comparison = compareRuns(a, [...b.slice(0, 4), odd]);
    expect(comparison.status).toBe('refused');
    expect(comparison.verdict).toBeUndefined();
    expect(comparison.reasons.join('; ')).toMatch(reason);
  });
});
