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

import semver from 'semver';
import type { MeshDefinition, VersionLine } from '../../model/definition';
import { lineOf } from '../../support/lines';
import {
  compareMeshVersions,
  parseMeshVersion,
  type MeshVersion,
} from '../../support/version';

/**
 * The version of the charts that belong to a version of the product: the same, but for calendar releases, whose charts
 * write the year in full.
 *
 * @returns `1.30.3`, `2026.8.3`; the text itself if it is no version
 * @public
 */
export function chartVersionOf(
  definition: MeshDefinition,
  version: string,
): string {
  const parsed = parseMeshVersion(version, definition.versioning);
  if (!parsed) return version;
  return parsed.scheme === 'edge'
    ? `20${parsed.major}.${parsed.minor}.${parsed.patch}`
    : parsed.text;
}

/** Whether the version of a chart lies in a semver range; pre-releases count as what they precede. */
export function chartVersionIn(chartVersion: string, range: string): boolean {
  return semver.satisfies(chartVersion, range, { includePrerelease: true });
}

/** How one version stands to another of the same product. */
export interface Step {
  from: MeshVersion;
  to: MeshVersion;
  direction: 'same' | 'up' | 'down';
  /** Lines that lie between, oldest first; empty for neighbours. Undefined if it cannot be told. */
  between?: string[];
}

/** Compares two versions. @returns undefined if one of them is none */
export function stepBetween(
  definition: MeshDefinition,
  from: string | undefined,
  to: string,
): Step | undefined {
  const a = parseMeshVersion(from, definition.versioning);
  const b = parseMeshVersion(to, definition.versioning);
  if (!a || !b) return undefined;
  const order = compareMeshVersions(a, b);
  const comparable = a.scheme === b.scheme;
  const base = { from: a, to: b };
  if (order === 0) return { ...base, direction: 'same', between: [] };
  if (order > 0 && comparable) return { ...base, direction: 'down' };
  return { ...base, direction: 'up', between: linesBetween(definition, a, b) };
}

function linesBetween(
  definition: MeshDefinition,
  from: MeshVersion,
  to: MeshVersion,
): string[] | undefined {
  if (from.scheme === 'semver' && to.scheme === 'semver')
    if (from.major === to.major)
      return Array.from(
        { length: Math.max(0, to.minor - from.minor - 1) },
        (_, i) => `${from.major}.${from.minor + 1 + i}`,
      );
  const older = lineOf(definition, from);
  const newer = lineOf(definition, to);
  // A calendar release that may belong to several lines is taken for the newest of them: no false alarm.
  if (!older || !newer) return undefined;
  const oldest = older.orUpTo
    ? definition.versions.indexOf(older.orUpTo)
    : older.index;
  return definition.versions
    .slice(newer.index + 1, Math.max(oldest, newer.index + 1))
    .map(({ line }) => line)
    .reverse();
}

/** The release of a line that an upgrade goes through. */
export function releaseOfLine(
  definition: MeshDefinition,
  line: string,
): string {
  const known = definition.versions.find(v => v.line === line);
  return known?.latest ?? `${line}.x`;
}

/** The line of a version, as far as it is recorded. */
export function lineOfVersion(
  definition: MeshDefinition,
  version: string | undefined,
): VersionLine | undefined {
  const parsed = parseMeshVersion(version, definition.versioning);
  const match = parsed && lineOf(definition, parsed);
  return match && !match.orUpTo ? match.line : undefined;
}
