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

import {
  finishedRunStates,
  type RunState,
} from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { leaseColumns } from '../columns';
import type { RunRow } from '../model';
import { type RunColumns, RUNS, toColumns, toRun } from './rows';

/** Fields that cannot be emptied. */
const REQUIRED: ReadonlySet<string> = new Set<keyof RunRow>([
  'name',
  'state',
  'targets',
  'queueKey',
  'generator',
  'origin',
  'labels',
  'note',
  'createdAt',
  'createdBy',
  'baseline',
]);

/**
 * See `RunStore.transition`. A key of the change that is there with `undefined` empties the field, if every run need not
 * have it. A run that has ended has no lease any more.
 */
export async function transition(
  knex: Knex,
  id: string,
  from: readonly RunState[],
  change: Partial<RunRow>,
): Promise<RunRow | undefined> {
  return knex.transaction(async tx => {
    const row: RunColumns | undefined = await tx(RUNS)
      .where({ id })
      .whereIn('state', [...from])
      .forUpdate()
      .first();
    if (!row) return undefined;
    const before = toRun(row);
    const named = Object.entries(change).filter(
      ([key, value]) => value !== undefined || !REQUIRED.has(key),
    );
    const after: RunRow = { ...before, ...Object.fromEntries(named), id };
    const columns = {
      ...differences(row, toColumns(before), toColumns(after)),
      ...(finishedRunStates.includes(after.state) && leaseColumns(undefined)),
    };
    if (Object.keys(columns).length === 0) return before;
    const changed = await tx(RUNS)
      .where({ id, state: before.state })
      .update(columns);
    return changed === 1
      ? toRun(await tx(RUNS).where({ id }).first())
      : undefined;
  });
}

function differences(row: RunColumns, before: RunColumns, after: RunColumns) {
  return Object.fromEntries(
    (Object.keys(row) as (keyof RunColumns)[])
      .filter(key => before[key] !== after[key])
      .map(key => [key, after[key]]),
  );
}
