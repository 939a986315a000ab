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

import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type { OperationRow } from './rows';

/** Operations that are dropped in one transaction. */
const BATCH = 100;
/** A blob is written before the operation that refers to it. */
const BLOB_GRACE_MS = 60 * 60_000;

const CHILD_TABLES = [
  'operation_clusters',
  'operation_steps',
  'operation_log',
  'operation_decisions',
  'operation_locks',
];

/** See `OperationStore.removeBefore`. Children go with their parent; blobs go when nothing refers to them. */
export async function removeBefore(knex: Knex, time: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await knex<OperationRow>('operations')
      .where('created_at', '<', time)
      .whereNull('parent_id')
      .whereNot('state', 'running')
      // A child that was resumed by itself keeps its parent.
      .whereNotExists(
        knex({ child: 'operations' })
          .select(knex.raw('1'))
          .whereRaw('?? = ??', ['child.parent_id', 'operations.id'])
          .where('child.state', 'running'),
      )
      .limit(BATCH)
      .select('id');
    if (rows.length === 0) break;
    const parents = rows.map(({ id }) => id);
    removed += parents.length;
    await knex.transaction(async tx => {
      const children = await tx<OperationRow>('operations')
        .whereIn('parent_id', parents)
        .select('id');
      const ids = [...parents, ...children.map(({ id }) => id)];
      for (const table of CHILD_TABLES)
        await inChunks(ids, chunk =>
          tx(table).whereIn('operation_id', chunk).delete(),
        );
      await inChunks(ids, chunk =>
        tx('operations').whereIn('id', chunk).delete(),
      );
    });
  }
  await removeOrphanedBlobs(knex, time);
  return removed;
}

async function removeOrphanedBlobs(knex: Knex, time: number) {
  const query = knex('operation_blobs').where(
    'created_at',
    '<',
    time - BLOB_GRACE_MS,
  );
  for (const column of ['plan_blob', 'changes_blob', 'files_blob'])
    query.whereNotExists(
      knex('operations')
        .select(knex.raw('1'))
        .whereRaw('?? = ??', [
          `operations.${column}`,
          'operation_blobs.sha256',
        ]),
    );
  await query.delete();
}
