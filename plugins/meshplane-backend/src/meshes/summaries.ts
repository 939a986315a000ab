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

import type {
  CoverageState,
  MeshInstance,
  MeshReport,
  WorkloadCoverage,
} from '@meshplane/meshes';
import type {
  FleetCluster,
  MeshSummary,
} from '@meshplane/plugin-meshplane-common';

/** What the overview shows of a mesh. */
export function summaryOf(mesh: MeshInstance): MeshSummary {
  const {
    id,
    definition,
    displayName,
    kind,
    mode,
    namespace,
    revision,
    tags,
    version,
    channel,
    health,
    support,
    confidence,
  } = mesh;
  return {
    id,
    definition,
    displayName,
    kind,
    mode,
    namespace,
    revision,
    tags,
    version,
    channel,
    health,
    support,
    confidence,
    readOnly: mesh.management.readOnly,
    pods: mesh.dataPlane.pods,
    workloads: mesh.dataPlane.workloads,
    skewedPods: mesh.dataPlane.versions
      .filter(({ skew }) => skew === 'too-old' || skew === 'ahead')
      .reduce((sum, { pods }) => sum + pods, 0),
    problems: problemsOf(mesh),
  };
}

function problemsOf(mesh: MeshInstance) {
  const reasons = [
    ...mesh.reasons,
    ...mesh.components.flatMap(component => component.reasons),
  ];
  const serious = reasons.filter(reason => reason.severity !== 'info');
  // A component's trouble is often repeated in the mesh's own reasons.
  return new Set(serious.map(reason => `${reason.code} ${reason.text}`)).size;
}

/** Counts of workloads per coverage state; states without a workload are 0. */
export function countStates(
  workloads: readonly WorkloadCoverage[],
): Record<CoverageState, number> {
  const counts: Record<CoverageState, number> = {
    'on-mesh': 0,
    partial: 0,
    'opted-out': 0,
    'off-mesh': 0,
    unknown: 0,
  };
  for (const workload of workloads) counts[workload.state] += 1;
  return counts;
}

/** Pods of workloads, and how many of them are on a mesh. */
export function countPods(
  workloads: readonly WorkloadCoverage[],
): FleetCluster['pods'] {
  let total = 0;
  let onMesh = 0;
  for (const { pods } of workloads) {
    total += pods.total;
    onMesh += pods.onMesh;
  }
  return { total, onMesh };
}

/** What a report says in the overview. */
export function overviewOf(
  report: MeshReport,
  system: ReadonlySet<string>,
): Pick<FleetCluster, 'meshes' | 'coverage' | 'pods'> {
  const user = report.workloads.filter(
    ({ workload }) => !system.has(workload.namespace ?? ''),
  );
  return {
    meshes: report.meshes.map(summaryOf),
    coverage: countStates(user),
    pods: countPods(user),
  };
}
