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

import { InputError, NotFoundError } from '@backstage/errors';
import type { RunResult } from '@meshplane/benchmark/model';
import type {
  ComparisonInput,
  PerformanceComparison,
} from '@meshplane/plugin-meshplane-common';
import { comparisonInputSchema } from '@meshplane/plugin-meshplane-common';
import { randomUUID } from 'node:crypto';
import type { PerformanceStores, RunRow } from '../../stores/model';
import { hasEnded, runSummaryOf, type Viewer } from '../../viewing';
import type { Computer } from '../compute/computeTasks';
import { Recent } from '../Recent';
import { comparableMetrics, type CompareOutput } from './compareSides';
import { comparisonNotesOf } from './notes';

export interface ComparisonServiceOptions {
  stores: Pick<PerformanceStores, 'runs' | 'comparisons'>;
  computer: Computer;
  now(): Date;
  newId?: () => string;
}

/** A page of an experiment that is open asks for all of its comparisons every few seconds. */
const COMPARISONS_KEPT = 100;
/** Sides of so many runs are resampled by run, so that their seconds are not needed. */
const RUNS_WITHOUT_SECONDS = 5;

/** For comparisons that nobody looks at: what may be done with their runs is not asked. */
const NOBODY: Viewer = { may: () => false };

/** Compares sides of runs, and keeps what is to be linked to. Permissions are the business of the caller. */
export class ComparisonService {
  readonly #options: ComparisonServiceOptions;
  readonly #recent = new Recent<CompareOutput>(COMPARISONS_KEPT);

  constructor(options: ComparisonServiceOptions) {
    this.#options = options;
  }

  /**
   * The runs of a comparison by their ids, in the order of the list.
   *
   * @throws NotFoundError naming the first one that is not there
   */
  async rows(ids: readonly string[]): Promise<RunRow[]> {
    const found = await Promise.all(
      ids.map(id => this.#options.stores.runs.get(id)),
    );
    return found.map((row, index) => {
      if (!row) throw new NotFoundError(`No run "${ids[index]}"`);
      return row;
    });
  }

  /**
   * @throws InputError for metrics that are none, NotFoundError for runs that are not there
   */
  async compare(
    given: ComparisonInput,
    viewer: Viewer = NOBODY,
  ): Promise<PerformanceComparison> {
    const { computer, newId = randomUUID, now, stores } = this.#options;
    const input = comparisonInputSchema.parse(given);
    const a = await this.rows(input.a);
    const b = await this.rows(input.b);
    const results = await stores.runs.results([...input.a, ...input.b]);
    const titleA = input.titleA ?? titleOf(a, 'A');
    const titleB = input.titleB ?? titleOf(b, 'B');
    const reasons = obstaclesOf(a, b, results);
    let worked: CompareOutput;
    if (reasons.length > 0) {
      worked = {
        status: 'refused',
        sentence: `These runs cannot be compared: ${reasons.join('; ')}.`,
        reasons,
        notes: [],
        metrics: [],
        shift: [],
        percentilesA: [],
        percentilesB: [],
      };
    } else {
      const { metrics, threshold, margin } = input;
      requireMetrics(metrics);
      const work = {
        a: resultsOf(a, results),
        b: resultsOf(b, results),
        titleA,
        titleB,
        metrics,
        threshold,
        margin,
        costs: Object.fromEntries(
          [...a, ...b].map(({ id, headline }) => [
            id,
            {
              cpuPerThousand: headline?.cpuPerThousand,
              memoryBytes: headline?.memoryBytes,
            },
          ]),
        ),
      };
      // Results change no more once they are there.
      worked = await this.#recent.get(
        JSON.stringify([input, titleA, titleB, work.costs]),
        () => computer.compute('compare', work),
      );
    }
    const comparison: PerformanceComparison = {
      createdAt: now().toISOString(),
      ...worked,
      notes: [...worked.notes, ...comparisonNotesOf(a, b)],
      a: { title: titleA, runs: a.map(row => runSummaryOf(row, viewer)) },
      b: { title: titleB, runs: b.map(row => runSummaryOf(row, viewer)) },
    };
    if (!input.save) return comparison;
    const id = newId();
    const saved = { ...comparison, id };
    await stores.comparisons.save(id, input, saved);
    return saved;
  }

  /** A kept comparison; undefined if it is not there. */
  find(id: string): Promise<PerformanceComparison | undefined> {
    return this.#options.stores.comparisons.get(id);
  }

  /** As it was kept, with what this person may do with its runs now. */
  async shown(
    kept: PerformanceComparison,
    viewer: Viewer,
  ): Promise<PerformanceComparison> {
    const side = async ({ title, runs }: PerformanceComparison['a']) => ({
      title,
      runs: await Promise.all(
        runs.map(async run => {
          const row = await this.#options.stores.runs.get(run.id);
          return row
            ? runSummaryOf(row, viewer)
            : { ...run, may: { cancel: false, edit: false } };
        }),
      ),
    });
    return { ...kept, a: await side(kept.a), b: await side(kept.b) };
  }
}

function requireMetrics(names: readonly string[] | undefined) {
  if (!names) return;
  if (names.length === 0)
    throw new InputError('"metrics" is empty: leave it out for the usual ones');
  for (const name of names)
    if (!comparableMetrics.includes(name))
      throw new InputError(
        `There is no metric "${name}" (metrics); known are ${comparableMetrics.join(
          ', ',
        )}`,
      );
}

/** Why there is nothing to compare, before anything is looked at. */
function obstaclesOf(
  a: readonly RunRow[],
  b: readonly RunRow[],
  results: ReadonlyMap<string, RunResult>,
): string[] {
  const inA = new Set(a.map(({ id }) => id));
  return [
    ...b
      .filter(({ id }) => inA.has(id))
      .map(({ name, id }) => `the run "${name}" (${id}) is on both sides`),
    ...[...a, ...b]
      .filter(({ id }) => !results.has(id))
      .map(({ name, id, state }) =>
        hasEnded(state)
          ? `the run "${name}" (${id}) has no result, it is ${state}`
          : `the run "${name}" (${id}) is ${state} and has no result yet`,
      ),
  ];
}

/** Under the ids of the runs: imported results bring ids of their own. */
function resultsOf(
  rows: readonly RunRow[],
  results: ReadonlyMap<string, RunResult>,
): RunResult[] {
  return rows.map(({ id }) => {
    const result = { ...results.get(id)!, id };
    return rows.length < RUNS_WITHOUT_SECONDS
      ? result
      : { ...result, slices: [] };
  });
}

function titleOf(rows: readonly RunRow[], fallback: string): string {
  const releases = new Set(rows.map(({ release }) => release));
  const [release] = releases;
  if (releases.size === 1 && release) return release;
  const names = new Set(rows.map(({ name }) => name));
  const [name] = names;
  return names.size === 1 ? `${name} (${fallback})` : fallback;
}
