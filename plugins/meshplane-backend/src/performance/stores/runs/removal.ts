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

import { finishedRunStates } from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { inChunks } from '../../../database/inChunks';
import { toTime } from '../columns';
import { dropReferences } from './blobReferences';
import { RUNS } from './rows';

/** Runs that are dropped in one transaction. */
const BATCH = 100;

const PART_TABLES = [
  'performance_run_documents',
  'performance_live_seconds',
  'performance_slices',
  'performance_comparison_runs',
];

/** Removes runs with all their parts. */
export function removeRuns(knex: Knex, ids: readonly string[]): Promise<void> {
  return knex.transaction(tx => removeIn(tx, ids));
}

/** See `RunStore.prune`. */
export async function pruneRuns(knex: Knex, before: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const dropped = await knex.transaction(async tx => {
      const rows = await prunable(tx, toTime(before))
        .orderBy(['ended_at', 'id'])
        .limit(BATCH)
        // Held: one that is made a baseline just now stays.
        .forUpdate(RUNS)
        .select<{ id: string }[]>('id');
      await removeIn(
        tx,
        rows.map(({ id }) => id),
      );
      return rows.length;
    });
    if (dropped === 0) return removed;
    removed += dropped;
  }
}

async function removeIn(tx: Knex, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // First: a result that is about to be stored then finds no run.
  await inChunks(ids, chunk => tx(RUNS).whereIn('id', chunk).delete());
  for (const table of PART_TABLES)
    await inChunks(ids, chunk => tx(table).whereIn('run_id', chunk).delete());
  await dropReferences(tx, ids);
}

function prunable(knex: Knex, before: number): Knex.QueryBuilder {
  return (
    knex(RUNS)
      .whereIn('state', [...finishedRunStates])
      // What was refused or cancelled in the queue may have no end.
      .where(query =>
        query
          .where('ended_at', '<', before)
          .orWhere(unended =>
            unended.whereNull('ended_at').where('created_at', '<', before),
          ),
      )
      .where({ baseline: false })
      .whereNotExists(
        knex('performance_experiments')
          .select(knex.raw('1'))
          .whereRaw('?? = ??', [
            'performance_experiments.id',
            `${RUNS}.experiment_id`,
          ]),
      )
      .whereNotExists(
        knex('performance_comparison_runs')
          .select(knex.raw('1'))
          .whereRaw('?? = ??', [
            'performance_comparison_runs.run_id',
            `${RUNS}.id`,
          ]),
      )
  );
}
