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

import type { MeshDefinition, VersionLine } from '../model/definition';
import {
  compareMeshVersions,
  parseMeshVersion,
  type MeshVersion,
} from './version';

/** The release line that a version belongs to. */
export interface LineMatch {
  line: VersionLine;
  /** Position in the definition, newest first. */
  index: number;
  /**
   * Newest line that it may belong to instead: calendar releases of lines whose first release is not recorded cannot be
   * told from those of the line before. Undefined: the match is exact.
   */
  orUpTo?: VersionLine;
}

/** Name of the product without its mode: modes share their releases. */
export function productName(definition: MeshDefinition): string {
  return definition.displayName.replace(/ \([^)]*\)$/, '');
}

/** Finds the line of a version; undefined if the definition lists none for it. */
export function lineOf(
  definition: MeshDefinition,
  version: MeshVersion,
): LineMatch | undefined {
  return version.scheme === 'edge'
    ? lineOfEdge(definition.versions, version)
    : lineOfNumber(definition.versions, version);
}

function lineOfNumber(
  lines: readonly VersionLine[],
  version: MeshVersion,
): LineMatch | undefined {
  const index = lines.findIndex(
    ({ line }) => line === `${version.major}.${version.minor}`,
  );
  return index === -1 ? undefined : { line: lines[index], index };
}

function lineOfEdge(
  lines: readonly VersionLine[],
  version: MeshVersion,
): LineMatch | undefined {
  const index = lines.findIndex(({ firstEdge }) => {
    const first = parseMeshVersion(firstEdge, 'calendar-edge');
    return first !== undefined && compareMeshVersions(first, version) <= 0;
  });
  if (index === -1) return undefined;
  const line = lines[index];
  let newest = index;
  while (newest > 0 && lines[newest - 1].firstEdge === undefined) newest--;
  return newest === index
    ? { line, index }
    : { line, index, orUpTo: lines[newest] };
}

/**
 * A version as people should read it: calendar releases with the line that they belong to.
 *
 * @returns `1.30.3`, `edge-26.8.3 (part of 2.20)`; the text itself if it is no version
 * @public
 */
export function versionInWords(
  definition: MeshDefinition,
  text: string,
): string {
  const version = parseMeshVersion(text, definition.versioning);
  if (!version) return text;
  const match = version.scheme === 'edge' && lineOf(definition, version);
  if (!match) return version.text;
  const part = match.orUpTo
    ? `part of ${match.line.line} to ${match.orUpTo.line}`
    : `part of ${match.line.line}`;
  return `${version.text} (${part})`;
}

/** Newest version that the definition knows. */
export function newestKnown(definition: MeshDefinition): string | undefined {
  return definition.versions.find(({ latest }) => latest !== undefined)?.latest;
}
