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
  ComparisonInput,
  PerformanceComparison,
} from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { toTime } from './columns';
import type { ComparisonStore } from './model';

const COMPARISONS = 'performance_comparisons';
const RUNS = 'performance_comparison_runs';

/** {@link ComparisonStore} in the plugin's database. The runs of what is kept are spared by retention. */
export class DatabaseComparisonStore implements ComparisonStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async save(
    id: string,
    input: ComparisonInput,
    comparison: PerformanceComparison,
  ) {
    const runs = [...new Set([...input.a, ...input.b])];
    await this.#knex.transaction(async tx => {
      await tx(COMPARISONS)
        .insert({
          id,
          created_at: toTime(comparison.createdAt),
          input: JSON.stringify(input),
          comparison: JSON.stringify(comparison),
        })
        .onConflict('id')
        .merge();
      await tx(RUNS).where({ comparison_id: id }).delete();
      await tx(RUNS).insert(
        runs.map(run => ({ comparison_id: id, run_id: run })),
      );
    });
  }

  async get(id: string) {
    const row = await this.#knex(COMPARISONS)
      .where({ id })
      .first<{ comparison: string } | undefined>('comparison');
    return row && (JSON.parse(row.comparison) as PerformanceComparison);
  }
}
