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

import type { DatabaseService } from '@backstage/backend-plugin-api';
import {
  operationDecisionSchema,
  type OperationState,
} from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { migratedClient } from './migratedClient';
import type { OperationStore } from './OperationStore';
import {
  claim,
  insertDecision,
  leaseColumns,
  touched,
  updateOwned,
} from './operations/claims';
import { appendLog, readLog } from './operations/operationLog';
import {
  listOperations,
  readOperation,
  withClusters,
} from './operations/reading';
import {
  type Lease,
  type NewDecision,
  type NewLogEntry,
  type NewOperation,
  type OperationFilter,
  type OperationPatch,
  type OperationRecord,
  type StepPatch,
} from './operations/records';
import { removeBefore } from './operations/retention';
import {
  newRow,
  newStepRow,
  type OperationRow,
  patchColumns,
  type StepRow,
  stepColumns,
  toStep,
} from './operations/rows';

const OPERATIONS = 'operations';
const STEPS = 'operation_steps';
const LOCKS = 'operation_locks';

/** Steps in these states count as done. */
const DONE: readonly string[] = ['done', 'skipped'];

/** {@link OperationStore} in the plugin's database. */
export class DatabaseOperationStore implements OperationStore {
  readonly #knex: Knex;

  /** Brings the tables up to date, unless migrations are switched off. */
  static async create(
    database: DatabaseService,
  ): Promise<DatabaseOperationStore> {
    return new DatabaseOperationStore(await migratedClient(database));
  }

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(operations: readonly NewOperation[], at: number) {
    await this.#knex.transaction(async tx => {
      for (const operation of operations) {
        await tx(OPERATIONS).insert(newRow(operation, at));
        for (const cluster of operation.clusters)
          await tx('operation_clusters').insert({
            operation_id: operation.id,
            cluster,
          });
        for (const [position, step] of operation.steps.entries())
          await tx(STEPS).insert(newStepRow(operation.id, step, position));
      }
    });
  }

  get(id: string) {
    return readOperation(this.#knex, id);
  }

  async children(parent: string) {
    const rows = await this.#knex<OperationRow>(OPERATIONS)
      .where({ parent_id: parent })
      .orderBy('position');
    return withClusters(this.#knex, rows);
  }

  async steps(id: string) {
    const rows = await this.#knex<StepRow>(STEPS)
      .where({ operation_id: id })
      .orderBy('position');
    return rows.map(toStep);
  }

  async decisions(id: string) {
    const rows = await this.#knex('operation_decisions')
      .where({ operation_id: id })
      .orderBy('id');
    return rows.map(row =>
      operationDecisionSchema.parse({
        action: row.action,
        by: row.decided_by,
        at: new Date(Number(row.at)).toISOString(),
        comment: row.comment ?? undefined,
      }),
    );
  }

  list(filter: OperationFilter) {
    return listOperations(this.#knex, filter);
  }

  async changedSince(time: number, limit: number) {
    const rows = await this.#knex<OperationRow>(OPERATIONS)
      .where('updated_at', '>=', time)
      .orderBy('updated_at')
      .limit(limit);
    return withClusters(this.#knex, rows);
  }

  claim(id: string, options: Parameters<OperationStore['claim']>[1]) {
    return claim(this.#knex, id, options);
  }

  async unclaim(id: string, owner: string, to: OperationRecord) {
    await this.#knex.transaction(async tx => {
      await updateOwned(tx, id, owner, {
        state: to.state,
        direction: to.direction,
        waiting: to.waiting,
        message: to.message ?? null,
        started_at: to.startedAt ?? null,
        ended_at: to.endedAt ?? null,
        approved_by: to.approvedBy ?? null,
        approved_at: to.approvedAt ?? null,
        cancel: null,
        ...leaseColumns(),
        ...touched(tx, to.updatedAt),
      });
      await tx(LOCKS).where({ operation_id: id }).delete();
    });
  }

  async takeOver(id: string, from: Lease, lease: Lease) {
    const taken = await this.#knex<OperationRow>(OPERATIONS)
      .where({
        id,
        state: 'running',
        lease_owner: from.owner,
        lease_expires_at: from.expiresAt,
      })
      .update(leaseColumns(lease));
    return taken === 1;
  }

  async expired(time: number) {
    const rows = await this.#knex<OperationRow>(OPERATIONS)
      .where({ state: 'running' })
      .whereNotNull('lease_owner')
      .where('lease_expires_at', '<', time)
      .orderBy('lease_expires_at');
    return withClusters(this.#knex, rows);
  }

  async renew(id: string, lease: Lease) {
    await updateOwned(this.#knex, id, lease.owner, leaseColumns(lease));
    return (await this.get(id))?.cancel;
  }

  async release(id: string, owner: string, patch: OperationPatch, at: number) {
    await this.#knex.transaction(async tx => {
      await updateOwned(tx, id, owner, {
        ...patchColumns(patch),
        cancel: null,
        ...leaseColumns(),
        ...touched(tx, at),
      });
      await tx(LOCKS).where({ operation_id: id }).delete();
    });
  }

  async lockHolders(scope: string, locks: readonly string[]) {
    const rows = await this.#knex(LOCKS)
      .where({ scope })
      .whereIn('name', [...locks])
      .orderBy('name');
    return rows.map(row => ({ lock: row.name, operation: row.operation_id }));
  }

  async transition(
    id: string,
    from: readonly OperationState[],
    patch: OperationPatch,
    options: { at: number; decision?: NewDecision },
  ) {
    return this.#knex.transaction(async tx => {
      const changed = await tx<OperationRow>(OPERATIONS)
        .where({ id })
        .whereIn('state', [...from])
        .whereNull('lease_owner')
        .update({ ...patchColumns(patch), ...touched(tx, options.at) });
      if (changed !== 1) return false;
      if (options.decision) await insertDecision(tx, id, options.decision);
      return true;
    });
  }

  patch(id: string, owner: string, patch: OperationPatch, at: number) {
    return updateOwned(this.#knex, id, owner, {
      ...patchColumns(patch),
      ...touched(this.#knex, at),
    });
  }

  async patchStep(
    id: string,
    owner: string,
    step: string,
    patch: StepPatch,
    at: number,
  ) {
    await this.#knex.transaction(async tx => {
      // First: it checks the lease and holds the row until the transaction ends.
      await updateOwned(tx, id, owner, touched(tx, at));
      await tx<StepRow>(STEPS)
        .where({ operation_id: id, step_id: step })
        .update(stepColumns(patch));
      if (patch.state === undefined) return;
      const [{ count }] = await tx<StepRow>(STEPS)
        .where({ operation_id: id })
        .whereIn('state', [...DONE])
        .count<{ count: number | string }[]>({ count: '*' });
      await tx<OperationRow>(OPERATIONS)
        .where({ id })
        .update({ steps_done: Number(count) });
      await countInParent(tx, id, at);
    });
  }

  async requestCancel(id: string, decision: NewDecision) {
    return this.#knex.transaction(async tx => {
      const changed = await tx<OperationRow>(OPERATIONS)
        .where({ id, state: 'running' })
        .whereNull('cancel')
        .update({
          cancel: JSON.stringify({ by: decision.by, reason: decision.comment }),
          ...touched(tx, decision.at),
        });
      if (changed !== 1) return false;
      await insertDecision(tx, id, decision);
      return true;
    });
  }

  addDecision(id: string, decision: NewDecision) {
    return insertDecision(this.#knex, id, decision);
  }

  appendLog(
    id: string,
    entries: readonly NewLogEntry[],
    options: { cap: number; owner?: string },
  ) {
    return appendLog(this.#knex, id, entries, options);
  }

  log(id: string, after: number, limit: number) {
    return readLog(this.#knex, id, after, limit);
  }

  async outdatedPlans(time: number, limit: number) {
    const rows = await this.#knex<OperationRow>(OPERATIONS)
      .where({ state: 'planned' })
      .whereNull('parent_id')
      .where('expires_at', '<', time)
      .orderBy('expires_at')
      .limit(limit);
    return withClusters(this.#knex, rows);
  }

  removeBefore(time: number) {
    return removeBefore(this.#knex, time);
  }
}

/** The parent shows the steps of all its children. */
async function countInParent(tx: Knex, child: string, at: number) {
  const row = await tx<OperationRow>(OPERATIONS)
    .where({ id: child })
    .first('parent_id');
  const parent = row?.parent_id;
  if (!parent) return;
  const [{ sum }] = await tx<OperationRow>(OPERATIONS)
    .where({ parent_id: parent })
    .sum<{ sum: number | string }[]>({ sum: 'steps_done' });
  await tx<OperationRow>(OPERATIONS)
    .where({ id: parent })
    .update({ steps_done: Number(sum), ...touched(tx, at) });
}
