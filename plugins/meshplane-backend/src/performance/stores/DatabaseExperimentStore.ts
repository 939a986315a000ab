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

import { experimentStateSchema } from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import {
  type Big,
  compact,
  fromTime,
  fromTimeOrNull,
  leaseColumns,
  leaseOf,
  toText,
  toTextOrNull,
  toTime,
  toTimeOrNull,
} from './columns';
import type { ExperimentRow, ExperimentStore } from './model';

const TABLE = 'performance_experiments';
const UNDER_WAY = ['running', 'restoring'];

interface Row {
  id: string;
  name: string;
  state: string;
  message: string | null;
  created_at: Big;
  created_by: string;
  ended_at: Big | null;
  input: string;
  run_order: string;
  position: number;
  to_restore: string;
  pending_restores: string;
  operations: string;
  lease_owner: string | null;
  lease_until: Big | null;
  cancel_requested_by: string | null;
}

/** {@link ExperimentStore} in the plugin's database. */
export class DatabaseExperimentStore implements ExperimentStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(row: ExperimentRow) {
    await this.#knex(TABLE).insert(toRow(row));
  }

  async get(id: string) {
    const row: Row | undefined = await this.#knex(TABLE).where({ id }).first();
    return row && toExperiment(row);
  }

  async list(query: { limit: number; offset: number }) {
    const [{ count }] = await this.#knex(TABLE).count<{ count: Big }[]>({
      count: '*',
    });
    const rows: Row[] = await this.#knex(TABLE)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit)
      .offset(query.offset);
    return { items: rows.map(toExperiment), total: Number(count) };
  }

  async update(id: string, change: Partial<ExperimentRow>) {
    const columns = changedColumns(change);
    if (Object.keys(columns).length > 0)
      await this.#knex(TABLE).where({ id }).update(columns);
    return this.get(id);
  }

  async claimNext(owner: string, now: string, until: string) {
    const claimable = () =>
      this.#knex(TABLE).where(query =>
        query
          .where({ state: 'queued' })
          .orWhere(left =>
            left
              .whereIn('state', UNDER_WAY)
              .where(free =>
                free
                  .whereNull('lease_until')
                  .orWhere('lease_until', '<', toTime(now)),
              ),
          ),
      );
    for (;;) {
      const next: Row | undefined = await claimable()
        .orderBy(['created_at', 'id'])
        .first();
      if (!next) return undefined;
      // The condition again: of two replicas that saw the same one, the second changes nothing.
      const taken = await claimable()
        .where({ id: next.id })
        .update({
          state: next.state === 'queued' ? 'running' : next.state,
          ...leaseColumns({ owner, until }),
        });
      if (taken === 1) return this.get(next.id);
    }
  }

  async renewLease(id: string, owner: string, until: string) {
    const changed = await this.#knex(TABLE)
      .where({ id, lease_owner: owner })
      .whereIn('state', UNDER_WAY)
      .update({ lease_until: toTime(until) });
    return changed === 1;
  }
}

function toRow(row: ExperimentRow): Row {
  return {
    id: row.id,
    name: toText(row.name),
    state: row.state,
    message: toTextOrNull(row.message),
    created_at: toTime(row.createdAt),
    created_by: row.createdBy,
    ended_at: toTimeOrNull(row.endedAt),
    input: JSON.stringify(row.input),
    run_order: JSON.stringify(row.order),
    position: row.position,
    to_restore: JSON.stringify(row.toRestore),
    pending_restores: JSON.stringify(row.pendingRestores),
    operations: JSON.stringify(row.operations),
    ...leaseColumns(row.lease),
    cancel_requested_by: row.cancelRequestedBy ?? null,
  };
}

/** Which columns hold which field. */
const COLUMNS: Record<keyof ExperimentRow, readonly (keyof Row)[]> = {
  id: [],
  name: ['name'],
  state: ['state'],
  message: ['message'],
  createdAt: ['created_at'],
  createdBy: ['created_by'],
  endedAt: ['ended_at'],
  input: ['input'],
  order: ['run_order'],
  position: ['position'],
  toRestore: ['to_restore'],
  pendingRestores: ['pending_restores'],
  operations: ['operations'],
  lease: ['lease_owner', 'lease_until'],
  cancelRequestedBy: ['cancel_requested_by'],
};

/** Fills the fields that a change does not name, to make columns of it. */
const EMPTY: Partial<ExperimentRow> = {
  id: '',
  name: '',
  createdAt: new Date(0).toISOString(),
};

/** Only the columns that the change names; a key with `undefined` empties its column. */
function changedColumns(change: Partial<ExperimentRow>): Partial<Row> {
  const { state } = change;
  const all = toRow({ ...EMPTY, ...change } as ExperimentRow);
  const names = (Object.keys(change) as (keyof ExperimentRow)[]).flatMap(
    key => COLUMNS[key],
  );
  return {
    ...Object.fromEntries(names.map(name => [name, all[name]])),
    // Nobody works on what has ended.
    ...(state && state !== 'queued' && !UNDER_WAY.includes(state)
      ? leaseColumns(undefined)
      : {}),
  };
}

function toExperiment(row: Row): ExperimentRow {
  return compact({
    id: row.id,
    name: row.name,
    state: experimentStateSchema.parse(row.state),
    message: row.message ?? undefined,
    createdAt: fromTime(row.created_at),
    createdBy: row.created_by,
    endedAt: fromTimeOrNull(row.ended_at),
    input: JSON.parse(row.input) as ExperimentRow['input'],
    order: JSON.parse(row.run_order) as ExperimentRow['order'],
    position: row.position,
    toRestore: JSON.parse(row.to_restore) as string[],
    pendingRestores: JSON.parse(
      row.pending_restores,
    ) as ExperimentRow['pendingRestores'],
    operations: JSON.parse(row.operations) as ExperimentRow['operations'],
    lease: leaseOf(row),
    cancelRequestedBy: row.cancel_requested_by ?? undefined,
  });
}
