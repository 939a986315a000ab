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

import type { KubeObject } from '@meshplane/meshes';

/** The objects of one kind in one namespace; immutable, with indexes that are made when first asked for. */
export class Shard {
  static readonly empty = new Shard(new Map());

  private sorted?: readonly KubeObject[];
  private owners?: ReadonlyMap<string, readonly KubeObject[]>;

  /** @param byName - must not be changed any more */
  constructor(readonly byName: ReadonlyMap<string, KubeObject>) {}

  /** By name. */
  list(): readonly KubeObject[] {
    this.sorted ??= [...this.byName.values()].sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
    return this.sorted;
  }

  /** Objects by the UID of each of their owners. */
  byOwner(): ReadonlyMap<string, readonly KubeObject[]> {
    this.owners ??= indexBy(this.list(), object =>
      (object.metadata.ownerReferences ?? []).map(({ uid }) => uid),
    );
    return this.owners;
  }
}

/** Groups values by each of the keys they have. */
export function indexBy<V>(
  values: readonly V[],
  keysOf: (value: V) => readonly string[],
): Map<string, V[]> {
  const index = new Map<string, V[]>();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const found = index.get(key);
      if (!found) index.set(key, [value]);
      else if (found[found.length - 1] !== value) found.push(value);
    }
  }
  return index;
}
