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

import { customizeValidator } from '@rjsf/validator-ajv8';
import type { RJSFSchema } from '@rjsf/utils';
import type { Schema } from './schemaTree';
import type { Values, ValuesPath } from './valuesDocument';

/** Where values break their schema. */
export interface SchemaProblem {
  path: ValuesPath;
  /** The path as people write it: `pilot.env[0].name`. */
  label: string;
  message: string;
}

interface AjvError {
  instancePath?: string;
  message?: string;
  keyword?: string;
  params?: Record<string, unknown>;
}

/** More than this nobody reads at once. */
const MOST_PROBLEMS = 50;

const validator = customizeValidator({
  // Schemas of charts are written for Helm's validator and use keywords that the strict mode refuses.
  ajvOptionsOverrides: { strict: false, allErrors: true, verbose: false },
});

/** Of alternatives only the outer error says something that a reader can follow. */
const NOISE = new Set(['if', 'then', 'else']);

function pathOf(error: AjvError): ValuesPath {
  const path: Array<string | number> = (error.instancePath ?? '')
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
  const extra = error.params?.additionalProperty;
  return typeof extra === 'string' ? [...path, extra] : path;
}

function messageOf(error: AjvError): string {
  switch (error.keyword) {
    case 'additionalProperties':
      return 'is not known to this chart';
    case 'enum': {
      const allowed = error.params?.allowedValues;
      return Array.isArray(allowed)
        ? `must be one of ${allowed.map(String).join(', ')}`
        : 'is not one of the allowed values';
    }
    default:
      return error.message ?? 'does not fit the schema';
  }
}

/** "pilot.env[0].name". */
export function pathLabel(path: ValuesPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${part}` : part;
  }, '');
}

/**
 * Checks values as Helm will see them (defaults, preset and own values merged) against the schema of their chart.
 *
 * @returns problems, or why the schema cannot be used in the browser; the server checks with Helm in any case
 */
export function validateValues(
  schema: Schema,
  values: Values,
): { problems: SchemaProblem[]; unusable?: string } {
  // The dialect decides nothing here, and an unknown one would be refused as a whole.
  const { $schema, $id, ...rest } = schema;
  const { errors, validationError } = validator.rawValidation<AjvError>(
    rest as RJSFSchema,
    values,
  );
  if (validationError) {
    return { problems: [], unusable: validationError.message };
  }
  const problems = (errors ?? [])
    .filter(error => !NOISE.has(error.keyword ?? ''))
    .slice(0, MOST_PROBLEMS)
    .map(error => {
      const path = pathOf(error);
      return { path, label: pathLabel(path), message: messageOf(error) };
    });
  return { problems };
}
