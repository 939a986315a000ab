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

/** Which clusters and meshes the overview shows. */
export interface FleetFilter {
  /** Matched against names, titles, versions and namespaces; every word has to occur. */
  text: string;
  /** `problems`: only what needs somebody's attention. */
  show: 'all' | 'problems';
  /** Id of a mesh definition; empty for all. */
  definition: string;
}

/** A mesh needs attention when something is wrong with it, its version or its proxies. */
export function needsAttention(mesh: MeshSummary): boolean {
  return (
    mesh.problems > 0 ||
    mesh.skewedPods > 0 ||
    mesh.health === 'degraded' ||
    mesh.health === 'unhealthy' ||
    mesh.support.state === 'ended' ||
    mesh.support.state === 'ending'
  );
}

/** A cluster needs attention when it is not connected; being started is no problem. */
export function isTroubled(cluster: FleetCluster): boolean {
  return !['connected', 'starting', 'connecting'].includes(
    cluster.health.state,
  );
}

function matches(words: string[], values: Array<string | undefined>): boolean {
  const text = values.filter(Boolean).join('\n').toLocaleLowerCase('en');
  return words.every(word => text.includes(word));
}

/**
 * Clusters with the meshes that the filter leaves. A cluster whose own name matches keeps all its meshes; one that does
 * not match is shown only for the sake of a mesh.
 */
export function filterFleet(
  clusters: readonly FleetCluster[],
  filter: FleetFilter,
): FleetCluster[] {
  const words = filter.text
    .toLocaleLowerCase('en')
    .split(/\s+/)
    .filter(Boolean);
  const isOpen = !filter.definition && filter.show === 'all';
  return clusters.flatMap(cluster => {
    const clusterText = [
      cluster.cluster,
      cluster.title,
      cluster.health.kubernetesVersion,
    ];
    const meshes = cluster.meshes.filter(
      mesh =>
        (!filter.definition || mesh.definition === filter.definition) &&
        (filter.show === 'all' || needsAttention(mesh)) &&
        matches(words, [
          ...clusterText,
          mesh.displayName,
          mesh.definition,
          mesh.version,
          mesh.revision,
          mesh.namespace,
          mesh.id,
        ]),
    );
    const keepsItself =
      matches(words, clusterText) &&
      (isOpen ||
        (!filter.definition &&
          filter.show === 'problems' &&
          isTroubled(cluster)));
    return meshes.length > 0 || keepsItself ? [{ ...cluster, meshes }] : [];
  });
}
