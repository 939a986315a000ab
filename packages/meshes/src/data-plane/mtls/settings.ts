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

import { compare } from '../../detection/references';
import type { CustomResource } from '../../model/objects';
import type { KindId, ObjectReader } from '../../model/ObjectReader';

/** Access to the objects in which meshes declare mTLS, indexed by namespace when a kind is first asked for. */
export interface MtlsSettings {
  /** Objects of a kind in a namespace, oldest first: the order in which meshes break ties. */
  of(kind: KindId, namespace: string): readonly CustomResource[];
  all(kind: KindId): readonly CustomResource[];
  /** False if objects may exist that could not be read. */
  readable(kind: KindId): boolean;
  /** Data of a ConfigMap; undefined if the map is not there or its data is not kept. */
  data(namespace: string | undefined, name: string): SettingsMap | undefined;
  /** First group of a pattern in one entry of a ConfigMap; searched once, since such entries are long. */
  match(
    namespace: string | undefined,
    name: string,
    key: string,
    pattern: RegExp,
  ): string | undefined;
}

type SettingsMap = Readonly<Record<string, string>>;

const NONE: readonly CustomResource[] = [];

export function mtlsSettingsOf(objects: ObjectReader): MtlsSettings {
  const byKind = new Map<
    KindId,
    { all: CustomResource[]; byNamespace: Map<string, CustomResource[]> }
  >();
  const dataOf = new Map<string, SettingsMap | undefined>();
  const matches = new Map<string, string | undefined>();
  const data = (namespace: string | undefined, name: string) => {
    if (namespace === undefined) return undefined;
    const id = `${namespace}/${name}`;
    if (!dataOf.has(id))
      dataOf.set(id, objects.get('ConfigMap', namespace, name)?.data);
    return dataOf.get(id);
  };
  const indexOf = (kind: KindId) => {
    let index = byKind.get(kind);
    if (!index) {
      const all = oldestFirst(objects.list(kind));
      const byNamespace = new Map<string, CustomResource[]>();
      for (const object of all) {
        const namespace = object.metadata.namespace ?? '';
        const known = byNamespace.get(namespace);
        if (known) known.push(object);
        else byNamespace.set(namespace, [object]);
      }
      index = { all, byNamespace };
      byKind.set(kind, index);
    }
    return index;
  };
  return {
    of: (kind, namespace) => indexOf(kind).byNamespace.get(namespace) ?? NONE,
    all: kind => indexOf(kind).all,
    readable: kind => objects.availability(kind) !== 'unknown',
    data,
    match: (namespace, name, key, pattern) => {
      const id = `${namespace}/${name}/${key}/${pattern.source}`;
      if (!matches.has(id))
        matches.set(id, pattern.exec(data(namespace, name)?.[key] ?? '')?.[1]);
      return matches.get(id);
    },
  };
}

function oldestFirst(objects: readonly CustomResource[]): CustomResource[] {
  return objects
    .map(object => {
      const { creationTimestamp, namespace, name } = object.metadata;
      return {
        object,
        key: `${creationTimestamp ?? ''}/${namespace ?? ''}/${name}`,
      };
    })
    .sort((a, b) => compare(a.key, b.key))
    .map(({ object }) => object);
}

/** Reads a nested field of a custom resource; undefined as soon as one step is missing. */
export function field(value: unknown, ...path: (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** The field if it is a text, else undefined. */
export function textField(
  value: unknown,
  ...path: (string | number)[]
): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The field as a map of texts; undefined if it is none. */
export function labelsField(
  value: unknown,
  ...path: (string | number)[]
): Record<string, string> | undefined {
  const found = field(value, ...path);
  return typeof found === 'object' && found !== null
    ? (found as Record<string, string>)
    : undefined;
}
