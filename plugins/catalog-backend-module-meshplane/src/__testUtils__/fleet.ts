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
  FleetCluster,
  MeshSummary,
} from '@meshplane/plugin-meshplane-common';

/** A mesh as the overview shows it. */
export function mesh(
  id: string,
  overrides: Partial<MeshSummary> = {},
): MeshSummary {
  return {
    id,
    definition: 'istio',
    displayName: 'Istio',
    kind: 'mesh',
    mode: 'sidecar',
    namespace: 'istio-system',
    tags: [],
    version: '1.30.3',
    health: 'healthy',
    support: { state: 'supported', text: 'Supported until March 2027.' },
    confidence: 1,
    readOnly: false,
    pods: 3,
    workloads: 2,
    skewedPods: 0,
    problems: 0,
    ...overrides,
  };
}

/** A cluster that can be read completely. */
export function cluster(
  name: string,
  meshes: MeshSummary[] = [],
  overrides: Partial<FleetCluster> = {},
): FleetCluster {
  return {
    cluster: name,
    title: name,
    source: 'config',
    health: {
      state: 'connected',
      message: 'Everything can be read',
      circuit: { state: 'closed', consecutiveFailures: 0 },
    },
    snapshot: {
      version: 1,
      at: '2026-11-24T12:00:00.000Z',
      completeness: 'complete',
    },
    meshes,
    coverage: {
      'on-mesh': 1,
      partial: 0,
      'opted-out': 0,
      'off-mesh': 0,
      unknown: 0,
    },
    pods: { total: 3, onMesh: 3 },
    ...overrides,
  };
}

/** The same cluster in a state in which it cannot be looked at. */
export function unreachable(before: FleetCluster): FleetCluster {
  return {
    ...before,
    meshes: [],
    health: { ...before.health, state: 'unreachable', message: 'No answer' },
    snapshot: before.snapshot && {
      ...before.snapshot,
      completeness: 'stale',
    },
  };
}
