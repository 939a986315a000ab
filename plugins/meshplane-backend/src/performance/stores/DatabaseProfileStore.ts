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

import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { type Big, type Flag, fromTime, toTime } from './columns';
import type { ProfileFilter, ProfileRow, ProfileStore } from './model';
import { searchable, whereFound } from './searching';

const PROFILES = 'performance_profiles';
const VERSIONS = 'performance_profile_versions';
const TAGS = 'performance_profile_tags';
const NEWEST = 'version.version = profile.version';

interface JoinedRow {
  id: string;
  version: number;
  input: string;
  created_at: Big;
  created_by: string;
  updated_at: Big;
  updated_by: string;
  archived: Flag;
}

/** {@link ProfileStore} in the plugin's database. */
export class DatabaseProfileStore implements ProfileStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(row: Omit<ProfileRow, 'version' | 'archived'>) {
    await this.#knex.transaction(async tx => {
      await tx(PROFILES).insert({
        id: row.id,
        version: 1,
        archived: false,
        created_at: toTime(row.createdAt),
        created_by: row.createdBy,
        updated_at: toTime(row.updatedAt),
        ...listColumns(row.input),
      });
      await writeVersion(tx, row.id, 1, row.input, {
        at: row.updatedAt,
        user: row.updatedBy,
      });
    });
    return { ...row, version: 1, archived: false };
  }

  async addVersion(
    id: string,
    baseVersion: number,
    input: ProfileRow['input'],
    by: { at: string; user: string },
  ) {
    return this.#knex.transaction(async tx => {
      // Decides between two that edit at once, and holds the profile until the transaction ends.
      const changed = await tx(PROFILES)
        .where({ id, version: baseVersion })
        .update({
          version: baseVersion + 1,
          updated_at: toTime(by.at),
          ...listColumns(input),
        });
      if (changed !== 1) throw await refusal(tx, id, baseVersion);
      await writeVersion(tx, id, baseVersion + 1, input, by);
      const [row] = await joined(tx).where('profile.id', id).whereRaw(NEWEST);
      return toProfile(row);
    });
  }

  async get(id: string, version?: number) {
    const query = joined(this.#knex).where('profile.id', id);
    const [row] = await (version === undefined
      ? query.whereRaw(NEWEST)
      : query.where('version.version', version));
    return row && toProfile(row);
  }

  async versions(id: string) {
    const rows = await joined(this.#knex)
      .where('profile.id', id)
      .orderBy('version.version', 'desc');
    return rows.map(toProfile);
  }

  async list(filter: ProfileFilter) {
    const matching = <T extends Knex.QueryBuilder>(query: T): T => {
      query.where('profile.archived', filter.archived === 'true');
      if (filter.entityRef !== undefined)
        query.where('profile.entity_ref', filter.entityRef);
      if (filter.tag !== undefined)
        query.whereIn(
          'profile.id',
          this.#knex(TAGS).where({ tag: filter.tag }).select('profile_id'),
        );
      whereFound(query, 'profile.search', filter.q);
      return query;
    };
    const [{ count }] = await matching(this.#knex({ profile: PROFILES })).count<
      { count: Big }[]
    >({ count: '*' });
    const rows: JoinedRow[] = await matching(joined(this.#knex))
      .whereRaw(NEWEST)
      .orderBy([
        { column: 'profile.updated_at', order: 'desc' },
        { column: 'profile.id', order: 'asc' },
      ])
      .limit(filter.limit)
      .offset(filter.offset);
    return { items: rows.map(toProfile), total: Number(count) };
  }

  async setArchived(id: string, archived: boolean) {
    await this.#knex(PROFILES).where({ id }).update({ archived });
  }
}

function joined(knex: Knex): Knex.QueryBuilder<object, JoinedRow[]> {
  return knex({ profile: PROFILES })
    .join({ version: VERSIONS }, 'version.profile_id', 'profile.id')
    .select<JoinedRow[]>(
      'profile.id',
      'version.version',
      'version.input',
      'profile.created_at',
      'profile.created_by',
      'version.updated_at',
      'version.updated_by',
      'profile.archived',
    );
}

function listColumns(input: ProfileRow['input']) {
  const { name, description, entityRef, tags, load } = input;
  return {
    entity_ref: entityRef ?? null,
    search: searchable(
      name,
      description,
      entityRef,
      ...tags,
      ...load.endpoints.map(({ url }) => url),
    ),
  };
}

async function writeVersion(
  tx: Knex,
  id: string,
  version: number,
  input: ProfileRow['input'],
  by: { at: string; user: string },
) {
  await tx(VERSIONS).insert({
    profile_id: id,
    version,
    input: JSON.stringify(input),
    updated_at: toTime(by.at),
    updated_by: by.user,
  });
  await tx(TAGS).where({ profile_id: id }).delete();
  const tags = [...new Set(input.tags)];
  if (tags.length > 0)
    await tx(TAGS).insert(tags.map(tag => ({ profile_id: id, tag })));
}

async function refusal(tx: Knex, id: string, baseVersion: number) {
  const row = await tx(PROFILES).where({ id }).first('version');
  return row
    ? new ConflictError(
        `The profile "${id}" has version ${row.version} by now; the change was made to version ${baseVersion}`,
      )
    : new NotFoundError(`There is no profile "${id}"`);
}

function toProfile(row: JoinedRow): ProfileRow {
  return {
    id: row.id,
    version: row.version,
    input: JSON.parse(row.input) as ProfileRow['input'],
    createdAt: fromTime(row.created_at),
    createdBy: row.created_by,
    updatedAt: fromTime(row.updated_at),
    updatedBy: row.updated_by,
    archived: Boolean(row.archived),
  };
}
