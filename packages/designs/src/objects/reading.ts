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

import { isDictionary, textOf, type Dictionary } from '../importers/Importer';

/** The value at a path, if every step on the way is there. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

/** The objects of a list at a path; everything else in it is left out. */
export function objectsAt(
  value: unknown,
  ...path: (string | number)[]
): Dictionary[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list.filter(isDictionary) : [];
}

export function textAt(
  value: unknown,
  ...path: (string | number)[]
): string | undefined {
  return textOf(at(value, ...path));
}

/** The texts of a list at a path. */
export function textsAt(
  value: unknown,
  ...path: (string | number)[]
): string[] {
  const list = at(value, ...path);
  return Array.isArray(list)
    ? list.filter((one): one is string => typeof one === 'string')
    : [];
}

/** A map of texts at a path, such as labels. */
export function labelsAt(
  value: unknown,
  ...path: (string | number)[]
): Record<string, string> | undefined {
  const map = at(value, ...path);
  if (!isDictionary(map)) return undefined;
  return Object.fromEntries(
    Object.entries(map).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
