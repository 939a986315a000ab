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

import { Gate } from '../model/profile';
import { GateResult, RunResult } from '../model/result';
import { median } from '../statistics/basics';
import { incomparable } from '../statistics/comparability';
import { hodgesLehmann } from '../statistics/effects';
import { repeatRules } from '../statistics/planning';
import {
  GateTarget,
  gateTarget,
  judgeInterval,
  limitOf,
  showValue,
} from './gateTarget';
import { Measured, measure } from './measure';

/** What gates may look at besides the run itself. @public */
export interface GateContext {
  /** Runs that `delta(…)` compares with. */
  baseline?: readonly RunResult[];
  /** All runs of this side, the run itself included; a change is judged from five on each side. */
  repeats?: readonly RunResult[];
}

/**
 * Judges the gates of a finished run.
 *
 * `pass` where the whole 95 % interval keeps the threshold, `fail` where nothing of it does, `borderline` between,
 * `not-judged` where the run cannot answer: it is invalid, it has fewer than 100 samples beyond a percentile, or there is
 * no baseline. A change between two single runs is described, never judged.
 *
 * @throws GateError or ThresholdSyntaxError for gates that cannot be applied to any run.
 * @public
 */
export function evaluateGates(
  result: RunResult,
  gates: readonly Pick<Gate, 'metric' | 'threshold'>[],
  context: GateContext = {},
): GateResult[] {
  return gates.map(gate => {
    const target = gateTarget(gate);
    const base = {
      metric: gate.metric,
      threshold: gate.threshold,
      aborted: false,
    };
    if (result.validity.status === 'invalid') {
      return {
        ...base,
        verdict: 'not-judged' as const,
        message: 'The run is invalid: it measured the generator',
      };
    }
    return {
      ...base,
      ...(target.threshold.delta
        ? judgeDelta(target, result, context)
        : judgeValue(target, measure(target, result))),
    };
  });
}

type Judged = Pick<GateResult, 'verdict' | 'value' | 'interval' | 'message'>;

function judgeValue(target: GateTarget, measured: Measured): Judged {
  const { value, interval, obstacle, basis } = measured;
  if (value === undefined) {
    return { verdict: 'not-judged', message: capital(obstacle!) };
  }
  const shown = showValue(target, value);
  if (obstacle) {
    return {
      verdict: 'not-judged',
      value,
      message: `${shown}, but ${obstacle}`,
    };
  }
  const { operator, text } = target.threshold;
  const verdict = judgeInterval(value, interval, operator, limitOf(target));
  const sure = interval
    ? `95 % interval ${showValue(target, interval[0])} to ${showValue(
        target,
        interval[1],
      )}, ${basis}`
    : basis;
  const advice =
    verdict === 'borderline' ? '; lengthen the run to be sure' : '';
  return {
    verdict,
    value,
    ...(interval ? { interval } : {}),
    message: `${shown} (${sure}) against ${text}${advice}`,
  };
}

/**
 * The change in percent of the baseline. For the rate of errors, whose level is often zero, percentage points.
 */
function judgeDelta(
  target: GateTarget,
  result: RunResult,
  context: GateContext,
): Judged {
  const baseline = context.baseline ?? [];
  if (baseline.length === 0) {
    return {
      verdict: 'not-judged',
      message: 'There is no baseline to compare with',
    };
  }
  const side = context.repeats ?? [result];
  const reasons = incomparable([...baseline, ...side]);
  if (reasons.length > 0) {
    return { verdict: 'not-judged', message: reasons.join('; ') };
  }
  const before = valuesOf(target, baseline);
  const after = valuesOf(target, side);
  if (!before || !after) {
    return {
      verdict: 'not-judged',
      message: 'Some runs do not tell this value',
    };
  }
  const level = Math.abs(median(before));
  const isShare =
    target.metric === 'errors' && target.threshold.aggregation.kind === 'rate';
  if (!isShare && level === 0) {
    return {
      verdict: 'not-judged',
      message: 'The baseline is zero, a change has no percentage',
    };
  }
  const percent = (value: number) => (100 * value) / (isShare ? 1 : level);
  const { shift, interval } = hodgesLehmann(before, after);
  const value = percent(shift);
  const { operator, text } = target.threshold;
  const limit = limitOf(target);
  const fewest = Math.min(before.length, after.length);
  if (fewest < repeatRules.minimum) {
    const kept = judgeInterval(value, undefined, operator, limit) === 'pass';
    return {
      // Outside of the limit deserves a warning, inside deserves no praise.
      verdict: kept ? 'not-judged' : 'borderline',
      value,
      message:
        `${showValue(target, value)} seen against ${text}, not confirmed: ` +
        `${before.length} and ${after.length} runs, at least ${repeatRules.minimum} per side are needed`,
    };
  }
  const shares: [number, number] = [percent(interval[0]), percent(interval[1])];
  return judgeValue(target, {
    value,
    interval: shares,
    basis: `${before.length} against ${after.length} runs`,
  });
}

function valuesOf(
  target: GateTarget,
  runs: readonly RunResult[],
): number[] | undefined {
  const values: number[] = [];
  for (const run of runs) {
    const { value, obstacle } = measure(target, run);
    if (value === undefined || obstacle) {
      return undefined;
    }
    values.push(value);
  }
  return values;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
