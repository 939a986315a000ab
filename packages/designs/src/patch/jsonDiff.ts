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
import { isSame } from '../relationships/setValue';
import { pointerOf } from './jsonPointer';

/**
 * The steps of RFC 6902 that make one value out of another. Lists are compared place by place, which keeps the paths
 * readable; what is longer or shorter changes at the end.
 */
export function jsonDiff(
  before: unknown,
  after: unknown,
  path: readonly (string | number)[] = [],
): JsonPatch[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return diffLists(before, after, path);
  }
  if (isObject(before) && isObject(after)) {
    return diffObjects(before, after, path);
  }
  return [{ op: 'replace', path: pointerOf(path), value: after }];
}

function diffObjects(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: readonly (string | number)[],
): JsonPatch[] {
  const keys = [
    ...new Set([...Object.keys(before), ...Object.keys(after)]),
  ].sort();
  return keys.flatMap<JsonPatch>(key => {
    const here = [...path, key];
    if (!Object.hasOwn(after, key)) {
      return [{ op: 'remove', path: pointerOf(here) }];
    }
    if (!Object.hasOwn(before, key)) {
      return [{ op: 'add', path: pointerOf(here), value: after[key] }];
    }
    return jsonDiff(before[key], after[key], here);
  });
}

function diffLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly (string | number)[],
): JsonPatch[] {
  const common = Math.min(before.length, after.length);
  const changes = before
    .slice(0, common)
    .flatMap((one, index) => jsonDiff(one, after[index], [...path, index]));
  // From the end, so that the places of the others stay what they were.
  const removed = before
    .slice(common)
    .map<JsonPatch>((_, index) => ({
      op: 'remove',
      path: pointerOf([...path, common + index]),
    }))
    .reverse();
  const added = after.slice(common).map<JsonPatch>((value, index) => ({
    op: 'add',
    path: pointerOf([...path, common + index]),
    value,
  }));
  return [...changes, ...removed, ...added];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
