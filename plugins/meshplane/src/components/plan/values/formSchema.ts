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

import { asSentence } from '../../../lib/format';
import { kindOf, resolve, type Schema } from './schemaTree';
import { valueAt, type Values, type ValuesPath } from './valuesDocument';

/** Hints of rjsf for one node. */
export type UiSchema = Record<string, unknown>;

/** A default in a few words, for the line below a field. */
export function defaultText(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty';
  const text =
    typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Keywords that a field keeps: the whole is checked elsewhere, and defaults are shown, not written. */
const KEPT = ['enum', 'minimum', 'maximum', 'pattern', 'format'];

function field(node: Schema, root: Schema): Schema {
  const kept = Object.fromEntries(
    KEPT.filter(name => node[name] !== undefined).map(name => [
      name,
      node[name],
    ]),
  );
  const type = Array.isArray(node.type)
    ? node.type.find(item => item !== 'null')
    : node.type;
  const items =
    type === 'array' && !Array.isArray(node.items)
      ? { items: field(resolve(node.items, root), root) }
      : {};
  return {
    type: type ?? (node.enum ? undefined : 'string'),
    ...kept,
    ...items,
  };
}

/**
 * What rjsf gets to draw: names of keys as labels, descriptions and defaults as help. Nodes that no field fits are drawn
 * by the field `yamlOnly`.
 *
 * @param defaults - values below those of the reader: the chart's and the preset's
 */
export function formOf(
  node: Schema,
  root: Schema,
  path: ValuesPath,
  defaults: Values,
): { schema: Schema; ui: UiSchema } {
  const name = String(path[path.length - 1] ?? '');
  const description = asSentence((node.description ?? node.title ?? '').trim());
  const kind = kindOf(node, root);
  if (kind === 'group') {
    const children = Object.entries(node.properties ?? {}).map(
      ([key, child]) =>
        [
          key,
          formOf(resolve(child, root), root, [...path, key], defaults),
        ] as const,
    );
    return {
      schema: {
        type: 'object',
        title: name,
        description,
        properties: Object.fromEntries(
          children.map(([key, child]) => [key, child.schema]),
        ),
      },
      ui: Object.fromEntries(children.map(([key, child]) => [key, child.ui])),
    };
  }
  const own = valueAt(defaults, path) ?? node.default;
  if (kind === 'free') {
    return {
      schema: { title: name, description },
      ui: { 'ui:field': 'yamlOnly', 'ui:options': { path, own } },
    };
  }
  // Choices name their default themselves.
  const isChoice = node.enum !== undefined || node.type === 'boolean';
  const help = [description, !isChoice && `Default: ${defaultText(own)}`]
    .filter(Boolean)
    .join(' · ');
  return {
    schema: { ...field(node, root), title: name },
    ui: { 'ui:help': help || undefined, 'ui:options': { own } },
  };
}
