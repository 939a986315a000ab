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

import type { MeshDefinition } from '../model/definition';
import type { Skew } from '../model/results';
import { lineOf } from './lines';
import {
  compareMeshVersions,
  parseMeshVersion,
  type MeshVersion,
} from './version';

/** A release line as numbers, with the newest one that it may be instead. */
interface Lines {
  low: Release;
  high: Release;
}
interface Release {
  major: number;
  minor: number;
  /** Position in the definition, newest first; undefined if it is not listed. */
  index?: number;
}

/**
 * Where a proxy stands against its control plane: `in-step` if the versions are equal, `ahead` if the proxy is newer,
 * `behind` if it is older, and `too-old` if it is older than the definition's rule allows. Where no rule is known,
 * nothing is called too old.
 *
 * @returns `unknown` if one of them is no version or the two cannot be compared
 * @public
 */
export function skewOf(
  definition: MeshDefinition,
  controlPlaneVersion: string | undefined,
  proxyVersion: string | undefined,
): Skew {
  const controlPlane = parseMeshVersion(
    controlPlaneVersion,
    definition.versioning,
  );
  const proxy = parseMeshVersion(proxyVersion, definition.versioning);
  if (!controlPlane || !proxy) return 'unknown';
  const difference =
    controlPlane.scheme === proxy.scheme
      ? compareMeshVersions(proxy, controlPlane)
      : compareByLine(definition, proxy, controlPlane);
  if (difference === undefined) return 'unknown';
  if (difference === 0) return 'in-step';
  if (difference > 0) return 'ahead';
  const limit = definition.skew.controlPlaneAheadMinors;
  if (limit === undefined) return 'behind';
  return minorsBetween(definition, proxy, controlPlane) > limit
    ? 'too-old'
    : 'behind';
}

/** A numbered and a calendar release are only comparable if they surely belong to different lines. */
function compareByLine(
  definition: MeshDefinition,
  a: MeshVersion,
  b: MeshVersion,
): number | undefined {
  const first = linesOf(definition, a);
  const second = linesOf(definition, b);
  if (!first || !second) return undefined;
  if (isOlder(first.high, second.low)) return -1;
  if (isOlder(second.high, first.low)) return 1;
  return undefined;
}

/** How many lines the older one surely is behind; infinite if there is another major version in between. */
function minorsBetween(
  definition: MeshDefinition,
  older: MeshVersion,
  newer: MeshVersion,
): number {
  const from = linesOf(definition, older);
  const to = linesOf(definition, newer);
  // Calendar releases outside the recorded lines: the distance is not known, so it is no reason for an alarm.
  if (!from || !to) return 0;
  if (from.high.major === to.low.major) return to.low.minor - from.high.minor;
  return from.high.index !== undefined && to.low.index !== undefined
    ? from.high.index - to.low.index
    : Infinity;
}

function linesOf(
  definition: MeshDefinition,
  version: MeshVersion,
): Lines | undefined {
  const match = lineOf(definition, version);
  if (version.scheme === 'semver') {
    const release = {
      major: version.major,
      minor: version.minor,
      index: match?.index,
    };
    return { low: release, high: release };
  }
  if (!match) return undefined;
  const low = releaseOf(definition, match.index);
  const newest = match.orUpTo && definition.versions.indexOf(match.orUpTo);
  const high = newest === undefined ? low : releaseOf(definition, newest);
  return low && high && { low, high };
}

function releaseOf(
  definition: MeshDefinition,
  index: number,
): Release | undefined {
  const line = parseMeshVersion(definition.versions[index].line);
  return line && { major: line.major, minor: line.minor, index };
}

function isOlder(a: Release, b: Release): boolean {
  return a.major < b.major || (a.major === b.major && a.minor < b.minor);
}
