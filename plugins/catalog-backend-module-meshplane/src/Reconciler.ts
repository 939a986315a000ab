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

import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { FleetCluster } from '@meshplane/plugin-meshplane-common';
import {
  CLUSTER_ANNOTATION,
  clusterEntity,
  MESH_ANNOTATION,
  meshEntity,
  type EntityOptions,
} from './fleetEntities';

/**
 * How long something has to be missing before it is removed, where its absence is not certain: a cluster that is not in
 * the list (right after a start the list is not complete), a mesh in a cluster of which not everything can be read.
 */
const GRACE_MS = 5 * 60 * 1000;

/** What has to change in the catalog. */
export interface EntityDelta {
  added: Entity[];
  removed: Entity[];
}

interface Known {
  entity: Entity;
  fingerprint: string;
  missingSince?: number;
}

/** How certain it is that a mesh that is not reported is not there. */
type Certainty = 'certain' | 'likely' | 'unknown';

/**
 * Compares the fleet with what the catalog holds and finds the least change. It never takes anything out because it
 * could not be looked at: a cluster that cannot be reached keeps its entities.
 */
export class Reconciler {
  readonly #options: EntityOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: EntityOptions) {
    this.#options = options;
  }

  /** Takes over what the catalog holds from before this process started. */
  adopt(entities: readonly Entity[]) {
    // The catalog has added fields of its own, so the first comparison always writes.
    for (const entity of entities)
      this.#known.set(stringifyEntityRef(entity), { entity, fingerprint: '' });
  }

  /**
   * The change from the last accepted state to this fleet.
   *
   * @param now - milliseconds
   */
  next(fleet: readonly FleetCluster[], now: number): EntityDelta {
    const wanted = new Map<string, Entity>();
    const certainty = new Map<string, Certainty>();
    for (const cluster of fleet) {
      certainty.set(cluster.cluster, certaintyOf(cluster));
      for (const entity of [
        clusterEntity(cluster, this.#options),
        ...cluster.meshes.map(mesh => meshEntity(cluster, mesh, this.#options)),
      ])
        wanted.set(stringifyEntityRef(entity), entity);
    }

    const added = [...wanted].filter(
      ([ref, entity]) =>
        this.#known.get(ref)?.fingerprint !== fingerprintOf(entity),
    );
    for (const ref of wanted.keys()) delete this.#known.get(ref)?.missingSince;
    const removed = [...this.#known]
      .filter(([ref]) => !wanted.has(ref))
      .filter(([, known]) => isGone(known, certainty, now));
    return {
      added: added.map(([, entity]) => entity),
      removed: removed.map(([, { entity }]) => entity),
    };
  }

  /** To be called once the catalog has taken the change. */
  accept({ added, removed }: EntityDelta) {
    for (const entity of removed)
      this.#known.delete(stringifyEntityRef(entity));
    for (const entity of added)
      this.#known.set(stringifyEntityRef(entity), {
        entity,
        fingerprint: fingerprintOf(entity),
      });
  }
}

function isGone(
  known: Known,
  certainty: ReadonlyMap<string, Certainty>,
  now: number,
) {
  const annotations = known.entity.metadata.annotations ?? {};
  const ofCluster = certainty.get(annotations[CLUSTER_ANNOTATION]);
  // A cluster that is not listed at all takes its meshes with it.
  const sure = annotations[MESH_ANNOTATION] ? ofCluster ?? 'likely' : 'likely';
  if (sure === 'certain') return true;
  if (sure === 'unknown') {
    delete known.missingSince;
    return false;
  }
  known.missingSince ??= now;
  return now - known.missingSince >= GRACE_MS;
}

function certaintyOf({ health, snapshot }: FleetCluster): Certainty {
  if (!['connected', 'degraded'].includes(health.state)) return 'unknown';
  if (snapshot?.completeness === 'complete') return 'certain';
  return snapshot?.completeness === 'partial' ? 'likely' : 'unknown';
}

function fingerprintOf(entity: Entity) {
  return JSON.stringify(entity);
}
