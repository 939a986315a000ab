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

import type {
  PerformanceComparison,
  RunDetail,
} from '@meshplane/plugin-meshplane-common';
import { runPath } from './followRun';

/** What a template can make of a measurement. */
export type OutcomeState =
  /** Every gate kept, and no regression. */
  | 'passed'
  /** Borderline, not judged or inconclusive. */
  | 'warned'
  /** A gate failed, or a regression. */
  | 'failed'
  /** Nothing is known of the product, neither good nor bad. */
  | 'not-measured';

/** Why a task fails. */
export type FailReason = 'gate' | 'regression' | 'not-measured';

export interface Outcome {
  state: OutcomeState;
  /** What would fail the task, unless it was told not to. */
  reasons: FailReason[];
  /** One line for each cause. */
  messages: string[];
}

/** The worst gate of all runs; undefined where there are none. */
export function worstGate(runs: readonly RunDetail[]): RunDetail['gate'] {
  const gates = runs.map(({ gate }) => gate);
  return (['fail', 'borderline', 'not-judged', 'pass'] as const).find(gate =>
    gates.includes(gate),
  );
}

/** Why nothing can be said from a run; undefined if something can. */
export function whyNotMeasured(run: RunDetail): string | undefined {
  const { id, state, message, validity, end } = run;
  const failsByGate = end === 'aborted-by-gate' && run.gate === 'fail';
  if (state !== 'succeeded' && !failsByGate)
    return `Run ${id} is "${state}": ${message ?? 'see its page'} (${runPath(
      id,
    )})`;
  if (validity === 'invalid')
    return `Run ${id} measured the generator, not the target: ${
      run.result?.validity.gates.find(({ passed }) => !passed)?.message ??
      'see its page'
    } (${runPath(id)})`;
  return undefined;
}

/** What runs and, where there is one, their comparison come to. */
export function outcomeOf(
  runs: readonly RunDetail[],
  comparison?: PerformanceComparison,
): Outcome {
  const unusable = runs.flatMap(run => whyNotMeasured(run) ?? []);
  if (unusable.length > 0)
    return {
      state: 'not-measured',
      reasons: ['not-measured'],
      messages: unusable,
    };
  const gates = runs.flatMap(run => run.gates);
  const lines = (...verdicts: string[]) =>
    gates
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map(
        ({ metric, threshold, message }) =>
          `${metric} ${threshold}: ${message}`,
      );
  const failed = lines('fail');
  const compared = comparison && outcomeOfComparison(comparison);
  const reasons: FailReason[] = [
    ...(failed.length > 0 ? (['gate'] as const) : []),
    ...(compared?.reasons ?? []),
  ];
  const unsure = lines('borderline', 'not-judged');
  return {
    state: stateOf(reasons, unsure.length > 0 || compared?.state === 'warned'),
    reasons,
    messages: [...failed, ...unsure, ...(compared?.messages ?? [])],
  };
}

/** What a comparison comes to. */
export function outcomeOfComparison({
  status,
  verdict,
  sentence,
  reasons,
}: PerformanceComparison): Outcome {
  if (status === 'refused')
    return {
      state: 'not-measured',
      reasons: ['not-measured'],
      messages: reasons.length > 0 ? reasons : [sentence],
    };
  if (verdict === 'regression')
    return { state: 'failed', reasons: ['regression'], messages: [sentence] };
  const isSure = verdict === 'improvement' || verdict === 'no change';
  return {
    state: isSure ? 'passed' : 'warned',
    reasons: [],
    messages: [sentence],
  };
}

/** @throws Error with the causes, if one of them is among those that fail the task */
export function failOn(outcome: Outcome, wanted: readonly FailReason[]): void {
  if (!outcome.reasons.some(reason => wanted.includes(reason))) return;
  const what =
    outcome.state === 'not-measured' ? 'Could not measure' : 'Too slow';
  throw new Error(`${what}: ${outcome.messages.join('; ')}`);
}

function stateOf(
  reasons: readonly FailReason[],
  isUnsure: boolean,
): OutcomeState {
  if (reasons.includes('gate') || reasons.includes('regression'))
    return 'failed';
  if (reasons.includes('not-measured')) return 'not-measured';
  return isUnsure ? 'warned' : 'passed';
}
