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

import type { RunResult, Slice } from '@meshplane/benchmark/model';
import type {
  RunEnvironment,
  RunResources,
  RunState,
} from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { toTime } from './columns';
import type { RunFilter, RunPlan, RunRow, RunStore } from './model';
import { claimNext, queuePositions } from './runs/claims';
import { readDocument, writeDocument } from './runs/documents';
import { listRuns } from './runs/listing';
import { HOLDING_STATES } from './runs/queue';
import { pruneRuns, removeRuns } from './runs/removal';
import { readResults, saveResult } from './runs/results';
import { type RunColumns, RUNS, toColumns, toRun } from './runs/rows';
import { appendSeconds, readSeconds } from './runs/slices';
import { transition } from './runs/transition';

/** {@link RunStore} in the plugin's database. */
export class DatabaseRunStore implements RunStore {
  readonly #knex: Knex;
  readonly #now: () => number;

  /**
   * @param knex - with the tables of the migrations
   * @param now - milliseconds since the epoch
   */
  constructor(knex: Knex, now: () => number) {
    this.#knex = knex;
    this.#now = now;
  }

  async create(row: RunRow, plan?: RunPlan) {
    await this.#knex.transaction(async tx => {
      await tx(RUNS).insert(toColumns(row));
      if (plan) await writeDocument(tx, row.id, 'plan', plan);
    });
  }

  async get(id: string) {
    const row: RunColumns | undefined = await this.#knex(RUNS)
      .where({ id })
      .first();
    return row && toRun(row);
  }

  plan(id: string) {
    return readDocument<RunPlan>(this.#knex, id, 'plan');
  }

  list(query: RunFilter) {
    return listRuns(this.#knex, query);
  }

  transition(id: string, from: readonly RunState[], change: Partial<RunRow>) {
    return transition(this.#knex, id, from, change);
  }

  claimNext(owner: string, _now: string, until: string) {
    return claimNext(this.#knex, owner, until);
  }

  async renewLease(id: string, owner: string, until: string) {
    const changed = await this.#knex(RUNS)
      .where({ id, lease_owner: owner })
      .whereIn('state', [...HOLDING_STATES])
      .update({ lease_until: toTime(until) });
    return changed === 1;
  }

  async expired(now: string) {
    const rows: RunColumns[] = await this.#knex(RUNS)
      .whereIn('state', [...HOLDING_STATES])
      .where('lease_until', '<', toTime(now))
      .orderBy(['lease_until', 'id']);
    return rows.map(toRun);
  }

  queuePositions() {
    return queuePositions(this.#knex);
  }

  appendSeconds(id: string, slices: readonly Slice[]) {
    return appendSeconds(this.#knex, id, slices);
  }

  seconds(id: string, after?: number) {
    return readSeconds(this.#knex, id, after);
  }

  saveResult(id: string, result: RunResult) {
    return saveResult(this.#knex, id, result, this.#now());
  }

  async result(id: string) {
    return (await this.results([id])).get(id);
  }

  results(ids: readonly string[]) {
    return readResults(this.#knex, ids);
  }

  saveEnvironment(id: string, environment: RunEnvironment) {
    return writeDocument(this.#knex, id, 'environment', environment);
  }

  environment(id: string) {
    return readDocument<RunEnvironment>(this.#knex, id, 'environment');
  }

  saveResources(id: string, resources: RunResources) {
    return writeDocument(this.#knex, id, 'resources', resources);
  }

  resources(id: string) {
    return readDocument<RunResources>(this.#knex, id, 'resources');
  }

  delete(id: string) {
    return removeRuns(this.#knex, [id]);
  }

  prune(before: string) {
    return pruneRuns(this.#knex, before);
  }
}
