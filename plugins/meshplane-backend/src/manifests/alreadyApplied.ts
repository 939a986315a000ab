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

import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from './model';

type Json = Record<string, unknown>;

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: Json;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a server-side apply of `wanted` certainly changes nothing: all of it is there, and the manager owns nothing
 * that it would give up. False when in doubt: then the server has to be asked.
 *
 * Admission is not asked then, which could only refuse what is there already.
 *
 * Asking is what costs: the dry run of a large CRD keeps the API server busy ten times as long as a read of it.
 */
export function isAlreadyApplied(
  live: KubeObject,
  wanted: KubeObject,
  fieldManager: string,
): boolean {
  const managers = (live.metadata.managedFields ?? []) as ManagedFields[];
  const own = managers.filter(
    ({ manager, subresource }) => manager === fieldManager && !subresource,
  );
  return (
    own.length === 1 &&
    own[0].operation === 'Apply' &&
    isMap(own[0].fieldsV1) &&
    isWithin(wanted, live) &&
    givesUpNothing(own[0].fieldsV1, wanted)
  );
}

/** Lists have to be as long as each other: whatever their kind, nothing is added, removed or moved then. */
function isWithin(wanted: unknown, live: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) &&
      wanted.length === live.length &&
      wanted.every((item, index) => isWithin(item, live[index]))
    );
  }
  if (isMap(wanted)) {
    return (
      isMap(live) &&
      Object.entries(wanted).every(
        ([key, value]) => value === null || isWithin(value, live[key]),
      )
    );
  }
  return wanted === live;
}

/** Walks the fields that are owned: `f:<name>` in maps, `k:<keys>`, `v:<value>` and `i:<index>` in lists. */
function givesUpNothing(owned: Json, wanted: unknown): boolean {
  return Object.entries(owned).every(([key, inner]) => {
    if (key === '.') return true;
    const next = stepInto(wanted, key);
    if (next === undefined || next === null) return false;
    return !isMap(inner) || givesUpNothing(inner, next);
  });
}

function stepInto(value: unknown, step: string): unknown {
  const name = step.slice(2);
  if (step.startsWith('f:')) {
    return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (step.startsWith('i:')) return value[Number(name)];
  const sought: unknown = JSON.parse(name);
  if (step.startsWith('v:')) {
    return value.find(item => isDeepStrictEqual(item, sought));
  }
  if (!step.startsWith('k:') || !isMap(sought)) return undefined;
  return value.find(
    item =>
      isMap(item) &&
      Object.entries(sought).every(([key, one]) => item[key] === one),
  );
}
