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

import type { ChartContent } from '../ChartRepositories';
import { type FormSchema, inferSchema } from './inferSchema';

const MAX_DEPTH = 12;
/** Refs that refer to themselves multiply; a form with more fields is of no use. */
const MAX_NODES = 20_000;

/** What a form is made from. */
export interface ValuesForm {
  readonly schema: FormSchema;
  /** `chart`: from its `values.schema.json`; `inferred`: from its `values.yaml`. */
  readonly source: 'chart' | 'inferred';
}

const remembered = new WeakMap<ChartContent, ValuesForm>();

/**
 * The schema of a chart's values for a form. The chart's own where it has one, with its references resolved and with
 * the descriptions and defaults of `values.yaml`, which most such schemas lack.
 */
export function formOf(chart: ChartContent): ValuesForm {
  const known = remembered.get(chart);
  if (known) return known;
  const inferred = inferSchema(chart.values);
  const own = chart.valuesSchema;
  const form: ValuesForm = own
    ? {
        source: 'chart',
        schema: enrich(resolve(own, own, 0, { left: MAX_NODES }), inferred),
      }
    : { source: 'inferred', schema: inferred };
  remembered.set(chart, form);
  return form;
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy whose references into the same document are replaced by what they refer to. */
function resolve(
  node: Json,
  root: Json,
  depth: number,
  budget: { left: number },
): FormSchema {
  budget.left -= 1;
  if (depth > MAX_DEPTH || budget.left <= 0) return {};
  const target = typeof node.$ref === 'string' && lookUp(root, node.$ref);
  const { $ref: _, $defs: __, definitions: ___, $schema: ____, ...own } = node;
  const merged: Json = target
    ? { ...resolve(target, root, depth + 1, budget), ...own }
    : own;
  const inner = (value: unknown) =>
    isObject(value) ? resolve(value, root, depth + 1, budget) : value;
  const result: FormSchema = {};
  for (const [key, value] of Object.entries(merged)) {
    if (key === 'properties' && isObject(value)) {
      result.properties = Object.fromEntries(
        Object.entries(value)
          .filter(([name, one]) => isObject(one) && !name.startsWith('_'))
          .map(([name, one]) => [name, inner(one) as FormSchema]),
      );
    } else if (key === 'items' || key === 'additionalProperties') {
      result[key] = inner(value) as FormSchema;
    } else if (/^(anyOf|oneOf|allOf)$/.test(key) && Array.isArray(value)) {
      result[key] = value.map(inner);
    } else {
      result[key] = value;
    }
  }
  return result;
}

/** `#/$defs/values`. */
function lookUp(root: Json, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  let node: unknown = root;
  for (const part of ref.slice(2).split('/')) {
    const key = decodeURIComponent(part)
      .replace(/~1/g, '/')
      .replace(/~0/g, '~');
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return isObject(node) ? node : undefined;
}

function enrich(
  schema: FormSchema,
  inferred: FormSchema | undefined,
): FormSchema {
  if (!inferred) return schema;
  const result: FormSchema = { ...schema };
  if (!result.description && inferred.description) {
    result.description = inferred.description;
  }
  if (!('default' in result) && 'default' in inferred) {
    result.default = inferred.default;
  }
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, one]) => [
        name,
        enrich(one, inferred.properties?.[name]),
      ]),
    );
  }
  return result;
}
