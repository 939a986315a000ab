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
import {
  type Big,
  compact,
  type Flag,
  fromTimeOrNull,
  toTextOrNull,
  toTime,
} from './columns';
import type { SwitchStore } from './model';

const TABLE = 'performance_switch';
const ID = 1;

interface Row {
  enabled: Flag;
  reason: string | null;
  changed_by: string | null;
  changed_at: Big | null;
}

/** {@link SwitchStore} in the plugin's database; on until somebody switches it off. */
export class DatabaseSwitchStore implements SwitchStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get() {
    const row: Row | undefined = await this.#knex(TABLE)
      .where({ id: ID })
      .first();
    if (!row) return { enabled: true };
    return compact({
      enabled: Boolean(row.enabled),
      reason: row.reason ?? undefined,
      by: row.changed_by ?? undefined,
      at: fromTimeOrNull(row.changed_at),
    });
  }

  async set(value: Parameters<SwitchStore['set']>[0]) {
    await this.#knex(TABLE)
      .insert({
        id: ID,
        enabled: value.enabled,
        reason: toTextOrNull(value.reason),
        changed_by: value.by,
        changed_at: toTime(value.at),
      })
      .onConflict('id')
      .merge();
  }
}
