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
import type { OperationFilter, OperationRecord } from './records';
import { type OperationRow, toRecord } from './rows';

const OPERATIONS = 'operations';
const CLUSTERS = 'operation_clusters';
/** SQLite takes a limited number of variables in one statement. */
const CHUNK = 500;

export async function readOperation(
  knex: Knex,
  id: string,
): Promise<OperationRecord | undefined> {
  const [record] = await withClusters(
    knex,
    await knex<OperationRow>(OPERATIONS).where({ id }),
  );
  return record;
}

/** The records of rows, in their order. */
export async function withClusters(
  knex: Knex,
  rows: readonly OperationRow[],
): Promise<OperationRecord[]> {
  const clusters = new Map<string, string[]>();
  for (let at = 0; at < rows.length; at += CHUNK) {
    const found = await knex(CLUSTERS)
      .whereIn(
        'operation_id',
        rows.slice(at, at + CHUNK).map(({ id }) => id),
      )
      .orderBy('cluster')
      .select<{ operation_id: string; cluster: string }[]>();
    for (const { operation_id: id, cluster } of found)
      clusters.set(id, [...(clusters.get(id) ?? []), cluster]);
  }
  return rows.map(row => toRecord(row, clusters.get(row.id) ?? []));
}

export async function listOperations(
  knex: Knex,
  filter: OperationFilter,
): Promise<{ items: OperationRecord[]; total: number }> {
  const matching = () => {
    const query = knex<OperationRow>(OPERATIONS).where(
      columnsOf({
        state: filter.state,
        kind: filter.kind,
        definition: filter.definition,
        namespace: filter.namespace,
        created_by: filter.createdBy,
      }),
    );
    if (!filter.children) query.whereNull('parent_id');
    if (filter.since !== undefined)
      query.where('created_at', '>=', filter.since);
    if (filter.cluster !== undefined)
      query.whereExists(
        ofOperation(knex).where(`${CLUSTERS}.cluster`, filter.cluster),
      );
    if (filter.within)
      query.whereNotExists(
        ofOperation(knex).whereNotIn(`${CLUSTERS}.cluster`, [...filter.within]),
      );
    return query;
  };
  const [{ count }] = await matching().count<{ count: number | string }[]>({
    count: '*',
  });
  const rows = await matching()
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(filter.limit)
    .offset(filter.offset);
  return { items: await withClusters(knex, rows), total: Number(count) };
}

function ofOperation(knex: Knex) {
  return knex(CLUSTERS)
    .select(knex.raw('1'))
    .whereRaw('?? = ??', [`${CLUSTERS}.operation_id`, `${OPERATIONS}.id`]);
}

function columnsOf(columns: Partial<Record<keyof OperationRow, unknown>>) {
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  );
}
