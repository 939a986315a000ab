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

/**
 * Why runs must not be compared; empty where they may. An invalid run measured its generator; numbers of different
 * generators, precisions and loads differ for reasons other than the server.
 * @public
 */
export function incomparable(runs: readonly RunResult[]): string[] {
  const reasons: string[] = [];
  for (const run of runs) {
    if (run.validity.status === 'invalid') {
      const gate = run.validity.gates.find(g => !g.passed);
      reasons.push(
        `The run "${run.id}" is invalid${
          gate ? ` (${gate.message})` : ''
        }: it measured the generator`,
      );
    }
    if (run.end !== 'complete') {
      reasons.push(`The run "${run.id}" did not run to its end ("${run.end}")`);
    }
  }
  const differ = (what: string, of: (run: RunResult) => string | undefined) => {
    const values = [...new Set(runs.map(of))];
    if (values.length > 1) {
      reasons.push(
        `The runs have different ${what}: ${values
          .map(value => `"${value ?? 'unknown'}"`)
          .join(', ')}`,
      );
    }
  };
  differ('generators', run => run.generator.name);
  differ('precisions', run => run.precision);
  differ('beginnings of their latencies', run => headlineLatency(run)?.kind);
  differ('load models', run => run.profile?.load.model);
  const rates = runs
    .map(run => run.targetRate)
    .filter((rate): rate is number => rate !== undefined);
  if (rates.length > 0 && Math.max(...rates) > Math.min(...rates) * 1.01) {
    reasons.push(
      `The runs have different target rates: ${Math.min(
        ...rates,
      )} to ${Math.max(...rates)} req/s`,
    );
  }
  return reasons;
}

/** What a reader should know of runs that may be compared. */
export function comparisonNotes(runs: readonly RunResult[]): string[] {
  const notes: string[] = [];
  if (runs.some(run => run.validity.status === 'unknown')) {
    notes.push(
      'Some runs do not tell whether the generator or the server was the limit',
    );
  }
  if (runs.some(run => run.precision !== 'exact')) {
    notes.push(
      'The latencies are not exact: percentiles were interpolated or taken from a summary',
    );
  }
  return notes;
}
