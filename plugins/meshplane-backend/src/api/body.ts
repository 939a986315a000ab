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
import express, { type Request, type Response } from 'express';
import type { z } from 'zod';

/** Largest body that a route takes unless it says otherwise. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_SHOWN = 100;

/**
 * Reads the JSON body of a request. It is read after the permission was checked, so that nobody makes the backend parse
 * what they may not ask for.
 *
 * @param maxBytes - of the body
 * @returns an empty object if there is no body
 * @throws InputError if it is no JSON
 */
export async function readBody(
  request: Request,
  response: Response,
  maxBytes = MAX_BODY_BYTES,
): Promise<unknown> {
  const type = request.headers['content-type'];
  const isEmpty =
    request.headers['content-length'] === undefined &&
    request.headers['transfer-encoding'] === undefined;
  if (!isEmpty && request.headers['content-length'] !== '0')
    if (!request.is('json'))
      throw new InputError(
        `The body has to be JSON (content-type "application/json"), not ${
          type ? `"${type}"` : 'of an unknown type'
        }`,
      );
  const parse = express.json({ limit: maxBytes });
  await new Promise<void>((resolve, reject) => {
    parse(request, response, error => (error ? reject(error) : resolve()));
  }).catch(error => {
    if (error?.type === 'entity.parse.failed')
      throw new InputError(`The body is not JSON: ${error.message}`, error);
    throw error;
  });
  return request.body ?? {};
}

/**
 * Checks a body. Keys that the schema does not know are refused: a misspelt option would otherwise be left out silently.
 *
 * @throws InputError that names the field, such as `input.version`, and the value
 */
export function checkBody<T extends z.ZodType>(
  schema: T,
  body: unknown,
): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) {
    const unknown = unknownKey(body, result.data, '');
    if (unknown)
      throw new InputError(`The body has an unknown field "${unknown}"`);
    return result.data;
  }
  const [issue] = result.error.issues;
  const field = issue.path.map(String).join('.');
  if (field === '') throw new InputError(`The body is wrong: ${issue.message}`);
  const value = valueAt(body, issue.path);
  throw new InputError(
    value === undefined
      ? `The field "${field}" is missing`
      : `Invalid field "${field}": ${show(value)} (${issue.message})`,
  );
}

/** Path of the first key of the input that parsing has dropped. */
function unknownKey(
  input: unknown,
  output: unknown,
  path: string,
): string | undefined {
  if (!isObject(input) || !isObject(output)) return undefined;
  for (const [key, value] of Object.entries(input)) {
    const at = path ? `${path}.${key}` : key;
    if (value !== undefined && !Object.hasOwn(output, key)) return at;
    const inside = unknownKey(value, output[key], at);
    if (inside) return inside;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (isObject(parent) ? parent[String(key)] : undefined),
    value,
  );
}

function show(value: unknown) {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
