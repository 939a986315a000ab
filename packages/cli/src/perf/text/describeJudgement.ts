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

import type { QuantileShift, RunDescription } from '@meshplane/benchmark';
import type { Judgement } from '../judge';
import { amount, columns, milliseconds, percentText } from './numbers';

const HEADLINES: Record<Judgement['verdict'], string> = {
  regression: 'REGRESSION: the candidate is worse than the baseline',
  improvement: 'IMPROVEMENT: the candidate is better than the baseline',
  'no change': 'NO CHANGE: whatever difference there is lies within the margin',
  inconclusive: 'INCONCLUSIVE: neither a change nor its absence is shown',
  described:
    'DESCRIBED, NOT JUDGED: two single runs cannot tell a change from chance; repeat both sides (5 runs each at least)',
  refused: 'NOT COMPARED',
};

/** A judgement for people, in lines. */
export function describeJudgement(judgement: Judgement): string[] {
  const { comparison, description, excluded } = judgement;
  return [
    HEADLINES[judgement.verdict],
    ...(comparison?.reasons ?? []).map(reason => `  ${reason}`),
    ...(comparison?.metrics ?? []).map(({ sentence }) => `  ${sentence}`),
    ...(description ? descriptionLines(description) : []),
    ...[...(comparison?.notes ?? []), ...(description?.notes ?? [])].map(
      note => `  note: ${note}`,
    ),
    ...excluded.map(
      ({ side, id, reason }) =>
        `  left out of the ${side}: run ${id}, ${reason}`,
    ),
  ];
}

function descriptionLines(description: RunDescription): string[] {
  if (description.incomparable.length > 0) {
    return description.incomparable.map(reason => `  ${reason}`);
  }
  const { throughput, errorRate } = description;
  const shown = description.quantiles.filter(
    ({ display, a }) => display !== 'hidden' && a !== undefined,
  );
  return [
    `  ${description.statement}`,
    '',
    ...columns([
      ['ms', 'baseline', 'candidate', 'difference'],
      ...shown.map(quantileRow),
    ]).map(line => `  ${line}`),
    '',
    `  throughput ${amount(throughput.a)} against ${amount(
      throughput.b,
    )} req/s, errors ${share(errorRate.a)} against ${share(errorRate.b)}`,
    ...(shown.some(({ display }) => display === 'grey')
      ? ['  in parentheses: fewer than 100 samples are beyond it']
      : []),
  ];
}

function quantileRow(quantile: QuantileShift): string[] {
  const { percentile, a, b, shift, ratio, display } = quantile;
  const change =
    ratio === undefined
      ? ''
      : `, ${ratio >= 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(1)} %`;
  const sign = (shift ?? 0) >= 0 ? '+' : '−';
  const difference = `${sign}${milliseconds(Math.abs(shift ?? 0))}${change}`;
  const cells = [milliseconds(a), milliseconds(b), difference];
  return [
    `p${percentile}`,
    ...(display === 'grey' ? cells.map(cell => `(${cell})`) : cells),
  ];
}

function share(value: number | undefined): string {
  return value === undefined ? 'unknown' : percentText(value);
}
