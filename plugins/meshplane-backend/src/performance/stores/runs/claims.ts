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
import { leaseColumns } from '../columns';
import type { RunRow } from '../model';
import {
  HOLDING_STATES,
  nextInQueue,
  positionsIn,
  type QueueEntry,
} from './queue';
import { type RunColumns, RUNS, toRun } from './rows';

/**
 * See `RunStore.claimNext`. Whoever takes a run holds the one row of the queue meanwhile, over all replicas: a lock per
 * target would have to be given back, and would be left behind where a replica dies.
 */
export async function claimNext(
  knex: Knex,
  owner: string,
  until: string,
): Promise<RunRow | undefined> {
  // Replicas look again and again; with nothing to do they disturb nobody.
  if (!(await knex(RUNS).where({ state: 'queued' }).first('id')))
    return undefined;
  return knex.transaction(async tx => {
    await tx('performance_queue').where({ id: 1 }).increment('claims', 1);
    const next = nextInQueue(
      await entries(tx, ['queued']),
      await entries(tx, HOLDING_STATES),
    );
    if (!next) return undefined;
    const taken = await tx(RUNS)
      // The condition again: it may have been cancelled since it was read.
      .where({ id: next.id, state: 'queued' })
      .update({
        state: 'starting',
        ...leaseColumns({ owner, until }),
      });
    if (taken !== 1) return undefined;
    return toRun(await tx(RUNS).where({ id: next.id }).first());
  });
}

/** See `RunStore.queuePositions`. */
export async function queuePositions(knex: Knex): Promise<Map<string, number>> {
  return positionsIn(await entries(knex, ['queued']));
}

async function entries(
  knex: Knex,
  states: readonly string[],
): Promise<QueueEntry[]> {
  const rows = await knex<RunColumns>(RUNS)
    .whereIn('state', [...states])
    .orderBy(['created_at', 'id'])
    .select('id', 'queue_key', 'targets');
  return rows.map(({ id, queue_key, targets }) => ({
    id,
    queueKey: queue_key,
    targets: JSON.parse(targets) as string[],
  }));
}
