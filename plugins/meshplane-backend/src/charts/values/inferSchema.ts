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

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';

/** The part of JSON schema that a form is made from. */
export interface FormSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, FormSchema>;
  items?: FormSchema;
  [keyword: string]: unknown;
}

const MAX_DEPTH = 8;
const MAX_PROPERTIES = 3000;
const MAX_DESCRIPTION = 600;
/** Longer defaults (scripts, lists of rules) do not belong into a form. */
const MAX_DEFAULT_CHARS = 2000;

/** Istio keeps its defaults below this key, because profiles have to come between them and a person's values. */
const WRAPPER = '_internal_defaults_do_not_set';

/**
 * Makes a schema from a `values.yaml`: types and defaults from its values, descriptions from its comments. Nothing is
 * required and nothing further is forbidden, since the file cannot tell.
 */
export function inferSchema(valuesYaml: string): FormSchema {
  const document = parseDocument(valuesYaml, {
    logLevel: 'error',
    prettyErrors: false,
  });
  const root = document.contents;
  if (!isMap(root)) return { type: 'object', properties: {} };
  const budget = { left: MAX_PROPERTIES };
  const schema = schemaOfMap(root, 0, budget);
  const { [WRAPPER]: wrapped, ...own } = schema.properties ?? {};
  return wrapped
    ? { ...schema, properties: { ...wrapped.properties, ...own } }
    : schema;
}

function schemaOfMap(
  map: YAMLMap,
  depth: number,
  budget: { left: number },
): FormSchema {
  const schema: FormSchema = { type: 'object' };
  if (depth >= MAX_DEPTH) return schema;
  const properties: [string, FormSchema][] = [];
  map.items.forEach((pair, index) => {
    if (budget.left <= 0 || !isScalar(pair.key)) return;
    budget.left -= 1;
    // The comment above the first key belongs to the map, as far as the parser is concerned.
    const inherited = index === 0 && depth > 0 ? map.commentBefore : undefined;
    properties.push([
      String(pair.key.value),
      schemaOfPair(pair as Pair<Node, Node | null>, depth, budget, inherited),
    ]);
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function schemaOfPair(
  pair: Pair<Node, Node | null>,
  depth: number,
  budget: { left: number },
  inherited: string | null | undefined,
): FormSchema {
  const { key, value } = pair;
  const description = describe(
    key.commentBefore ?? inherited,
    isScalar(value) ? value.comment : key.comment,
  );
  return {
    ...schemaOfValue(value, depth, budget),
    ...(description && { description }),
  };
}

function schemaOfValue(
  value: Node | null,
  depth: number,
  budget: { left: number },
): FormSchema {
  if (isMap(value)) {
    return value.items.length > 0
      ? schemaOfMap(value, depth + 1, budget)
      : { type: 'object', default: {} };
  }
  if (isSeq(value)) {
    const items = value.toJSON() as unknown[];
    const types = new Set(items.map(typeOf));
    const [type] = types;
    return {
      type: 'array',
      ...(types.size === 1 && { items: { type } }),
      ...(isShort(items) && { default: items }),
    };
  }
  if (!isScalar(value) || isAlias(value)) return {};
  const plain = value.value;
  // Null says that something may be there, not what.
  if (plain === null || plain === undefined) return {};
  return { type: typeOf(plain), ...(isShort(plain) && { default: plain }) };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value === 'object' || value === null ? 'object' : typeof value;
}

function isShort(value: unknown): boolean {
  return (JSON.stringify(value) ?? '').length <= MAX_DEFAULT_CHARS;
}

/** The last paragraph of the comment above, and what stands behind the value; without marks of documentation tools. */
function describe(
  above: string | null | undefined,
  behind: string | null | undefined,
): string | undefined {
  const paragraph = (above ?? '').split(/\n[ \t]*\n/).at(-1) ?? '';
  const text = [paragraph, behind ?? '']
    .join('\n')
    .split('\n')
    .map(line => line.replace(/^\s*#*\s?/, '').replace(/^\s*--\s+/, ''))
    .filter(line => !/^\s*(@\w+|\+doc)/.test(line) && !/^[\s=*#-]*$/.test(line))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!text) return undefined;
  return text.length > MAX_DESCRIPTION
    ? `${text.slice(0, MAX_DESCRIPTION)}…`
    : text;
}
