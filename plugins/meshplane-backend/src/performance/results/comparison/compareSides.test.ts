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

import type { RunResult } from '@meshplane/benchmark/model';
import { measured } from '../__testUtils__/measured';
import { type CompareInput, compareSides } from './compareSides';

const SIDES = new Map<string, RunResult[]>();

/** Six runs around a level (microseconds): each run a little off, by a fixed pattern. */
function makeSide(name: string, level: number): RunResult[] {
  return Array.from({ length: 6 }, (_, run) =>
    measured(`${name}${run}`, {
      seconds: 3,
      rate: 400,
      latency: (second, request) =>
        (level + 5 * request) * (1 + 0.002 * ((run * 7) % 5)) + second,
    }),
  );
}

function side(name: string, level: number): RunResult[] {
  const key = `${name} ${level}`;
  const made = SIDES.get(key) ?? makeSide(name, level);
  SIDES.set(key, made);
  return made;
}

const compare = (
  a: RunResult[],
  b: RunResult[],
  more: Partial<CompareInput> = {},
) =>
  compareSides({
    a,
    b,
    titleA: 'without mesh',
    titleB: 'with mesh',
    threshold: 0.05,
    costs: {},
    ...more,
  });

describe('a comparison', () => {
  it('finds a side that got slower, and says so in words with numbers and intervals', () => {
    const found = compare(side('a', 1000), side('b', 1600));
    expect(found.status).toBe('judged');
    expect(found.verdict).toBe('regression');
    expect(found.sentence).toMatch(
      /^"with mesh" is slower than "without mesh": p50 \d+(\.\d+)? % higher \(95 % interval \+\d+(\.\d+)? to \+\d+(\.\d+)?\), p99 .* \(6 against 6 runs\)\.$/,
    );
    const p50 = found.metrics.find(({ metric }) => metric === 'p50')!;
    expect(p50.valuesA).toHaveLength(6);
    expect(p50.medianB - p50.medianA).toBeGreaterThan(0.55);
    expect(found.metrics.map(({ metric }) => metric)).toEqual([
      'p50',
      'p99',
      'throughput',
      'errors',
    ]);
    const mirrored = compare(side('b', 1600), side('a', 1000));
    expect(mirrored.verdict).toBe('improvement');
    expect(mirrored.sentence).toContain('faster');
    expect(mirrored.sentence).toContain('% lower');
  });

  it('shifts the quantiles of all runs put together, with intervals over runs', () => {
    const { shift, percentilesA, percentilesB } = compare(
      side('a', 1000),
      side('b', 1600),
    );
    expect(shift.map(({ percentile }) => percentile)).toEqual([
      50, 75, 90, 95, 99, 99.9,
    ]);
    const [p50, , , , p99, p999] = shift;
    // 7 200 samples a side: 72 lie beyond p99, 7 beyond p99.9.
    expect(p99).toMatchObject({ tail: 72, display: 'grey' });
    expect(p999).toEqual({ percentile: 99.9, tail: 7, display: 'hidden' });
    expect(p50.shift! / 600).toBeCloseTo(1, 1);
    expect(p50.interval![0]).toBeLessThanOrEqual(p50.shift!);
    expect(p50.interval![1]).toBeGreaterThanOrEqual(p50.shift!);
    expect(p50.interval![0]).toBeGreaterThan(500);
    expect(p50.ratio).toBeCloseTo(1.3, 1);
    const median = (curve: typeof percentilesA) =>
      curve.find(({ percentile }) => percentile === 50)!;
    expect(median(percentilesA).value).toBe(p50.a);
    expect(median(percentilesB).interval![0]).toBeGreaterThan(
      median(percentilesA).interval![1],
    );
  });

  it('finds no change between runs of the same', () => {
    const found = compare(side('a', 1000), side('b', 1000));
    expect(found.verdict).toBe('no change');
    expect(found.sentence).toBe(
      'No change between "without mesh" and "with mesh": p50, p99, throughput and errors stay within the margin (6 against 6 runs).',
    );
  });

  it('says how many runs are missing where they differ too much among themselves', () => {
    const scattered = (name: string, shift: number) =>
      [1000, 1300, 1700, 1050, 1500].map((level, run) =>
        measured(`${name}${run}`, {
          seconds: 2,
          rate: 600,
          latency: () => level + shift,
        }),
      );
    const found = compare(scattered('a', 0), scattered('b', 120), {
      metrics: ['p50'],
    });
    expect(found.verdict).toBe('inconclusive');
    expect(found.sentence).toMatch(
      /^Not decided between .*: p50 .* \(5 against 5 runs\); (about \d+ more runs per side are needed|the runs differ too much among themselves: lengthen them)\.$/,
    );
  });

  it('describes single runs and judges nothing', () => {
    const single = (name: string, level: number) =>
      measured(name, {
        seconds: 30,
        rate: 400,
        latency: (second, request) => level + request + (second % 7),
      });
    const found = compare([single('a', 1000)], [single('b', 1500)]);
    expect(found.status).toBe('described');
    expect(found.verdict).toBeUndefined();
    expect(found.sentence).toMatch(
      /^A difference is seen, but not confirmed: p50 \+4\d(\.\d)? %, p99 \+3\d(\.\d)? %; 1 against 1 run cannot be judged, at least 5 per side are needed\.$/,
    );
    expect(found.notes.join()).toContain('Kolmogorov-Smirnov');
    const p50 = found.metrics.find(({ metric }) => metric === 'p50')!;
    expect(p50.verdict).toBe('inconclusive');
    expect(p50.sentence).toMatch(
      /^p50: 1\.2 → 1\.7 ms \(\+4\d(\.\d)? %\), described only: 1 against 1 runs, at least 5 per side/,
    );
    const [shiftOfMedian] = found.shift;
    expect(shiftOfMedian.interval![0]).toBeGreaterThan(400);
    expect(
      compare([single('a', 1000)], [single('b', 1000)]).sentence,
    ).toContain(
      'No difference is seen, which does not show that there is none: p50 0 %, p99 0 %;',
    );
  });

  it('refuses runs that must not be compared, and says why', () => {
    const invalid = measured('bad', {
      seconds: 1,
      more: {
        validity: {
          status: 'invalid',
          notes: [],
          gates: [
            {
              name: 'event-loop',
              passed: false,
              value: 0.99,
              limit: 0.7,
              unit: 'ratio',
              message: 'The generator was busy 99 % of the time.',
            },
          ],
        },
      },
    });
    const found = compare([measured('a', { seconds: 1 })], [invalid]);
    expect(found.status).toBe('refused');
    expect(found.sentence).toBe(
      'These runs must not be compared: The run "bad" is invalid (The generator was busy 99 % of the time.): it measured the generator.',
    );
    expect(found.metrics).toEqual([]);
    expect(
      compare(
        [measured('a', { seconds: 1 })],
        [measured('b', { seconds: 1, rate: 200 })],
      ).reasons,
    ).toEqual([expect.stringContaining('different target rates: 100 to 200')]);
  });

  it('judges what runs have cost where it is asked for, and says where that is not known', () => {
    const [a, b] = [side('a', 1000), side('b', 1000)];
    const costs = Object.fromEntries([
      ...a.map(({ id }, run) => [id, { cpuPerThousand: 0.2 + run / 1000 }]),
      ...b.map(({ id }, run) => [id, { cpuPerThousand: 0.3 + run / 1000 }]),
    ]);
    const metrics = ['p50', 'cpuPerThousand'];
    const found = compare(a, b, { metrics, costs });
    expect(found.verdict).toBe('regression');
    expect(found.sentence).toMatch(
      /^"with mesh" is worse than "without mesh": cpuPerThousand 49\.\d % higher/,
    );
    expect(compare(a, b, { metrics }).notes).toEqual([
      'cpuPerThousand is not judged: some runs have no value or too few samples for it',
    ]);
  });

  it('interpolates in the buckets of other tools, and makes no curve of summaries of several runs', () => {
    const bucketed = (id: string, shift: number) =>
      measured(id, {
        seconds: 1,
        more: {
          generator: { name: 'fortio', caveats: [] },
          precision: 'bucketed',
          slices: [],
          latency: {
            service: {
              count: 2000,
              percentiles: {},
              buckets: [
                { from: 1000 + shift, to: 2000 + shift, count: 1500 },
                { from: 2000 + shift, to: 3000 + shift, count: 500 },
              ],
            },
          },
        },
      });
    const found = compare(
      [bucketed('a', 0), bucketed('a2', 0)],
      [bucketed('b', 500)],
    );
    expect(found.status).toBe('described');
    expect(found.shift[0]).toMatchObject({ shift: 500, display: 'full' });
    expect(found.notes).toEqual([
      expect.stringContaining('The latencies are not exact'),
    ]);
    const summary = (id: string) =>
      measured(id, {
        seconds: 1,
        more: {
          precision: 'summary',
          slices: [],
          latency: { response: { count: 2000, percentiles: { '50': 900 } } },
        },
      });
    const summaries = compare(
      [summary('a'), summary('a2')],
      [summary('b'), summary('b2')],
    );
    expect(summaries.shift).toEqual([]);
    expect(summaries.percentilesA).toEqual([]);
    expect(summaries.metrics.map(({ metric }) => metric)).toContain('p50');
  });
});
