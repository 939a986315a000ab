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

import { InputError } from '@backstage/errors';
import type { z } from 'zod';

const MAX_SHOWN = 100;

/**
 * Checks the parameters of a request. Keys that the schema does not know are refused as well: a misspelt filter would
 * otherwise give an answer that looks right.
 *
 * @throws InputError that names the field and the value
 */
export function checkInput<T extends z.ZodObject>(
  schema: T | undefined,
  input: Record<string, unknown>,
  where: 'path' | 'query',
): z.output<T> {
  if (!schema) {
    const [unknown] = Object.keys(input);
    if (where === 'query' && unknown !== undefined)
      throw new InputError(
        `Unknown query parameter "${unknown}"; this route takes none`,
      );
    return input as z.output<T>;
  }
  const result = schema.strict().safeParse(input);
  if (result.success) return result.data as z.output<T>;
  const [issue] = result.error.issues;
  if (issue.code === 'unrecognized_keys')
    throw new InputError(
      `Unknown ${where} parameter "${issue.keys[0]}"; known are ${Object.keys(
        schema.shape,
      )
        .map(key => `"${key}"`)
        .join(', ')}`,
    );
  const field = String(issue.path[0] ?? '');
  const value = input[field];
  throw new InputError(
    value === undefined
      ? `The ${where} parameter "${field}" is missing`
      : `Invalid ${where} parameter "${field}": ${show(value)} (${messageOf(
          issue,
        )})`,
  );
}

/** A union reports "Invalid input" only; the reasons of its branches say more. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const reasons = issue.errors.flat().map(messageOf);
  return [...new Set(reasons)].join(', or ') || issue.message;
}

function show(value: unknown) {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…"` : text;
}
