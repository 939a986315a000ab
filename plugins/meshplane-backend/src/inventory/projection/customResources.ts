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

import type { CustomResource, KubeObject } from '@meshplane/meshes';
import type { ProjectionContext } from './metadata';
import { compact, cut, isRaw, type Raw } from './raw';

/** Specs up to this length are kept as they are: rules over mesh configuration read any of their fields. */
const MAX_WHOLE_LENGTH = 32_768;
const MAX_TEXT_LENGTH = 2_048;
const MAX_ITEMS = 200;
const MAX_KEYS = 200;
const MAX_DEPTH = 12;

/** Spec and status of a mesh or Gateway API resource; what is huge is cut, level by level. */
export function projectCustomResource(
  raw: Raw,
  base: KubeObject,
  { interner }: ProjectionContext,
): CustomResource {
  return compact<CustomResource>({
    ...base,
    spec: isRaw(raw.spec) ? bounded(raw.spec) : undefined,
    // Specs differ from each other; what the controllers answer is often the same.
    status: isRaw(raw.status)
      ? interner.structure(bounded(raw.status))
      : undefined,
  });
}

function bounded(value: Raw): Raw {
  return JSON.stringify(value).length <= MAX_WHOLE_LENGTH
    ? value
    : (trimmed(value, MAX_DEPTH) as Raw);
}

function trimmed(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, MAX_TEXT_LENGTH);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ITEMS).map(item => trimmed(item, depth - 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_KEYS)
      .map(([key, item]) => [key, trimmed(item, depth - 1)]),
  );
}
