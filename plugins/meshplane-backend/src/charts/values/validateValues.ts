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

import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { looksSecret } from './secrets';
import { valueAt, valuePath } from './valuePath';

/** More of them help nobody. */
const MAX_PROBLEMS = 20;
const MAX_VALUE_CHARS = 80;

/** Where values break the schema of their chart. */
export interface ValuesProblem {
  /** `pilot.replicaCount`; empty for the whole. */
  readonly path: string;
  /** A sentence with path and offending value. */
  readonly message: string;
}

export interface ValuesCheck {
  readonly problems: readonly ValuesProblem[];
  /** Why the schema cannot be used, if so: Helm will judge the values then. */
  readonly unusable?: string;
}

type Compiled = { validate: ValidateFunction } | { unusable: string };

const compiled = new WeakMap<object, Compiled>();

/**
 * Checks values against a JSON schema: draft-07, unless it names 2019-09 or 2020-12.
 *
 * @param values - with the chart's own below them, since the schema is about what templates see
 */
export function validateValues(
  schema: Record<string, unknown>,
  values: unknown,
): ValuesCheck {
  const known = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, known);
  if ('unusable' in known) return { problems: [], unusable: known.unusable };
  const { validate } = known;
  if (validate(values)) return { problems: [] };
  const problems = new Map<string, ValuesProblem>();
  for (const error of leaves(validate.errors ?? [])) {
    const problem = problemOf(error, values);
    problems.set(problem.message, problem);
    if (problems.size === MAX_PROBLEMS) break;
  }
  return { problems: [...problems.values()] };
}

function compile(schema: Record<string, unknown>): Compiled {
  const { $schema, ...body } = schema;
  const draft = String($schema ?? '');
  const options = {
    allErrors: true,
    // Charts have keywords and formats of their own.
    strict: false,
    validateSchema: false,
    logger: false,
  } as const;
  try {
    const ajv = new (dialectOf(draft))(options);
    addFormats(ajv);
    // Without `$id`, so that two versions of a chart do not meet.
    const { $id: _, id: __, ...rest } = body;
    return { validate: ajv.compile(rest) };
  } catch (error) {
    return {
      unusable: `The chart's "values.schema.json" cannot be used here: ${
        (error as Error).message
      }`,
    };
  }
}

function dialectOf(draft: string): typeof Ajv | typeof Ajv2019 {
  if (draft.includes('2020-12')) return Ajv2020;
  return draft.includes('2019-09') ? Ajv2019 : Ajv;
}

/** Without errors that only say that others happened. */
function leaves(errors: readonly ErrorObject[]): ErrorObject[] {
  const composed = new Set(['anyOf', 'oneOf', 'allOf', 'if', '$ref']);
  const plain = errors.filter(({ keyword }) => !composed.has(keyword));
  return plain.length > 0 ? plain : [...errors];
}

function problemOf(error: ErrorObject, values: unknown): ValuesProblem {
  const parts = partsOf(error.instancePath, values);
  const { params, keyword } = error;
  if (
    keyword === 'additionalProperties' ||
    keyword === 'unevaluatedProperties'
  ) {
    const key = String(params.additionalProperty ?? params.unevaluatedProperty);
    const path = valuePath([...parts, key]);
    return { path, message: `"${path}" is not a value of this chart` };
  }
  if (keyword === 'required') {
    const path = valuePath([...parts, String(params.missingProperty)]);
    return { path, message: `"${path}" is missing` };
  }
  const path = valuePath(parts);
  const value = valueAt(values, parts);
  const allowed =
    keyword === 'enum'
      ? `: ${(params.allowedValues as unknown[]).map(quote).join(', ')}`
      : '';
  const given = looksSecret(parts, value) ? 'another value' : quote(value);
  return {
    path,
    message: `"${path || 'values'}" ${
      error.message ?? 'is not valid'
    }${allowed}, but is ${given}`,
  };
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_VALUE_CHARS
    ? `${text.slice(0, MAX_VALUE_CHARS)}…`
    : text;
}

/** Parts of a JSON pointer; numbers where they count items. */
function partsOf(pointer: string, values: unknown): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const part = raw.replace(/~1/g, '/').replace(/~0/g, '~');
    parts.push(Array.isArray(valueAt(values, parts)) ? Number(part) : part);
  }
  return parts;
}
