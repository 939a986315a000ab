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

import type { Topology, TopologyNode } from '@meshplane/meshes';
import { plural } from '../../lib/format';
import { coverageWords, healthWords, type StateWord } from '../status/words';
import type { Graph, GraphEdge, GraphNode } from './graphModel';

const edgeWords: Record<GraphEdge['label'], string> = {
  selects: 'selects the pods of',
  routes: 'routes to',
};

function stateOf(node: TopologyNode): StateWord {
  if (node.state) return coverageWords[node.state];
  if (node.health) return healthWords[node.health];
  return node.kind === 'group'
    ? { tone: 'neutral', word: 'Left out' }
    : { tone: 'off', word: 'No state of its own' };
}

function detailOf(node: TopologyNode): string {
  const counts = node.counts ?? {};
  const pods =
    counts.pods === undefined
      ? ''
      : `${counts.onMesh ?? 0}/${counts.pods} pods on mesh`;
  switch (node.kind) {
    case 'namespace':
      // The box of an empty namespace is too narrow for counts, and zeros say nothing.
      return [
        counts.workloads
          ? plural(counts.workloads, 'workload')
          : 'No workloads',
        counts.pods ? pods : '',
      ]
        .filter(Boolean)
        .join(' · ');
    case 'workload':
      return pods || node.object?.kind || 'Workload';
    case 'service':
      return 'Service';
    case 'gateway':
      return `Gateway · ${healthWords[node.health ?? 'unknown'].word}`;
    default:
      return pods || 'left out';
  }
}

/** The API's graph in the form that is drawn. The cluster becomes the frame, containment becomes boxes. */
export function toGraph(topology: Topology): Graph {
  const cluster = topology.nodes.find(node => node.kind === 'cluster');
  const labels = new Map(topology.nodes.map(node => [node.id, node.label]));
  const nodes = topology.nodes.flatMap((node): GraphNode[] => {
    if (node.kind === 'cluster') return [];
    const box = node.parent === cluster?.id ? undefined : node.parent;
    return [
      {
        id: node.id,
        kind: node.kind,
        label: node.label,
        detail: detailOf(node),
        box,
        namespace:
          node.kind === 'namespace'
            ? node.label
            : node.object?.namespace ?? (box ? labels.get(box) : undefined),
        mesh: node.mesh,
        state: stateOf(node),
        errors: node.counts?.errors ?? 0,
        warnings: node.counts?.warnings ?? 0,
      },
    ];
  });
  const edges = topology.edges
    .filter(edge => edge.kind !== 'contains')
    .map(edge => ({
      id: edge.id,
      from: edge.from,
      to: edge.to,
      label: `${labels.get(edge.from)} ${edgeWords[edge.kind]} ${labels.get(
        edge.to,
      )}`,
    }));
  return { cluster: cluster?.label ?? 'cluster', nodes, edges };
}

/** What the limit left out, in words; empty if nothing. */
export function cutText(cut: Topology['cut']): string {
  return [
    cut.namespaces > 0 && plural(cut.namespaces, 'namespace'),
    cut.workloads > 0 && plural(cut.workloads, 'workload'),
    cut.services > 0 && plural(cut.services, 'service'),
    cut.gateways > 0 && plural(cut.gateways, 'gateway'),
  ]
    .filter(Boolean)
    .join(', ');
}
