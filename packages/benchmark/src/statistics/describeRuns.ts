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

import { headlineLatency } from '../formats/results';
import { RunResult } from '../model/result';
import { comparisonNotes, incomparable } from './comparability';
import { ksDistance, wasserstein1 } from './distance';
import {
  bucketsOf,
  percentileDisplay,
  percentileInterval,
  quantilesOf,
  tailCount,
} from './distribution';
import { errorRateOf } from './failures';

/** One percentile of two runs, microseconds. @public */
export interface QuantileShift {
  percentile: number;
  a?: number;
  b?: number;
  intervalA?: [number, number];
  intervalB?: [number, number];
  /** b − a. */
  shift?: number;
  /** b / a. */
  ratio?: number;
  /** Samples beyond the percentile in the run that has fewer. */
  tail: number;
  display: 'full' | 'grey' | 'hidden';
}

/** Two single runs beside each other. @public */
export interface RunDescription {
  /** Never a verdict: two runs cannot tell a change from the difference between any two runs. */
  statement: string;
  /** Reasons not to compare; empty where there are none. */
  incomparable: string[];
  notes: string[];
  quantiles: QuantileShift[];
  /** Kolmogorov-Smirnov distance, 0 to 1. */
  ks?: number;
  /** Wasserstein-1 distance in microseconds. */
  wasserstein?: number;
  throughput: { a: number; b: number };
  errorRate: { a?: number; b?: number };
}

const PERCENTILES = [50, 75, 90, 95, 99, 99.9];

/**
 * Describes two single runs without judging. Percentiles with fewer than 100 samples beyond them are marked grey, with
 * fewer than 10 they are hidden.
 * @public
 */
export function describeRuns(a: RunResult, b: RunResult): RunDescription {
  const reasons = incomparable([a, b]);
  const headA = headlineLatency(a)?.distribution;
  const headB = headlineLatency(b)?.distribution;
  const quantiles: QuantileShift[] = [];
  let distances: { ks?: number; wasserstein?: number } = {};
  if (headA && headB) {
    const qa = quantilesOf(headA);
    const qb = quantilesOf(headB);
    for (const percentile of PERCENTILES) {
      quantiles.push(shiftAt(percentile, qa, qb));
    }
    const bucketsA = bucketsOf(headA);
    const bucketsB = bucketsOf(headB);
    if (a.precision === b.precision && bucketsA?.length && bucketsB?.length) {
      distances = {
        ks: ksDistance(bucketsA, bucketsB),
        wasserstein: wasserstein1(bucketsA, bucketsB),
      };
    }
  }
  return {
    statement: statementOf(reasons, quantiles),
    incomparable: reasons,
    notes: comparisonNotes([a, b]),
    quantiles,
    ...distances,
    throughput: { a: a.achievedRate, b: b.achievedRate },
    errorRate: { a: errorRateOf(a.counts), b: errorRateOf(b.counts) },
  };
}

function shiftAt(
  percentile: number,
  qa: ReturnType<typeof quantilesOf>,
  qb: ReturnType<typeof quantilesOf>,
): QuantileShift {
  const count = Math.min(qa.count, qb.count);
  const entry: QuantileShift = {
    percentile,
    tail: tailCount(count, percentile),
    display: percentileDisplay(count, percentile),
  };
  const a = qa.at(percentile);
  const b = qb.at(percentile);
  if (entry.display === 'hidden' || a === undefined || b === undefined) {
    return entry;
  }
  return {
    ...entry,
    a,
    b,
    intervalA: percentileInterval(qa, percentile),
    intervalB: percentileInterval(qb, percentile),
    shift: b - a,
    ...(a > 0 ? { ratio: b / a } : {}),
  };
}

function statementOf(
  reasons: readonly string[],
  quantiles: readonly QuantileShift[],
): string {
  if (reasons.length > 0) {
    return 'not comparable';
  }
  const shown = quantiles.filter(
    q => q.display === 'full' && q.a !== undefined,
  );
  if (shown.length === 0) {
    return 'too few samples to see a difference';
  }
  const apart = shown.some(
    ({ a, b, intervalA, intervalB }) =>
      a !== b &&
      (!intervalA ||
        !intervalB ||
        intervalA[1] < intervalB[0] ||
        intervalB[1] < intervalA[0]),
  );
  return apart
    ? 'difference seen, not confirmed'
    : 'no difference seen, which does not show that there is none';
}
