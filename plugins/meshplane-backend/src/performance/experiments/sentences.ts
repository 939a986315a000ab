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

import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import type { CheckedExperiment } from './ExperimentService';

type Overhead = ExperimentDetail['overheads'][number];
type Estimate = NonNullable<Overhead['addedP50Ms']>;

/** What came out, side by side with the baseline, in words. */
export function sentencesOf(
  { arms: [baseline] }: CheckedExperiment,
  overheads: readonly Overhead[],
  hasEnded: boolean,
): string[] {
  return overheads.map(overhead => {
    const { arm, comparison } = overhead;
    const costs = [
      cost('p50', overhead.addedP50Ms, 'ms', overhead.addedP50Share),
      cost('p99', overhead.addedP99Ms, 'ms', overhead.addedP99Share),
      cost('CPU', overhead.addedCpuPerThousand, 'vCPU per 1 000 req/s'),
      cost('memory', overhead.addedMemoryMb, 'MB per 1 000 req/s'),
    ].filter(text => text !== undefined);
    const beside = `"${arm}" beside "${baseline.name}"`;
    if (costs.length === 0)
      return hasEnded
        ? `${beside}: nothing can be said, because no run of one of them can be compared; the notes say why`
        : `${beside}: not measured yet`;
    return `${beside}: ${verdictOf(comparison)}; ${costs.join(', ')}`;
  });
}

function verdictOf(comparison: Overhead['comparison']): string {
  if (!comparison) return 'not compared';
  const { status, verdict } = comparison;
  if (status === 'judged' && verdict) return verdict;
  return status === 'refused'
    ? 'not to be compared'
    : 'described, not judged (too few runs)';
}

function cost(
  name: string,
  estimate: Estimate | undefined,
  unit: string,
  share?: Estimate,
): string | undefined {
  if (!estimate) return undefined;
  const { value, interval } = estimate;
  const percent = share ? ` (${signed(100 * share.value)} %)` : '';
  const range = interval
    ? `, 95 % interval ${signed(interval[0])} to ${signed(interval[1])}`
    : '';
  return `${name} ${signed(value)} ${unit}${percent}${range}`;
}

function signed(value: number): string {
  const text = Number(value.toPrecision(3)).toString();
  return value > 0 ? `+${text}` : text;
}
