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

import type { MeshDefinition } from '../../model/definition';
import type { Support } from '../../model/results';
import {
  gatewayApiCompatibility,
  kubernetesCompatibility,
} from '../../support/compatibility';
import { supportOf } from '../../support/supportOf';
import {
  compareMeshVersions,
  parseMeshVersion,
  type MeshVersion,
} from '../../support/version';
import { upgradePath } from '../plan/requestFindings';
import { stepBetween } from './chartVersion';

/** A version that a chart repository has. @public */
export interface AvailableVersion {
  /** Of the chart. */
  version: string;
  appVersion?: string;
  deprecated?: boolean;
}

/** What of a cluster decides on versions. Undefined: not known, and no reason against any. @public */
export interface VersionFacts {
  now: Date;
  kubernetesVersion?: string;
  /** `v1.5.1`; null: no bundle is installed. */
  gatewayApiVersion?: string | null;
  /** Version of the installation that would be upgraded. */
  installedVersion?: string;
}

/** A version with what speaks for and against it. @public */
export interface VersionOffer {
  version: string;
  appVersion?: string;
  support: Support['state'];
  supportText: string;
  endOfLife?: string;
  /** The one to take; at most one of a list. */
  recommended: boolean;
  /** Why it does not suit this cluster; empty: it does. */
  reasons: string[];
  /** Newer than what is installed, and reachable in one step. */
  upgrade: boolean;
  preRelease: boolean;
}

/**
 * The versions of a product that can be chosen, newest first. Those that do not suit the cluster are in the list with
 * the reason, since a reader looks for them.
 *
 * @param available - as the repository lists them; entries that are no versions are left out
 * @public
 */
export function offerVersions(
  definition: MeshDefinition,
  available: readonly AvailableVersion[],
  facts: VersionFacts,
): VersionOffer[] {
  const seen = new Set<string>();
  const parsed = available
    .map(entry => ({
      entry,
      parsed: parseMeshVersion(entry.version, definition.versioning),
    }))
    .filter(
      (row): row is { entry: AvailableVersion; parsed: MeshVersion } =>
        row.parsed !== undefined,
    )
    // Some repositories hold a version with and without a leading "v".
    .filter(row => !seen.has(row.parsed.text) && seen.add(row.parsed.text))
    .sort((a, b) => compareMeshVersions(b.parsed, a.parsed));
  const offers = parsed.map(row =>
    offerOf(definition, row.entry, row.parsed, facts),
  );
  const best =
    offers.find(o => isBest(o, facts, ['supported'])) ??
    offers.find(o => isBest(o, facts, ['ending', 'unknown']));
  return offers.map(offer => ({ ...offer, recommended: offer === best }));
}

function isBest(
  offer: VersionOffer,
  { installedVersion }: VersionFacts,
  states: readonly Support['state'][],
): boolean {
  return (
    offer.reasons.length === 0 &&
    !offer.preRelease &&
    states.includes(offer.support) &&
    (installedVersion === undefined || offer.upgrade)
  );
}

function offerOf(
  definition: MeshDefinition,
  entry: AvailableVersion,
  version: MeshVersion,
  facts: VersionFacts,
): VersionOffer {
  const support = supportOf(definition, version.text, facts.now);
  const step =
    facts.installedVersion === undefined
      ? undefined
      : stepBetween(definition, facts.installedVersion, version.text);
  const reasons = [
    ...(support.state === 'ended' ? [support.text] : []),
    ...(entry.deprecated ? ['The repository marks it as deprecated.'] : []),
    ...rangeReasons(definition, version.text, facts),
    ...distanceReasons(definition, version.text, facts, step?.direction),
  ];
  return {
    version: entry.version,
    appVersion: entry.appVersion,
    support: support.state,
    supportText: support.text,
    endOfLife: support.endOfLife,
    recommended: false,
    reasons,
    upgrade: step?.direction === 'up' && reasons.length === 0,
    preRelease: version.preRelease,
  };
}

function rangeReasons(
  definition: MeshDefinition,
  version: string,
  { kubernetesVersion, gatewayApiVersion }: VersionFacts,
): string[] {
  const kubernetes = kubernetesCompatibility(
    definition,
    version,
    kubernetesVersion,
  );
  const gatewayApi = gatewayApiVersion
    ? gatewayApiCompatibility(definition, version, gatewayApiVersion)
    : undefined;
  return [kubernetes, gatewayApi].flatMap(c =>
    c?.state === 'out-of-range' ? [c.text] : [],
  );
}

function distanceReasons(
  definition: MeshDefinition,
  version: string,
  { installedVersion }: VersionFacts,
  direction: 'same' | 'up' | 'down' | undefined,
): string[] {
  if (direction === 'down')
    return [`It is older than ${installedVersion}, which is installed.`];
  if (direction !== 'up') return [];
  const path = upgradePath(definition, installedVersion, version);
  return path.length > 1
    ? [
        `One minor at a time: ${path
          .slice(0, -1)
          .join(', then ')} comes before.`,
      ]
    : [];
}
