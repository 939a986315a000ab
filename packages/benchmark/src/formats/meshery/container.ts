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

import { ImportContext } from '../context';
import { foldKey, isData } from '../document/overlay';
import { Path } from '../document/paths';

type Data = Record<string, unknown>;

/** How objects were packed: alone, in a list, or in a page of Meshery's API with its counters. */
export type Container =
  | { kind: 'single' }
  | { kind: 'list' }
  | { kind: 'page'; key: string; rest: Data };

/** The objects of a document, whatever they are packed in. */
export function unpack(
  value: unknown,
  listKey: string,
  context: ImportContext,
): { items: { value: unknown; path: Path }[]; container: Container } {
  let list: unknown[];
  let prefix: Path = [];
  let container: Container;
  if (Array.isArray(value)) {
    list = value;
    container = { kind: 'list' };
  } else {
    const key = isData(value)
      ? Object.keys(value).find(
          k => foldKey(k) === listKey && Array.isArray(value[k]),
        )
      : undefined;
    if (!isData(value) || key === undefined) {
      return {
        items: [{ value, path: [] }],
        container: { kind: 'single' },
      };
    }
    const { [key]: entries, ...rest } = value;
    list = entries as unknown[];
    prefix = [key];
    container = { kind: 'page', key, rest };
  }
  const { maxObjects } = context.limits;
  if (list.length > maxObjects) {
    context.log.error(
      `The list has ${list.length} objects, at most ${maxObjects} are read`,
      prefix,
    );
    return { items: [], container };
  }
  return {
    items: list.map((entry, i) => ({ value: entry, path: [...prefix, i] })),
    container,
  };
}

/** Puts objects back into what they came in; several into a list where they came alone. */
export function pack(items: Data[], container: Container | undefined): unknown {
  if (container?.kind === 'page') {
    return { ...container.rest, [container.key]: items };
  }
  return container?.kind === 'list' || items.length !== 1 ? items : items[0];
}
