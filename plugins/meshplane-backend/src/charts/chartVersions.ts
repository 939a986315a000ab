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

import { NotFoundError } from '@backstage/errors';
import semver from 'semver';

/** How many versions an error names. */
const NAMED = 5;

/** Newest first, as semantic versions; what is none comes last. */
export function sortVersions<T>(
  items: readonly T[],
  versionOf: (item: T) => string,
): T[] {
  return items
    .map(item => ({ item, version: semver.parse(versionOf(item)) }))
    .sort((a, b) => {
      if (a.version && b.version)
        return semver.compareBuild(b.version, a.version);
      return Number(Boolean(b.version)) - Number(Boolean(a.version));
    })
    .map(({ item }) => item);
}

/** Whether two texts name the same version: some charts write a leading `v`, some indexes do not. */
export function sameVersion(a: string, b: string): boolean {
  return a.replace(/^v/, '') === b.replace(/^v/, '');
}

export function noSuchVersion(
  name: string,
  version: string,
  repository: string,
  known: readonly string[],
): NotFoundError {
  const newest = sortVersions(known, v => v).slice(0, NAMED);
  const rest = known.length - newest.length;
  return new NotFoundError(
    `There is no version "${version}" of chart "${name}" in "${repository}"${
      newest.length > 0
        ? `. There are ${newest.map(v => `"${v}"`).join(', ')}${
            rest > 0 ? ` and ${rest} older ones` : ''
          }`
        : ''
    }`,
  );
}
