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

import { InputError, NotFoundError } from '@backstage/errors';
import type { MeshDefinition, MeshInstance } from '@meshplane/meshes';
import type { PlanContext } from '../../../operations/model';
import type { PlanningDeps, Reports } from '../deps';
import { workloadName, type NamespaceFacts } from '../facts/NamespaceFacts';
import type { LiveWorkload } from '../kube/shapes';

/** A mesh of a cluster, with its definition and the report that it stands in. */
export interface TargetMesh {
  readonly mesh: MeshInstance;
  readonly definition: MeshDefinition;
  readonly clusterReport: ReturnType<Reports['report']>;
}

/**
 * Finds a mesh by its id.
 *
 * @throws NotFoundError naming the meshes that there are; InputError if it is a gateway or a bundle of CRDs
 */
export function requireMesh(
  { reports, definitions }: Pick<PlanningDeps, 'reports' | 'definitions'>,
  { cluster }: Pick<PlanContext, 'cluster'>,
  id: string,
): TargetMesh {
  const clusterReport = reports.report(cluster.name);
  const meshes = clusterReport.report.meshes.filter(
    ({ kind }) => kind === 'mesh',
  );
  const mesh = clusterReport.report.meshes.find(one => one.id === id);
  if (!mesh) {
    const known = meshes.map(one => `"${one.id}"`).join(', ');
    throw new NotFoundError(
      `Cluster "${cluster.name}" has no mesh "${id}"; it has ${
        known || 'none at all'
      }`,
    );
  }
  const definition = definitions.find(one => one.id === mesh.definition);
  if (mesh.kind !== 'mesh' || !definition) {
    throw new InputError(
      `"${id}" is no mesh: workloads cannot be brought onto it`,
    );
  }
  return { mesh, definition, clusterReport };
}

/**
 * Finds a workload by kind and name.
 *
 * @throws NotFoundError naming those that there are
 */
export function requireWorkload(
  { workloads, name: namespace }: NamespaceFacts,
  ref: { kind: string; name: string },
): LiveWorkload {
  const found = workloads.find(
    ({ kind, metadata }) => kind === ref.kind && metadata.name === ref.name,
  );
  if (!found) {
    const known = workloads.slice(0, 20).map(workloadName).join(', ');
    throw new NotFoundError(
      `There is no ${ref.kind} "${
        ref.name
      }" in namespace "${namespace}"; there are ${known || 'no workloads'}`,
    );
  }
  return found;
}
