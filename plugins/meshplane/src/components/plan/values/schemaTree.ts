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

import type { ValuesPath } from './valuesDocument';
import { valueAt } from './valuesDocument';

/** A JSON schema as far as a form needs it. */
export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema | Schema[];
  enum?: unknown[];
  default?: unknown;
  $ref?: string;
  [keyword: string]: unknown;
}

/** How a node can be edited. `free`: only as YAML, such as maps with any keys. */
export type NodeKind = 'field' | 'group' | 'free';

/** References that lead nowhere, or round in a circle, end here. */
const MOST_REFS = 20;
/** Deeper than this a schema is not looked into: recursive ones have no end. */
const MOST_LEVELS = 12;
/** A group with at most this many fields is drawn in place instead of behind a button. */
export const INLINE_FIELDS = 10;

const SCALARS = ['string', 'number', 'integer', 'boolean'];

/** Follows local references (`#/…`); a schema that cannot be found allows anything. */
export function resolve(schema: Schema | undefined, root: Schema): Schema {
  let node: unknown = schema;
  for (let count = 0; count < MOST_REFS; count += 1) {
    if (typeof node !== 'object' || node === null) return {};
    const { $ref } = node as Schema;
    if ($ref === undefined) return node as Schema;
    if (!$ref.startsWith('#')) return {};
    const path = $ref
      .slice(1)
      .split('/')
      .filter(Boolean)
      .map(part =>
        decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'),
      );
    node = valueAt(root, path);
  }
  return {};
}

function typeOf(schema: Schema): string | undefined {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter(type => type !== 'null');
    return types.length === 1 ? types[0] : undefined;
  }
  return schema.type ?? (schema.properties ? 'object' : undefined);
}

/** Whether a node is a field, a group of fields, or something for the YAML view. */
export function kindOf(schema: Schema, root: Schema): NodeKind {
  const type = typeOf(schema);
  if (type === 'object') {
    return Object.keys(schema.properties ?? {}).length > 0 ? 'group' : 'free';
  }
  if (schema.enum && schema.enum.every(item => typeof item !== 'object')) {
    return 'field';
  }
  if (type !== undefined && SCALARS.includes(type)) return 'field';
  if (type === 'array' && schema.items && !Array.isArray(schema.items)) {
    const items = typeOf(resolve(schema.items, root));
    return items !== undefined && SCALARS.includes(items) ? 'field' : 'free';
  }
  return 'free';
}

/** Properties of the group at a path. */
export function childrenAt(
  root: Schema,
  path: ValuesPath,
): Array<{ name: string; schema: Schema; kind: NodeKind }> {
  let node = resolve(root, root);
  for (const key of path) node = resolve(node.properties?.[key], root);
  return Object.entries(node.properties ?? {}).map(([name, child]) => {
    const schema = resolve(child, root);
    return { name, schema, kind: kindOf(schema, root) };
  });
}

/** Number of fields in and below a node. */
export function countFields(
  schema: Schema,
  root: Schema,
  level: number = 0,
): number {
  if (kindOf(schema, root) !== 'group') return 1;
  if (level >= MOST_LEVELS) return INLINE_FIELDS + 1;
  return Object.values(schema.properties ?? {}).reduce(
    (sum, child) => sum + countFields(resolve(child, root), root, level + 1),
    0,
  );
}

/** A node for the search: its path as a text and what is said about it. */
export interface SchemaEntry {
  path: string[];
  label: string;
  description: string;
  kind: NodeKind;
}

/** Every field and free node of a schema, for the search. */
export function listFields(root: Schema): SchemaEntry[] {
  const entries: SchemaEntry[] = [];
  const walk = (schema: Schema, path: string[]) => {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      const node = resolve(child, root);
      const kind = kindOf(node, root);
      const at = [...path, name];
      entries.push({
        path: at,
        label: at.join('.'),
        description: node.description ?? node.title ?? '',
        kind,
      });
      if (kind === 'group' && at.length < MOST_LEVELS) walk(node, at);
    }
  };
  walk(resolve(root, root), []);
  return entries;
}

/** Entries that have all words in their path or description; matches in the name come first. */
export function searchFields(
  entries: readonly SchemaEntry[],
  text: string,
): SchemaEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const rank = (entry: SchemaEntry) =>
    words.every(word => entry.label.toLowerCase().includes(word)) ? 0 : 1;
  return entries
    .filter(entry => {
      const all = `${entry.label} ${entry.description}`.toLowerCase();
      return words.every(word => all.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b) || a.label.length - b.label.length);
}
