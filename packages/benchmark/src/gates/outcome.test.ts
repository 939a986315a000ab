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
import { GateResult } from '../model/result';
import { Comparison, MetricVerdict, Verdict } from '../statistics/verdict';
import { comparisonOutcome, gateOutcome } from './outcome';

const gate = (verdict: GateResult['verdict']): GateResult => ({
  metric: 'latency',
  threshold: 'p(99)<1',
  verdict,
  message: `it is ${verdict}`,
  aborted: false,
});
const run = makeRun({ seconds: 1 });

describe('gateOutcome', () => {
  it.each([
    [['pass'], 'passed', 0],
    [[], 'passed', 0],
    [['pass', 'borderline'], 'warned', 0],
    [['not-judged'], 'warned', 0],
    [['borderline', 'fail'], 'failed', 1],
  ] as const)('of %j is %s with exit code %i', (verdicts, state, exitCode) => {
    const outcome = gateOutcome([run], verdicts.map(gate));
    expect(outcome).toMatchObject({ state, exitCode });
  });

  it('turns warnings into failures where it is strict', () => {
    const strict = gateOutcome([run], [gate('borderline')], { strict: true });
    expect(strict).toMatchObject({ state: 'warned', exitCode: 1 });
    expect(strict.messages).toEqual(['latency p(99)<1: it is borderline']);
  });

  it('keeps runs that could not measure apart from failures of the product', () => {
    const invalid = runWith({
      validity: { status: 'invalid', gates: [], notes: [] },
    });
    expect(gateOutcome([run, invalid], [gate('fail')])).toMatchObject({
      state: 'not-measured',
      exitCode: 3,
    });
    expect(gateOutcome([runWith({ end: 'cancelled' })], []).exitCode).toBe(3);
    expect(
      gateOutcome([runWith({ end: 'aborted-by-gate' })], [gate('fail')])
        .exitCode,
    ).toBe(1);
  });
});

describe('comparisonOutcome', () => {
  const comparison = (...verdicts: Verdict[]): Comparison => ({
    status: 'judged',
    reasons: [],
    notes: [],
    verdict: verdicts[0],
    metrics: verdicts.map(
      verdict => ({ verdict, sentence: `it is ${verdict}` } as MetricVerdict),
    ),
  });

  it.each([
    [['regression', 'no change'], 'failed', 1],
    [['improvement', 'no change'], 'passed', 0],
    [['improvement', 'inconclusive'], 'warned', 0],
    [['no change'], 'passed', 0],
  ] as [Verdict[], string, number][])(
    'of %j is %s with exit code %i',
    (verdicts, state, exitCode) => {
      expect(comparisonOutcome(comparison(...verdicts))).toMatchObject({
        state,
        exitCode,
      });
    },
  );

  it('of a refused comparison says why', () => {
    expect(
      comparisonOutcome({
        status: 'refused',
        reasons: ['different rates'],
        notes: [],
        metrics: [],
      }),
    ).toEqual({
      state: 'not-measured',
      exitCode: 3,
      messages: ['different rates'],
    });
  });
});
