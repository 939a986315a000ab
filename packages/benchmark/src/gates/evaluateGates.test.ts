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
import { evaluateGates, GateContext } from './evaluateGates';

function judge(
  run: RunResult,
  threshold: string,
  metric = 'latency',
  context: GateContext = {},
) {
  return evaluateGates(run, [{ metric, threshold }], context)[0];
}

/** 30 s of 500 req/s between 1 and 2 ms; p99 is 1.99 ms. */
const run = makeRun();

describe('latency gates', () => {
  it('pass where the whole interval is inside, and say how sure that is', () => {
    const gate = judge(run, 'p(99)<3');
    expect(gate.verdict).toBe('pass');
    expect(gate.value).toBeCloseTo(1.99, 1);
    expect(gate.interval![0]).toBeLessThanOrEqual(gate.value!);
    expect(gate.message).toMatch(/ms \(95 % interval .*block bootstrap\)/);
  });

  it('fail where nothing of the interval is inside', () => {
    expect(judge(run, 'p(99)<1.5').verdict).toBe('fail');
    expect(judge(run, 'p(99)>250').verdict).toBe('fail');
  });

  it('are borderline where the limit lies in the interval', () => {
    const stalling = makeRun({
      seconds: 60,
      latency: (second, random) =>
        (second % 20 === 0 ? 50_000 : 1000) * (0.9 + 0.2 * random()),
    });
    const gate = judge(stalling, 'p(95)<20');
    expect(gate.verdict).toBe('borderline');
    expect(gate.message).toContain('lengthen the run');
  });

  it('are not judged with fewer than 100 samples beyond the percentile', () => {
    const gate = judge(run, 'p(99.9)<1');
    expect(gate.verdict).toBe('not-judged');
    expect(gate.value).toBeGreaterThan(1.9);
    expect(gate.message).toMatch(/only 15 of 15000 samples .*lengthen the run/);
  });

  it('know averages, extremes, the median and units', () => {
    expect(judge(run, 'avg<1.6').verdict).toBe('pass');
    expect(judge(run, 'med<0.0017s').verdict).toBe('pass');
    expect(judge(run, 'max<1.9').verdict).toBe('fail');
    expect(judge(run, 'min>900us').verdict).toBe('pass');
  });

  it('use order statistics for runs that keep no seconds', () => {
    const gate = judge({ ...run, slices: [] }, 'p(99)<3');
    expect(gate.verdict).toBe('pass');
    expect(gate.message).toContain('order statistics');
  });

  it('judge one endpoint, and name those that exist', () => {
    const response = run.latency.response!;
    const withEndpoints = {
      ...run,
      endpoints: { cart: { sent: 100, ok: 100, errors: {}, response } },
    };
    expect(
      judge(withEndpoints, 'p(50)<1', 'latency{endpoint:cart}').verdict,
    ).toBe('fail');
    expect(
      judge(withEndpoints, 'p(50)<1', 'latency{endpoint:shop}').message,
    ).toContain('it has cart');
  });

  it('are not judged for invalid runs, nor without latencies', () => {
    const invalid = runWith({
      ...run,
      validity: { status: 'invalid', gates: [], notes: [] },
    });
    expect(judge(invalid, 'p(99)<3')).toMatchObject({
      verdict: 'not-judged',
      message: 'The run is invalid: it measured the generator',
    });
    expect(judge(runWith(), 'p(99)<3').verdict).toBe('not-judged');
  });
});

describe('error and rate gates', () => {
  const failing = makeRun({ seconds: 60, failures: () => 10 });

  it('judge the share of failures with its interval', () => {
    expect(judge(failing, 'rate<0.01', 'errors').verdict).toBe('fail');
    expect(judge(failing, 'rate<5%', 'errors').verdict).toBe('pass');
    expect(judge(failing, 'rate<0.02', 'errors').verdict).toBe('borderline');
    expect(judge(failing, 'count==0', 'errors').verdict).toBe('fail');
  });

  it('do not trust zero errors of few requests', () => {
    const short = makeRun({ seconds: 2, rate: 25 });
    const gate = judge(short, 'rate<0.01', 'errors');
    expect(gate.value).toBe(0);
    expect(gate.verdict).toBe('borderline');
  });

  it('judge the rate of good answers', () => {
    expect(judge(failing, 'rate>400', 'rate').verdict).toBe('pass');
    expect(judge(failing, 'rate>495', 'rate').verdict).toBe('fail');
    expect(judge(failing, 'count>100000', 'rate').verdict).toBe('fail');
  });
});

describe('gates against a baseline', () => {
  const runs = (level: number, from: number) =>
    Array.from({ length: 5 }, (_, i) =>
      makeRun({
        seed: from + i,
        latency: (_second, random) => level * (1 + 0.05 * random()),
      }),
    );
  const base = runs(1000, 1);
  const slower = runs(1100, 50);

  it('judge repeated runs by the interval of the change', () => {
    const context = { baseline: base, repeats: slower };
    const judged = (threshold: string) =>
      judge(slower[0], threshold, 'latency', context);
    expect(judged('delta(p99)<5%').verdict).toBe('fail');
    expect(judged('delta(p99)<20%').verdict).toBe('pass');
    expect(judged('delta(p99)<5%').value).toBeCloseTo(10, 0);
  });

  it('only describe single runs: a warning outside of the limit, no praise inside', () => {
    const context = { baseline: [base[0]] };
    const outside = judge(slower[0], 'delta(p99)<5%', 'latency', context);
    expect(outside.verdict).toBe('borderline');
    expect(outside.message).toMatch(/\+\d+.* % seen .* not confirmed/);
    const inside = judge(base[1], 'delta(p99)<5%', 'latency', context);
    expect(inside.verdict).toBe('not-judged');
  });

  it('need a baseline that may be compared', () => {
    expect(judge(run, 'delta(p99)<5%').message).toContain('no baseline');
    const odd = { ...base[0], targetRate: 10 };
    expect(
      judge(run, 'delta(p99)<5%', 'latency', { baseline: [odd] }).message,
    ).toContain('different target rates');
  });

  it('count changes of the share of errors in percentage points', () => {
    const failing = Array.from({ length: 5 }, (_, i) =>
      makeRun({ seed: 90 + i, failures: () => 10 }),
    );
    const gate = judge(failing[0], 'delta(rate)<0.5%', 'errors', {
      baseline: base,
      repeats: failing,
    });
    expect(gate.verdict).toBe('fail');
    expect(gate.value).toBeCloseTo(2, 6);
  });
});
