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

import type { Design, JsonPatch } from '../model/design';
import { canonicalDesign } from '../model/canonical';
import { isDictionary } from '../importers/Importer';
import { jsonDiff } from '../patch/jsonDiff';

/** One place that is different. @public */
export interface DesignChangeEntry {
  op: JsonPatch['op'];
  /** JSON pointer into the component, relationship or whatever changed. */
  path: string;
  value?: unknown;
}

/** What is different in one list of a design. @public */
export interface ListDifference {
  /** Ids, or names of parameters and environments. */
  added: string[];
  removed: string[];
  changed: { id: string; changes: DesignChangeEntry[] }[];
}

/** What leads from one design to another. @public */
export interface DesignDifference {
  same: boolean;
  components: ListDifference;
  relationships: ListDifference;
  parameters: ListDifference;
  environments: ListDifference;
  notes: ListDifference;
  /** Name, description, labels and what foreign formats carried. */
  design: DesignChangeEntry[];
}

const LISTS = {
  components: 'id',
  relationships: 'id',
  parameters: 'name',
  environments: 'name',
  notes: 'id',
} as const;
type ListName = keyof typeof LISTS;

/**
 * Compares what two designs say: components by their ids, configurations key by key. The order of lists of a design, and
 * how it is written, make no difference.
 *
 * @public
 */
export function diffDesigns(before: Design, after: Design): DesignDifference {
  const a = canonicalDesign(before) as Record<string, unknown>;
  const b = canonicalDesign(after) as Record<string, unknown>;
  const lists = Object.fromEntries(
    Object.entries(LISTS).map(([list, key]) => [
      list,
      diffList(byKey(a[list], key), byKey(b[list], key)),
    ]),
  ) as Record<ListName, ListDifference>;
  const design = jsonDiff(withoutLists(a), withoutLists(b));
  const same =
    design.length === 0 &&
    Object.values(lists).every(
      ({ added, removed, changed }) =>
        added.length + removed.length + changed.length === 0,
    );
  return { same, ...lists, design };
}

function diffList(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ListDifference {
  const ids = [...before.keys()];
  return {
    added: [...after.keys()].filter(id => !before.has(id)),
    removed: ids.filter(id => !after.has(id)),
    changed: ids
      .filter(id => after.has(id))
      .map(id => ({ id, changes: jsonDiff(before.get(id), after.get(id)) }))
      .filter(({ changes }) => changes.length > 0),
  };
}

function byKey(list: unknown, key: 'id' | 'name'): Map<string, unknown> {
  return new Map(
    (Array.isArray(list) ? list : [])
      .filter(isDictionary)
      .map(one => [String(one[key]), one]),
  );
}

function withoutLists(design: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(design).filter(([key]) => !Object.hasOwn(LISTS, key)),
  );
}
