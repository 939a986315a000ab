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

import type { ScheduleInput } from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import {
  type Big,
  compact,
  type Flag,
  fromJsonOrNull,
  fromTime,
  fromTimeOrNull,
  toJsonOrNull,
  toText,
  toTextOrNull,
  toTime,
  toTimeOrNull,
} from './columns';
import type { ScheduleRow, ScheduleStore } from './model';

const TABLE = 'performance_schedules';

interface Row {
  id: string;
  name: string;
  profile_id: string;
  cron: string;
  enabled: Flag;
  repeats: number;
  compare_with_baseline: Flag;
  created_at: Big;
  created_by: string;
  last_run_ids: string;
  awaiting: Flag;
  last_comparison: string | null;
  last_error: string | null;
  last_fired_for: Big | null;
}

/** {@link ScheduleStore} in the plugin's database. */
export class DatabaseScheduleStore implements ScheduleStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(row: ScheduleRow) {
    await this.#knex(TABLE).insert({
      id: row.id,
      ...inputColumns(row),
      created_at: toTime(row.createdAt),
      created_by: row.createdBy,
      last_run_ids: JSON.stringify(row.lastRunIds),
      awaiting: row.awaiting,
      last_error: toTextOrNull(row.lastError),
      last_comparison: toJsonOrNull(row.lastComparison),
      last_fired_for: toTimeOrNull(row.lastFiredFor),
    });
  }

  async update(id: string, input: ScheduleInput) {
    await this.#knex(TABLE).where({ id }).update(inputColumns(input));
    return this.get(id);
  }

  async get(id: string) {
    const row: Row | undefined = await this.#knex(TABLE).where({ id }).first();
    return row && toSchedule(row);
  }

  async list(query: { profileId?: string } = {}) {
    const rows: Row[] = await this.#knex(TABLE)
      .where(
        query.profileId === undefined ? {} : { profile_id: query.profileId },
      )
      .orderBy(['created_at', 'id']);
    return rows.map(toSchedule);
  }

  async delete(id: string) {
    await this.#knex(TABLE).where({ id }).delete();
  }

  async claimFiring(id: string, time: string) {
    const at = toTime(time);
    const changed = await this.#knex(TABLE)
      .where({ id })
      .where(earlier =>
        earlier.whereNull('last_fired_for').orWhere('last_fired_for', '<', at),
      )
      .update({ last_fired_for: at });
    return changed === 1;
  }

  async setOutcome(id: string, outcome: { runIds?: string[]; error?: string }) {
    await this.#knex(TABLE)
      .where({ id })
      .update({
        ...(outcome.runIds && {
          last_run_ids: JSON.stringify(outcome.runIds),
          awaiting: outcome.runIds.length > 0,
          // It was about the runs before.
          last_comparison: null,
        }),
        last_error: toTextOrNull(outcome.error),
      });
  }

  async judge(...[id, runIds, judgement]: Parameters<ScheduleStore['judge']>) {
    const changed = await this.#knex(TABLE)
      .where({ id, awaiting: true, last_run_ids: JSON.stringify(runIds) })
      .update({
        awaiting: false,
        last_comparison: toJsonOrNull(judgement.comparison),
        ...(judgement.error !== undefined && {
          last_error: toTextOrNull(judgement.error),
        }),
      });
    return changed === 1;
  }
}

function inputColumns(input: ScheduleInput) {
  return {
    name: toText(input.name),
    profile_id: input.profileId,
    cron: input.cron,
    enabled: input.enabled ?? true,
    repeats: input.repeats ?? 1,
    compare_with_baseline: input.compareWithBaseline ?? true,
  };
}

function toSchedule(row: Row): ScheduleRow {
  return compact({
    id: row.id,
    name: row.name,
    profileId: row.profile_id,
    cron: row.cron,
    enabled: Boolean(row.enabled),
    repeats: row.repeats,
    compareWithBaseline: Boolean(row.compare_with_baseline),
    createdAt: fromTime(row.created_at),
    createdBy: row.created_by,
    lastRunIds: JSON.parse(row.last_run_ids) as string[],
    awaiting: Boolean(row.awaiting),
    lastComparison: fromJsonOrNull(row.last_comparison),
    lastError: row.last_error ?? undefined,
    lastFiredFor: fromTimeOrNull(row.last_fired_for),
  });
}
