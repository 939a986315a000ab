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

import type { KubeObject } from './objects';
import { kindIdOf, type KindId, type ObjectReader } from './ObjectReader';

/**
 * An {@link ObjectReader} over a plain list: for designs, manifests and tests.
 *
 * @param objects - whole or trimmed objects in the shape of the API
 * @param unreadable - kinds that exist but could not be listed
 * @public
 */
export function objectsFrom(
  objects: readonly KubeObject[],
  unreadable: readonly KindId[] = [],
): ObjectReader {
  const byKind = new Map<KindId, KubeObject[]>();
  const byOwner = new Map<string, KubeObject[]>();
  for (const object of objects) {
    push(byKind, kindIdOf(object), object);
    for (const owner of object.metadata.ownerReferences ?? [])
      push(byOwner, owner.uid, object);
  }
  const list = (kind: KindId, namespace?: string) => {
    const all = byKind.get(kind) ?? [];
    return namespace === undefined
      ? all
      : all.filter(o => o.metadata.namespace === namespace);
  };
  const reader = {
    list,
    get: (kind: KindId, namespace: string | undefined, name: string) =>
      list(kind, namespace).find(o => o.metadata.name === name),
    ownedBy: (uid: string) => byOwner.get(uid) ?? [],
    availability: (kind: KindId) => {
      if (unreadable.includes(kind)) return 'unknown' as const;
      return byKind.has(kind) ? ('synced' as const) : ('absent' as const);
    },
    kinds: () => [...byKind.keys()],
  };
  // The overloads promise the shape that belongs to a kind; the caller vouches for it by naming the kind in the object.
  return reader as ObjectReader;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
