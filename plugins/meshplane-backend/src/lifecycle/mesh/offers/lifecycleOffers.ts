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

import type { MeshDefinition, VersionFacts } from '@meshplane/meshes';
import type { LifecycleOffer } from '@meshplane/plugin-meshplane-common';
import type { Cluster } from '../../../clusters/ClusterAccess';
import { concurrently } from '../../../manifests/concurrently';
import type { MeshLifecycleDeps } from '../deps';
import { isReadOnly } from '../planning/target';
import { offeredVersions, versionFactsOf } from './versions';

const CONCURRENCY = 6;

/** What can be done with every known mesh on a cluster. */
export async function lifecycleOffers(
  deps: MeshLifecycleDeps,
  cluster: Cluster,
  options: { now: Date; signal: AbortSignal },
): Promise<LifecycleOffer[]> {
  const facts = versionFactsOf(deps, cluster, options.now);
  const offered = deps.definitions.filter(
    ({ lifecycle }) => lifecycle.state !== 'ended',
  );
  return concurrently(offered, CONCURRENCY, definition =>
    offerOf(deps, definition, cluster, facts, options.signal),
  );
}

async function offerOf(
  deps: MeshLifecycleDeps,
  definition: MeshDefinition,
  cluster: Cluster,
  facts: VersionFacts,
  signal: AbortSignal,
): Promise<LifecycleOffer> {
  const { operations } = definition;
  const versions = await versionsOf(deps, definition, facts, signal);
  const { meshes } = deps.reports.report(cluster.name).report;
  const instances = await Promise.all(
    meshes
      .filter(mesh => mesh.definition === definition.id)
      .map(async instance => ({
        mesh: instance.id,
        version: instance.version,
        revision: instance.revision,
        ...(isReadOnly(instance, definition) && {
          readOnly: instance.management.text,
        }),
        ...(instance.version &&
          !isReadOnly(instance, definition) && {
            upgradeTo: await upgradeOf(
              deps,
              definition,
              { ...facts, installedVersion: instance.version },
              signal,
            ),
          }),
      })),
  );
  return {
    definition: definition.id,
    displayName: definition.displayName,
    kind: definition.kind,
    support: operations.support,
    ...('reason' in operations && { reason: operations.reason }),
    presets:
      operations.support === 'managed'
        ? operations.install.presets.map(({ id, title, description }) => ({
            id,
            title,
            description,
          }))
        : [],
    components:
      operations.support === 'managed'
        ? operations.install.components.map(({ name, description }) => ({
            name,
            description,
          }))
        : [],
    revisions:
      operations.support === 'managed' && operations.revisions !== undefined,
    canaryUpgrade:
      operations.support !== 'detect-only' &&
      operations.upgrade.strategies.includes('canary'),
    toggles:
      operations.support === 'toggles-only'
        ? operations.toggles.items.map(toggle => ({
            id: toggle.id,
            title: toggle.title,
            description: toggle.description,
            ...(toggle.kind === 'choice' && {
              options: toggle.options.map(({ option }) => option),
            }),
          }))
        : [],
    ...versions,
    instances,
  };
}

async function versionsOf(
  deps: MeshLifecycleDeps,
  definition: MeshDefinition,
  facts: VersionFacts,
  signal: AbortSignal,
): Promise<Pick<LifecycleOffer, 'versions' | 'versionsError'>> {
  if (definition.operations.support === 'detect-only') return { versions: [] };
  try {
    const offers = await offeredVersions(deps, definition, facts, signal);
    return {
      versions: offers.map(
        ({ version, appVersion, support, recommended, reasons }) => ({
          version,
          appVersion,
          support,
          recommended,
          reasons,
        }),
      ),
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      versions: [],
      versionsError: error instanceof Error ? error.message : String(error),
    };
  }
}

async function upgradeOf(
  deps: MeshLifecycleDeps,
  definition: MeshDefinition,
  facts: VersionFacts,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    // Asked again for each instance: what is recommended depends on what is installed. The list itself is kept.
    const offers = await offeredVersions(deps, definition, facts, signal);
    return offers.find(({ recommended }) => recommended)?.version;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
