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

import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const KEPT_MS = 60_000;
const BATCH = 200;
const OWNED_BY = 'ownedBy';

export interface EntityOwnersOptions {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Who owns catalog entities, kept for a minute: lists ask for many of the same. */
export class EntityOwners {
  readonly #options: EntityOwnersOptions;
  readonly #known = new Map<string, { owners: string[]; until: number }>();

  constructor(options: EntityOwnersOptions) {
    this.#options = options;
  }

  /** What is known by now; undefined where it has to be loaded first. */
  get(entityRef: string): readonly string[] | undefined {
    const known = this.#known.get(entityRef);
    return known && known.until > this.#options.now()
      ? known.owners
      : undefined;
  }

  /** Asks for all that are not known. An entity that the catalog does not have is owned by nobody. */
  async load(entityRefs: Iterable<string>): Promise<void> {
    const missing = [...new Set(entityRefs)].filter(
      ref => this.get(ref) === undefined,
    );
    for (let at = 0; at < missing.length; at += BATCH)
      await this.#loadBatch(missing.slice(at, at + BATCH));
  }

  async #loadBatch(entityRefs: string[]) {
    const { auth, catalog, now } = this.#options;
    const askable = entityRefs.filter(isEntityRef);
    const { items } =
      askable.length > 0
        ? await catalog.getEntitiesByRefs(
            {
              entityRefs: askable,
              fields: ['kind', 'metadata', 'relations'],
            },
            { credentials: await auth.getOwnServiceCredentials() },
          )
        : { items: [] };
    const until = now() + KEPT_MS;
    for (const ref of entityRefs)
      this.#known.set(ref, {
        owners: (items[askable.indexOf(ref)]?.relations ?? [])
          .filter(({ type }) => type === OWNED_BY)
          .map(({ targetRef }) => targetRef),
        until,
      });
  }
}

function isEntityRef(ref: string): boolean {
  return /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(ref);
}
