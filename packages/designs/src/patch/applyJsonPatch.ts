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

import type { JsonPatch } from '../model/design';
import { keysOfPointer } from './jsonPointer';

/** The value after all steps, or what the first one stumbled over. */
export type Patched = { value: unknown } | { error: string };

class PatchError extends Error {}

/**
 * Applies steps of RFC 6902 one after the other; the value that is given stays as it is.
 *
 * @returns after a step that does not fit, only its error: never a value that is patched halfway
 */
export function applyJsonPatch(
  value: unknown,
  steps: readonly JsonPatch[],
): Patched {
  let patched = value;
  for (const [index, step] of steps.entries()) {
    try {
      patched = applyStep(patched, step);
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      return {
        error: `Step ${index + 1} (${step.op} "${step.path}"): ${
          error.message
        }`,
      };
    }
  }
  return { value: patched };
}

function applyStep(root: unknown, step: JsonPatch): unknown {
  const keys = keysOfPointer(step.path);
  if (!keys) throw new PatchError('the path is no JSON pointer');
  if (keys.length === 0) {
    if (step.op === 'remove') {
      throw new PatchError('the whole configuration cannot be removed');
    }
    return step.value;
  }
  return changed(root, keys, step);
}

/** A copy of the way to the place; everything beside it is shared. */
function changed(
  here: unknown,
  [key, ...rest]: readonly string[],
  step: JsonPatch,
): unknown {
  if (Array.isArray(here)) return changedList(here, key, rest, step);
  if (typeof here !== 'object' || here === null) {
    throw new PatchError(`there is nothing that could hold "${key}"`);
  }
  const object = here as Record<string, unknown>;
  const isThere = Object.hasOwn(object, key);
  if (rest.length > 0) {
    if (!isThere) throw new PatchError(`there is no "${key}"`);
    return withEntry(object, key, changed(object[key], rest, step));
  }
  if (step.op === 'add') return withEntry(object, key, step.value);
  if (!isThere) throw new PatchError(`there is no "${key}"`);
  if (step.op === 'replace') return withEntry(object, key, step.value);
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => name !== key),
  );
}

function changedList(
  list: readonly unknown[],
  key: string,
  rest: readonly string[],
  step: JsonPatch,
): unknown[] {
  const isInsertion = rest.length === 0 && step.op === 'add';
  const index = isInsertion && key === '-' ? list.length : indexOf(key);
  const last = isInsertion ? list.length : list.length - 1;
  if (index > last) {
    throw new PatchError(
      `the list has ${list.length} items, so that there is no place ${index}`,
    );
  }
  if (rest.length > 0) {
    return list.with(index, changed(list[index], rest, step));
  }
  switch (step.op) {
    case 'add':
      return list.toSpliced(index, 0, step.value);
    case 'replace':
      return list.with(index, step.value);
    default:
      return list.toSpliced(index, 1);
  }
}

function indexOf(key: string): number {
  if (!/^(0|[1-9]\d{0,8})$/.test(key)) {
    throw new PatchError(`"${key}" is no index of a list`);
  }
  return Number(key);
}

/** Not by assignment or spread with a computed name alone: `__proto__` is a key like any other here. */
function withEntry(
  object: Record<string, unknown>,
  key: string,
  value: unknown,
): Record<string, unknown> {
  if (Object.hasOwn(object, key)) {
    return Object.fromEntries(
      Object.entries(object).map(([name, one]) => [
        name,
        name === key ? value : one,
      ]),
    );
  }
  return Object.fromEntries([...Object.entries(object), [key, value]]);
}
