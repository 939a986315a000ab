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
  type ClusterState,
  clusterStateSchema,
} from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import type { ClusterHistoryStore, HistoryEntry } from './ClusterHistoryStore';
import { migratedClient } from './migratedClient';

const TABLE = 'cluster_history';
const DEFAULT_LIMIT = 100;

interface Row {
  id: number;
  cluster: string;
  /** PostgreSQL gives 64-bit numbers as text. */
  at: number | string;
  from_state: string | null;
  to_state: string;
  message: string;
}

/** {@link ClusterHistoryStore} in the plugin's database. */
export class DatabaseClusterHistoryStore implements ClusterHistoryStore {
  readonly #knex: Knex;

  /** Brings the tables up to date, unless migrations are switched off. */
  static async create(
    database: DatabaseService,
  ): Promise<DatabaseClusterHistoryStore> {
    return new DatabaseClusterHistoryStore(await migratedClient(database));
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async record(change: {
    cluster: string;
    at: string;
    to: ClusterState;
    message: string;
  }): Promise<void> {
    const { cluster, at, to, message } = change;
    await this.#knex.transaction(async tx => {
      const newest = await tx<Row>(TABLE)
        .where({ cluster })
        .orderBy('id', 'desc')
        .first();
      if (newest?.to_state === to) {
        return;
      }
      await tx(TABLE).insert({
        cluster,
        at: Date.parse(at),
        from_state: newest?.to_state ?? null,
        to_state: to,
        message,
      });
    });
  }

  async list(
    cluster: string,
    options?: { limit?: number },
  ): Promise<HistoryEntry[]> {
    const rows = await this.#knex<Row>(TABLE)
      .where({ cluster })
      .orderBy('id', 'desc')
      .limit(options?.limit ?? DEFAULT_LIMIT);
    return rows.map(toEntry);
  }

  async removeBefore(time: Date): Promise<number> {
    const newest = this.#knex<Row>(TABLE)
      .groupBy('cluster')
      .max<{ id: number }[]>({ id: 'id' });
    return this.#knex<Row>(TABLE)
      .where('at', '<', time.getTime())
      .whereNotIn('id', await newest.then(rows => rows.map(({ id }) => id)))
      .delete();
  }
}

function toEntry({ at, from_state, to_state, message }: Row): HistoryEntry {
  return {
    at: new Date(Number(at)).toISOString(),
    ...(from_state && { from: clusterStateSchema.parse(from_state) }),
    to: clusterStateSchema.parse(to_state),
    message,
  };
}
