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
import type { ClaimResult, Lease, NewDecision } from './records';
import { LeaseLostError } from './records';
import type { OperationRow } from './rows';
import type { OperationStore } from '../OperationStore';
import { readOperation } from './reading';

type ClaimOptions = Parameters<OperationStore['claim']>[1];

class LockTaken extends Error {
  constructor(readonly lock: string, readonly holder: string) {
    super(`The lock "${lock}" is taken`);
  }
}

/**
 * Takes an operation and its locks in one transaction. The conditional update decides between replicas, the primary key
 * of the locks between operations.
 */
export async function claim(
  knex: Knex,
  id: string,
  options: ClaimOptions,
): Promise<ClaimResult> {
  try {
    return await knex.transaction(async tx => {
      const claimed = await tx<OperationRow>('operations')
        .where({ id, waiting: options.waiting ?? false })
        .whereIn('state', [...options.from])
        .whereNull('lease_owner')
        .update({
          state: 'running',
          direction: options.direction,
          waiting: false,
          cancel: null,
          message: null,
          ended_at: null,
          started_at: tx.raw('coalesce(started_at, ?)', [options.at]),
          ...leaseColumns(options.lease),
          ...(options.approval && {
            approved_by: options.approval.by,
            approved_at: options.approval.at,
          }),
          ...touched(tx, options.at),
        });
      const operation = await readOperation(tx, id);
      if (claimed !== 1 || !operation)
        return { ok: false, reason: 'state', operation };
      await takeLocks(tx, operation);
      if (options.decision) await insertDecision(tx, id, options.decision);
      return { ok: true, operation };
    });
  } catch (error) {
    if (!(error instanceof LockTaken)) throw error;
    const holder = await readOperation(knex, error.holder);
    // It ended between the refusal and the look: the caller may simply try again.
    if (!holder) return claim(knex, id, options);
    return {
      ok: false,
      reason: 'lock',
      conflict: { lock: error.lock, holder },
    };
  }
}

async function takeLocks(
  tx: Knex,
  operation: { id: string; lockScope?: string; locks: readonly string[] },
) {
  const { lockScope: scope } = operation;
  if (!scope) return;
  // Always in one order: two operations with several locks in common must not wait for each other.
  for (const name of [...new Set(operation.locks)].sort()) {
    await tx('operation_locks')
      .insert({ scope, name, operation_id: operation.id })
      .onConflict(['scope', 'name'])
      .ignore();
    const row = await tx('operation_locks').where({ scope, name }).first();
    if (row && row.operation_id !== operation.id)
      throw new LockTaken(name, row.operation_id);
  }
}

export async function insertDecision(
  tx: Knex,
  id: string,
  decision: NewDecision,
) {
  await tx('operation_decisions').insert({
    operation_id: id,
    action: decision.action,
    decided_by: decision.by,
    at: decision.at,
    comment: decision.comment ?? null,
  });
}

/** Columns of a lease; without one: nobody has it. */
export function leaseColumns(lease?: Lease) {
  return {
    lease_owner: lease?.owner ?? null,
    lease_expires_at: lease?.expiresAt ?? null,
  };
}

/** Columns that change with every change. */
export function touched(knex: Knex, at: number) {
  return {
    updated_at: at,
    version: knex.raw('version + 1') as unknown as number,
  };
}

/**
 * Changes an operation under its lease.
 *
 * @throws LeaseLostError if the owner does not have it any more
 */
export async function updateOwned(
  tx: Knex,
  id: string,
  owner: string,
  columns: object,
) {
  const changed = await tx<OperationRow>('operations')
    .where({ id, lease_owner: owner })
    .update(columns);
  if (changed !== 1) throw new LeaseLostError(id);
}
