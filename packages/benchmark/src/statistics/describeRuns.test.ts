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
import { describeRuns } from './describeRuns';

describe('describeRuns', () => {
  const fast = makeRun({ seed: 1 });
  const slow = makeRun({
    seed: 2,
    latency: (_s, random) => 2000 + 1000 * random(),
  });

  it('sees a difference and never confirms it', () => {
    const description = describeRuns(fast, slow);
    expect(description.statement).toBe('difference seen, not confirmed');
    const p50 = description.quantiles.find(q => q.percentile === 50)!;
    expect(p50.shift).toBeGreaterThan(900);
    expect(p50.shift).toBeLessThan(1100);
    expect(p50.ratio).toBeCloseTo(1.667, 1);
    expect(p50.intervalA![0]).toBeLessThanOrEqual(p50.a!);
    expect(description.ks).toBeCloseTo(1, 1);
    expect(description.wasserstein).toBeCloseTo(1000, -2);
  });

  it('does not say that two runs of the same are the same', () => {
    const again = makeRun({ seed: 3 });
    expect(describeRuns(fast, again).statement).toBe(
      'no difference seen, which does not show that there is none',
    );
  });

  it('greys percentiles with fewer than 100 samples beyond them and hides those with fewer than 10', () => {
    const small = makeRun({ seed: 4, seconds: 10, rate: 500 });
    const display = Object.fromEntries(
      describeRuns(small, small).quantiles.map(q => [q.percentile, q]),
    );
    expect(display[95]).toMatchObject({ display: 'full', tail: 250 });
    expect(display[99]).toMatchObject({ display: 'grey', tail: 50 });
    expect(display[99.9]).toMatchObject({ display: 'hidden', tail: 5 });
    expect(display[99.9].a).toBeUndefined();
  });

  it('says why runs are not comparable', () => {
    const other = runWith({
      ...slow,
      generator: { name: 'wrk2', caveats: [] },
    });
    const description = describeRuns(fast, other);
    expect(description.statement).toBe('not comparable');
    expect(description.incomparable[0]).toContain('different generators');
  });

  it('copes with runs that have no latencies', () => {
    const empty = runWith();
    expect(describeRuns(empty, empty).statement).toBe(
      'too few samples to see a difference',
    );
  });
});
