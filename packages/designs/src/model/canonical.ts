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

import { Document, isScalar, visit } from 'yaml';
import type { Component, Design, Relationship } from './design';

/** Order in which the keys of a design are written; what is not named follows in alphabetical order. */
const KEY_ORDER = [
  'format',
  'name',
  'title',
  'description',
  'labels',
  'id',
  'apiVersion',
  'kind',
  'model',
  'parameters',
  'components',
  'relationships',
  'environments',
  'notes',
  'configuration',
];
const RANK = new Map(KEY_ORDER.map((key, index) => [key, index]));

/**
 * The design as YAML, the same bytes for the same design: components and relationships by id, keys in a fixed order,
 * defaults left out, LF at the ends of lines.
 * @public
 */
export function writeDesign(design: Design): string {
  const document = new Document(canonicalDesign(design), {
    aliasDuplicateObjects: false,
    version: '1.2',
  });
  visit(document, {
    Scalar: (_, node) => {
      // Texts of several lines as blocks, which people can read and diffs compare.
      if (typeof node.value === 'string' && node.value.includes('\n')) {
        node.type = 'BLOCK_LITERAL';
      }
    },
    Map: (_, node) => {
      node.items = node.items.filter(
        ({ value }) => !(isScalar(value) && value.value === undefined),
      );
    },
  });
  return document.toString({ lineWidth: 0, minContentWidth: 0 });
}

/** The canonical form as plain data; equal designs give deeply equal data in the same order of keys. @public */
export function canonicalDesign(design: Design): unknown {
  const {
    components,
    relationships,
    notes,
    parameters,
    environments,
    ...rest
  } = design;
  return withoutEmpty({
    ...rest,
    parameters: sorted(parameters, ({ name }) => name),
    components: sorted(components, ({ id }) => id).map(canonicalComponent),
    relationships: sorted(relationships, ({ id }) => id).map(
      canonicalRelationship,
    ),
    environments: sorted(environments, ({ name }) => name).map(one =>
      withoutEmpty(one),
    ),
    notes: sorted(notes, ({ id }) => id),
  });
}

function canonicalComponent({
  annotation,
  opaque,
  ...rest
}: Component): unknown {
  return withoutEmpty({
    ...rest,
    ...(annotation && { annotation }),
    ...(opaque && { opaque }),
  });
}

function canonicalRelationship({ status, ...rest }: Relationship): unknown {
  return withoutEmpty({ ...rest, ...(status !== 'approved' && { status }) });
}

/** What the reader of a design fills in by itself is not written. */
function withoutEmpty(value: object): unknown {
  return orderedKeys(
    Object.fromEntries(
      Object.entries(value).filter(
        ([, one]) => one !== undefined && !isEmpty(one),
      ),
    ),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compare(key(a), key(b)));
}

/** By code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function orderedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  entries.sort(
    ([a], [b]) =>
      (RANK.get(a) ?? KEY_ORDER.length) - (RANK.get(b) ?? KEY_ORDER.length) ||
      compare(a, b),
  );
  return Object.fromEntries(
    entries.map(([key, one]) => [key, orderedKeys(one)]),
  );
}
