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

import { GateResult, RunResult } from '../model/result';
import { Comparison } from '../statistics/verdict';

/**
 * What a pipeline should do.
 *
 * | state | exit | meaning |
 * |---|---|---|
 * | `passed` | 0 | every gate passed, or no change and improvements only |
 * | `warned` | 0 (1 if strict) | borderline, not judged or inconclusive: measure longer or more often |
 * | `failed` | 1 | a gate failed, or a regression |
 * | `not-measured` | 3 | invalid or unfinished runs: nothing is known of the product, neither good nor bad |
 *
 * Exit 2 is left to wrong use and unreadable input.
 * @public
 */
export interface PipelineOutcome {
  state: 'passed' | 'warned' | 'failed' | 'not-measured';
  exitCode: 0 | 1 | 3;
  /** Why, one line per cause. */
  messages: string[];
}

/** PipelineOutcome of one or several runs with their gates, see {@link PipelineOutcome}. @public */
export function gateOutcome(
  runs: readonly Pick<RunResult, 'id' | 'validity' | 'end'>[],
  gates: readonly GateResult[],
  options: { strict?: boolean } = {},
): PipelineOutcome {
  const failed = gates.filter(g => g.verdict === 'fail');
  const unsure = gates.filter(
    g => g.verdict === 'borderline' || g.verdict === 'not-judged',
  );
  const unusable = runs.filter(
    run =>
      run.validity.status === 'invalid' ||
      run.end === 'failed' ||
      run.end === 'cancelled',
  );
  if (unusable.length > 0) {
    return outcome(
      'not-measured',
      unusable.map(
        run =>
          `The run "${run.id}" ${
            run.validity.status === 'invalid'
              ? `is invalid: ${
                  run.validity.gates.find(g => !g.passed)?.message ??
                  'it measured the generator'
                }`
              : `ended before its time ("${run.end}")`
          }`,
      ),
    );
  }
  const lines = (list: readonly GateResult[]) =>
    list.map(g => `${g.metric} ${g.threshold}: ${g.message}`);
  if (failed.length > 0) {
    return outcome('failed', lines(failed));
  }
  return unsure.length > 0
    ? outcome('warned', lines(unsure), options.strict)
    : outcome('passed', []);
}

/** PipelineOutcome of a comparison of repeated runs, see {@link PipelineOutcome}. @public */
export function comparisonOutcome(
  comparison: Comparison,
  options: { strict?: boolean } = {},
): PipelineOutcome {
  if (comparison.status === 'refused') {
    return outcome('not-measured', comparison.reasons);
  }
  const sentences = (verdict: string) =>
    comparison.metrics.filter(m => m.verdict === verdict).map(m => m.sentence);
  if (comparison.verdict === 'regression') {
    return outcome('failed', sentences('regression'));
  }
  const unsure = sentences('inconclusive');
  return unsure.length > 0
    ? outcome('warned', unsure, options.strict)
    : outcome('passed', []);
}

function outcome(
  state: PipelineOutcome['state'],
  messages: string[],
  strict = false,
): PipelineOutcome {
  const exitCodes = {
    passed: 0,
    warned: strict ? 1 : 0,
    failed: 1,
    'not-measured': 3,
  } as const;
  return { state, exitCode: exitCodes[state], messages };
}
