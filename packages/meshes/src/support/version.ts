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
import type { MeshDefinition } from '../model/definition';

/** How a product counts its versions. @public */
export type Versioning = MeshDefinition['versioning'];

/**
 * A version that can be compared with others of the same product.
 *
 * @public
 */
export interface MeshVersion {
  /** `edge` for calendar releases, of which `major.minor.patch` are year (two digits), month and number in the month. */
  scheme: 'semver' | 'edge';
  major: number;
  minor: number;
  patch: number;
  preRelease: boolean;
  /** Canonical form: `1.30.3`, `1.31.0-rc.0`, `edge-26.6.3`; without `v`, vendor and flavour of the image. */
  text: string;
}

const LONGEST_VERSION = 200;
const NUMBER = '(\\d{1,9})';

/** Everything after the numbers that is not a pre-release is a flavour or a build and does not change the version. */
const SEMVER = new RegExp(
  `^v?${NUMBER}\\.${NUMBER}(?:\\.${NUMBER})?` +
    `(?:[-.]?(alpha|beta|dev|preview|pre|rc|snapshot)((?:[.-]?\\d{1,9}(?![0-9a-z]))*)(?:[-+._].*)?|[-+_].*)?$`,
  'i',
);
const EDGE = new RegExp(`^edge-${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:[-+_].*)?$`);
/** Charts of edge releases write the year in full. */
const EDGE_CHART = new RegExp(
  `^20(\\d{2})\\.${NUMBER}\\.${NUMBER}(?:[-+_].*)?$`,
);
/** Vendors and former releases put the kind of the release before the number. */
const KIND_OF_RELEASE = /^(?:stable|enterprise)-/;

/**
 * Reads a version from a label, an annotation or an image tag.
 *
 * @param text - `1.30.3`, `v1.9.0`, `1.30.3-distroless`, `1.31.0-rc.0`; with `calendar-edge` also `edge-26.6.3`,
 *   `2026.6.3` (chart) and `stable-2.14.10`
 * @returns undefined for anything else: `latest`, a digest, a commit
 * @public
 */
export function parseMeshVersion(
  text: string | undefined,
  versioning: Versioning = 'semver',
): MeshVersion | undefined {
  if (text === undefined || text.length > LONGEST_VERSION) return undefined;
  const plain = text.trim();
  if (versioning === 'semver') return parseSemver(plain);
  const edge = EDGE.exec(plain) ?? EDGE_CHART.exec(plain);
  if (!edge) return parseSemver(plain.replace(KIND_OF_RELEASE, ''));
  const [major, minor, patch] = edge.slice(1, 4).map(Number);
  return {
    scheme: 'edge',
    major,
    minor,
    patch,
    preRelease: false,
    text: `edge-${major}.${minor}.${patch}`,
  };
}

function parseSemver(text: string): MeshVersion | undefined {
  const found = SEMVER.exec(text);
  if (!found) return undefined;
  const major = Number(found[1]);
  const minor = Number(found[2]);
  const patch = Number(found[3] ?? 0);
  const numbers = `${major}.${minor}.${patch}`;
  return {
    scheme: 'semver',
    major,
    minor,
    patch,
    preRelease: found[4] !== undefined,
    text: found[4] ? `${numbers}-${preRelease(found[4], found[5])}` : numbers,
  };
}

/** `rc1`, `rc.1` and `RC-1` are the same release candidate. */
function preRelease(name: string, digits: string): string {
  const numbers = digits.split(/[.-]/).filter(part => part !== '');
  return [name.toLowerCase(), ...numbers.map(Number)].join('.');
}

/**
 * Orders versions of one product, oldest first. Edge releases come after all numbered ones, which only makes the order
 * total: whether a numbered release is older than an edge release depends on its line.
 *
 * @returns negative, zero or positive
 * @public
 */
export function compareMeshVersions(a: MeshVersion, b: MeshVersion): number {
  if (a.scheme !== b.scheme) return a.scheme === 'semver' ? -1 : 1;
  if (a.scheme === 'semver') return semver.compare(a.text, b.text);
  return (
    Math.sign(a.major - b.major) ||
    Math.sign(a.minor - b.minor) ||
    Math.sign(a.patch - b.patch)
  );
}
