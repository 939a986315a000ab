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
import type { MeshDefinition, VersionLine } from '../model/definition';
import { lineOf, productName } from './lines';
import { rangeInWords } from './ranges';
import { parseMeshVersion } from './version';

/**
 * Whether two versions go together. `unknown` also stands for a range that could not be confirmed and does not hold the
 * version: such a range is no reason for an alarm.
 *
 * @public
 */
export interface Compatibility {
  state: 'in-range' | 'out-of-range' | 'unknown';
  text: string;
  /** The range as npm's semver reads it. */
  range?: string;
}

/**
 * Compatibility with a Gateway API bundle.
 *
 * @public
 */
export interface GatewayApiCompatibility extends Compatibility {
  /** Kinds that the product ignores without an error because the bundle is too old for them. */
  ignoredKinds: string[];
}

/**
 * Whether a version of a product supports the Kubernetes version of the cluster.
 *
 * @param kubernetesVersion - as the API server reports it: `v1.36.3`, `v1.34.1-gke.100`, `1.33+`
 * @public
 */
export function kubernetesCompatibility(
  definition: MeshDefinition,
  version: string | undefined,
  kubernetesVersion: string | undefined,
): Compatibility {
  const match = findLine(definition, version);
  if (typeof match === 'string') return { state: 'unknown', text: match };
  // Distributions append their own build to the version, which for semver would make it a pre-release.
  const cluster = semver.coerce(kubernetesVersion);
  if (!cluster)
    return {
      state: 'unknown',
      text: 'The Kubernetes version of the cluster is not known.',
    };
  return compare(
    definition,
    match,
    'kubernetes',
    'Kubernetes',
    cluster,
    `the cluster runs ${cluster.version}`,
  );
}

/**
 * Whether a version of a product works with the Gateway API bundle of the cluster.
 *
 * @param bundleVersion - from the annotation of the CRDs: `v1.5.1`; undefined if none is installed
 * @public
 */
export function gatewayApiCompatibility(
  definition: MeshDefinition,
  version: string | undefined,
  bundleVersion: string | undefined,
): GatewayApiCompatibility {
  const match = findLine(definition, version);
  if (typeof match === 'string')
    return { state: 'unknown', text: match, ignoredKinds: [] };
  const bundle = semver.parse(bundleVersion ?? null);
  if (!bundle)
    return {
      state: 'unknown',
      text:
        bundleVersion === undefined
          ? 'No Gateway API bundle was found in the cluster.'
          : `"${bundleVersion}" is not a version of a Gateway API bundle.`,
      range: match.gatewayApi,
      ignoredKinds: [],
    };
  const result = compare(
    definition,
    match,
    'gatewayApi',
    'Gateway API',
    bundle,
    `the bundle is ${bundle.version}`,
  );
  const ignored = (match.gatewayApiKinds ?? []).filter(({ from }) =>
    semver.lt(bundle, from),
  );
  if (ignored.length === 0) return { ...result, ignoredKinds: [] };
  const list = ignored.map(({ kind, from }) => `${kind} (needs ${from})`);
  return {
    ...result,
    text: `${result.text} Ignored without an error: ${list.join(', ')}.`,
    ignoredKinds: ignored.map(({ kind }) => kind),
  };
}

/** The line of a version, or the sentence that says why there is none. */
function findLine(
  definition: MeshDefinition,
  version: string | undefined,
): VersionLine | string {
  const name = productName(definition);
  const parsed = parseMeshVersion(version, definition.versioning);
  if (!parsed)
    return version === undefined
      ? `The version of ${name} is not known.`
      : `"${version}" is not a version of ${name} in a known form.`;
  const match = lineOf(definition, parsed);
  if (!match || match.orUpTo)
    return `Nothing is recorded about the requirements of ${name} ${parsed.text}.`;
  return match.line;
}

function compare(
  definition: MeshDefinition,
  line: VersionLine,
  field: 'kubernetes' | 'gatewayApi',
  what: string,
  found: semver.SemVer,
  foundInWords: string,
): Compatibility {
  const name = `${productName(definition)} ${line.line}`;
  const range = line[field];
  if (range === undefined)
    return {
      state: 'unknown',
      text: `Which versions of ${what} ${name} works with is not recorded.`,
    };
  const words = rangeInWords(range);
  const inRange = semver.satisfies(found, range, { includePrerelease: true });
  const confirmed = line.confirmed && !line.unconfirmed?.includes(field);
  if (confirmed)
    return {
      state: inRange ? 'in-range' : 'out-of-range',
      text: inRange
        ? `${name} supports ${what} ${words}; ${foundInWords}.`
        : `${name} supports ${what} ${words}, but ${foundInWords}.`,
      range,
    };
  return {
    state: inRange ? 'in-range' : 'unknown',
    text: `${name} is thought to support ${what} ${words}, which could not be confirmed; ${foundInWords}.`,
    range,
  };
}
