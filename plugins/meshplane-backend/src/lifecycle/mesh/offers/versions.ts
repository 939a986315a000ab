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
import {
  offerVersions,
  type AvailableVersion,
  type MeshDefinition,
  type VersionFacts,
  type VersionOffer,
} from '@meshplane/meshes';
import type { Cluster } from '../../../clusters/ClusterAccess';
import type { MeshLifecycleDeps } from '../deps';

/** Versions that pages show; repositories list hundreds. */
const MAX_VERSIONS = 40;

type OfferDeps = Pick<MeshLifecycleDeps, 'charts' | 'reports'>;

/**
 * Versions of a definition as its repository lists them. All charts of a definition are released together, so that the
 * first one that every installation needs tells the versions of all.
 */
export async function availableVersions(
  { charts }: Pick<MeshLifecycleDeps, 'charts'>,
  definition: MeshDefinition,
  signal?: AbortSignal,
): Promise<AvailableVersion[]> {
  const chart = definition.charts.find(({ optional }) => !optional);
  if (!chart)
    // Bundles of manifests have no list that could be asked: those that the definition knows are offered.
    return definition.versions.flatMap(({ latest }) =>
      latest ? [{ version: latest }] : [],
    );
  const { versions } = await charts.versions(
    { repository: chart.repository, name: chart.name },
    { signal },
  );
  return versions.map(({ version, appVersion, deprecated }) => ({
    version,
    appVersion,
    deprecated,
  }));
}

/** What of a cluster decides on versions. */
export function versionFactsOf(
  { reports }: Pick<MeshLifecycleDeps, 'reports'>,
  cluster: Cluster,
  now: Date,
): VersionFacts {
  const bundle = reports
    .report(cluster.name)
    .report.meshes.find(({ definition }) => definition === 'gateway-api');
  return {
    now,
    kubernetesVersion: cluster.health.kubernetesVersion,
    gatewayApiVersion: bundle ? bundle.version : null,
  };
}

/** Newest versions first, with what speaks against them on this cluster. */
export async function offeredVersions(
  deps: OfferDeps,
  definition: MeshDefinition,
  facts: VersionFacts,
  signal?: AbortSignal,
): Promise<VersionOffer[]> {
  const available = await availableVersions(deps, definition, signal);
  return offerVersions(definition, available, facts).slice(0, MAX_VERSIONS);
}

/**
 * The version to install where nobody named one.
 *
 * @throws NotFoundError if none suits the cluster, with the reason of the newest
 */
export async function recommendedVersion(
  deps: OfferDeps,
  definition: MeshDefinition,
  context: { cluster: Cluster; signal?: AbortSignal; now(): Date },
): Promise<string> {
  const offers = await offeredVersions(
    deps,
    definition,
    versionFactsOf(deps, context.cluster, context.now()),
    context.signal,
  );
  const best = offers.find(({ recommended }) => recommended);
  if (best) return best.version;
  throw new NotFoundError(
    `No version of "${definition.id}" suits cluster "${context.cluster.name}"${
      offers[0]
        ? `; of "${offers[0].version}": ${
            offers[0].reasons.join(' ') || offers[0].supportText
          }`
        : '; its repository lists none'
    }`,
  );
}
