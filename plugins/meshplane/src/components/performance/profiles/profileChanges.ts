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

import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';

/** A field in which two versions differ. */
export interface ProfileChange {
  /** Where it stands: `load.endpoints.0.url`. */
  path: string;
  /** Absent where the older version does not have it. */
  before?: string;
  after?: string;
}

function flatten(value: unknown, path: string, into: Map<string, string>) {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) {
    for (const [key, item] of Object.entries(value)) {
      flatten(item, path ? `${path}.${key}` : key, into);
    }
  } else if (value !== undefined) {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** What an author decides; who and when is said elsewhere. */
function authored(profile: PerformanceProfile): Map<string, string> {
  const { name, description, entityRef, runner, measured, tags, load } =
    profile;
  const { name: _, ...rest } = load;
  const fields = new Map<string, string>();
  flatten(
    {
      name,
      description,
      entityRef,
      load: rest,
      runner,
      measured,
      tags,
      stopAtErrorRate: profile.stopAtErrorRate,
    },
    '',
    fields,
  );
  return fields;
}

/** Field by field what the newer version has changed. */
export function profileChanges(
  older: PerformanceProfile,
  newer: PerformanceProfile,
): ProfileChange[] {
  const before = authored(older);
  const after = authored(newer);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(path => before.get(path) !== after.get(path))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map(path => ({ path, before: before.get(path), after: after.get(path) }));
}
