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

import { InputError, NotFoundError } from '@backstage/errors';
import type { ProfileCheck } from '@meshplane/plugin-meshplane-common';
import { randomUUID } from 'node:crypto';
import { literalCredentials } from '../guard/credentials';
import type { GuardProblem } from '../guard/TargetGuard';
import type { RunService } from '../runs/RunService';
import { sentenceOf } from '../runs/RunRefusedError';
import type { ProfileFilter, ProfileRow, ProfileStore } from '../stores/model';
import { gateProblems } from './gateProblems';

type Input = ProfileRow['input'];

/** Profiles that are looked at together where a permission restricts the caller. */
const PAGE = 500;

export interface ProfileServiceOptions {
  profiles: ProfileStore;
  runs: Pick<RunService, 'check'>;
  now(): Date;
  newId?: () => string;
}

/** Stored profiles and their versions. Permissions are the business of the caller. */
export class ProfileService {
  readonly #options: ProfileServiceOptions;

  constructor(options: ProfileServiceOptions) {
    this.#options = options;
  }

  /** @param visible - only these, where a permission restricts the caller */
  async list(
    filter: ProfileFilter,
    visible?: (row: ProfileRow) => boolean,
  ): Promise<{ items: ProfileRow[]; total: number }> {
    const { profiles } = this.#options;
    if (!visible) return profiles.list(filter);
    const found: ProfileRow[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const page = await profiles.list({ ...filter, limit: PAGE, offset });
      found.push(...page.items.filter(visible));
      if (offset + PAGE >= page.total) break;
    }
    const { limit, offset } = filter;
    return { items: found.slice(offset, offset + limit), total: found.length };
  }

  /** The newest version unless one is given; undefined if it is not there. */
  find(id: string, version?: number): Promise<ProfileRow | undefined> {
    return this.#options.profiles.get(id, version);
  }

  /** Newest first. */
  versions(id: string): Promise<ProfileRow[]> {
    return this.#options.profiles.versions(id);
  }

  /** @throws InputError for credentials that are written down, and for gates that mean nothing */
  async create(input: Input, by: string): Promise<ProfileRow> {
    requireStorable(input);
    const { newId = randomUUID, now, profiles } = this.#options;
    const at = now().toISOString();
    return profiles.create({
      id: newId(),
      input,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
    });
  }

  /**
   * Makes the next version.
   *
   * @throws InputError as {@link ProfileService.create}
   * @throws ConflictError if `baseVersion` is not the newest one
   */
  async update(
    id: string,
    change: { input: Input; baseVersion: number },
    by: string,
  ): Promise<ProfileRow> {
    requireStorable(change.input);
    return this.#options.profiles.addVersion(
      id,
      change.baseVersion,
      change.input,
      { at: this.#options.now().toISOString(), user: by },
    );
  }

  /** @throws NotFoundError */
  async setArchived(id: string, archived: boolean): Promise<ProfileRow> {
    const { profiles } = this.#options;
    await profiles.setArchived(id, archived);
    const row = await profiles.get(id);
    if (!row) throw new NotFoundError(`No profile "${id}"`);
    return row;
  }

  /** Everything that speaks against running it now; sends nothing. */
  async check(input: Input): Promise<ProfileCheck> {
    const problems = await this.#options.runs.check(input);
    return { allowed: problems.length === 0, problems };
  }
}

/** What keeps a load from being stored, by place. */
export function storageProblems(load: Input['load']): GuardProblem[] {
  return [...literalCredentials(load), ...gateProblems(load)];
}

/** What may not be run may be stored, since limits change; but credentials are never written down. */
function requireStorable(input: Input) {
  const problems = storageProblems(input.load);
  if (problems.length > 0) throw new InputError(sentenceOf(problems));
}
