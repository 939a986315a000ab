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

import { classifyNamespace } from './data-plane/classify';
import {
  coverageContextOf,
  type CoverageContext,
} from './data-plane/CoverageContext';
import { withDataPlanes } from './data-plane/dataPlane';
import { coverNamespace } from './data-plane/namespaceCoverage';
import { namespaceObjectsOf } from './data-plane/namespaceObjects';
import {
  detectInstances,
  type DetectionOptions,
} from './detection/detectInstances';
import { detectionGaps } from './detection/readability';
import { compare } from './detection/references';
import {
  noteSharedControlPlanes,
  withoutYielding,
} from './detection/sharedControlPlanes';
import { leftoverReasons } from './detection/leftovers';
import type { MeshDefinition } from './model/definition';
import type { ObjectReader } from './model/ObjectReader';
import type {
  MeshInstance,
  MeshReport,
  NamespaceCoverage,
  Reason,
  WorkloadCoverage,
} from './model/results';

/**
 * A report together with what belongs to no installation.
 *
 * @public
 */
export interface DescribedMeshes extends MeshReport {
  /** What could not be read (code `not-readable`), and leftovers of products that are gone. */
  reasons: Reason[];
}

/**
 * Detects the meshes, gateways and CRD bundles of a cluster and says for every workload whether it is on one, in one
 * pass over the objects.
 *
 * @param objects - a consistent snapshot
 * @returns everything sorted, so that equal clusters give equal reports whatever the order of their objects
 * @public
 */
export function describeMeshes(
  objects: ObjectReader,
  options: DetectionOptions,
): DescribedMeshes {
  const found = detectInstances(objects, options);
  const context = coverageContextOf(objects, found, options.definitions);
  const classified = classifyAll(objects, context);
  const covered = classified.map(c => coverNamespace(c, context));
  const namespaces = covered.map(c => c.namespace);
  const meshes = withoutYielding(
    withDataPlanes(classified, context),
    options.definitions,
    namespaces,
  );
  return {
    meshes: noteSharedControlPlanes(meshes),
    namespaces,
    workloads: covered.flatMap(c => c.workloads),
    reasons: [
      ...leftoverReasons(objects, options.definitions, meshes),
      ...detectionGaps(objects),
    ],
  };
}

/**
 * Detects meshes, gateways and CRD bundles with the counts of their data planes.
 *
 * @public
 */
export function detectMeshes(
  objects: ObjectReader,
  options: DetectionOptions,
): MeshInstance[] {
  return describeMeshes(objects, options).meshes;
}

/**
 * Says for every namespace and workload whether it is on one of the given meshes.
 *
 * @param meshes - as {@link detectMeshes} returns them for the same objects
 * @public
 */
export function computeCoverage(
  objects: ObjectReader,
  meshes: readonly MeshInstance[],
  options: { definitions: readonly MeshDefinition[] },
): { namespaces: NamespaceCoverage[]; workloads: WorkloadCoverage[] } {
  const context = coverageContextOf(objects, meshes, options.definitions);
  const covered = classifyAll(objects, context).map(c =>
    coverNamespace(c, context),
  );
  return {
    namespaces: covered.map(c => c.namespace),
    workloads: covered.flatMap(c => c.workloads),
  };
}

function classifyAll(objects: ObjectReader, context: CoverageContext) {
  return [...namespaceObjectsOf(objects).values()]
    .sort((a, b) => compare(a.name, b.name))
    .map(namespace => classifyNamespace(namespace, context));
}
