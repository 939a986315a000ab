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
import { type Big, compact, toTime } from '../columns';
import type { RunFilter, RunRow } from '../model';
import { whereFound } from '../searching';
import { READ_COLUMNS, type RunColumns, RUNS, toRun } from './rows';

const SORT_COLUMNS = {
  createdAt: 'created_at',
  name: 'name_key',
  p50: 'p50',
  p99: 'p99',
  achievedRate: 'achieved_rate',
  errorRate: 'error_rate',
} as const satisfies Record<RunFilter['sort'], keyof RunColumns>;

/** See `RunStore.list`. Runs without the value that is sorted by come last, in both directions. */
export async function listRuns(
  knex: Knex,
  query: RunFilter,
): Promise<{ items: RunRow[]; total: number }> {
  const { visible, limit, offset } = query;
  if (visible) {
    // Permissions are decided on whole rows, so that all that match have to be looked at to count them.
    const rows = await ordered(matching(knex, query), query);
    const items = rows.map(toRun).filter(visible);
    return { items: items.slice(offset, offset + limit), total: items.length };
  }
  const [{ count }] = await matching(knex, query).count<{ count: Big }[]>({
    count: '*',
  });
  const rows = await ordered(matching(knex, query), query)
    .limit(limit)
    .offset(offset);
  return { items: rows.map(toRun), total: Number(count) };
}

function matching(knex: Knex, query: RunFilter): Knex.QueryBuilder {
  const rows = knex(RUNS).where(
    compact({
      state: query.state,
      profile_id: query.profileId,
      entity_ref: query.entityRef,
      cluster: query.cluster,
      experiment_id: query.experimentId,
      schedule_id: query.scheduleId,
      baseline: query.baseline && query.baseline === 'true',
      validity: query.validity,
      gate: query.gate,
    }),
  );
  if (query.active === 'true') rows.whereNotIn('state', [...finishedRunStates]);
  if (query.active === 'false') rows.whereIn('state', [...finishedRunStates]);
  if (query.since !== undefined)
    rows.where('created_at', '>=', toTime(query.since));
  if (query.until !== undefined)
    rows.where('created_at', '<=', toTime(query.until));
  whereFound(rows, 'search', query.q);
  return rows;
}

function ordered(
  rows: Knex.QueryBuilder,
  { sort, order }: RunFilter,
): Knex.QueryBuilder<object, RunColumns[]> {
  const column = SORT_COLUMNS[sort];
  // Databases differ in where empty values go; created_at and name_key have none.
  if (column !== 'created_at' && column !== 'name_key')
    rows.orderByRaw('case when ?? is null then 1 else 0 end', [column]);
  return rows
    .orderBy([
      { column, order },
      { column: 'id', order },
    ])
    .select<RunColumns[]>(...READ_COLUMNS);
}
