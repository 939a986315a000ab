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

import type { StateWord } from '../status/words';

/** What a node of the drawn graph stands for; `group` stands for what was left out. */
export type GraphNodeKind =
  | 'namespace'
  | 'workload'
  | 'service'
  | 'gateway'
  | 'group';

/** One box of the graph. */
export interface GraphNode {
  id: string;
  kind: GraphNodeKind;
  label: string;
  /** A second line: kind of workload, counts. */
  detail: string;
  /** Id of the namespace box that it stands in; absent for namespaces. */
  box?: string;
  namespace?: string;
  /** Id of the mesh instance that it is on or served by. */
  mesh?: string;
  state: StateWord;
  errors: number;
  warnings: number;
}

/** One line of the graph. */
export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  /** Why it is there, in words. */
  label: string;
}

/** The graph of a cluster as it is drawn and listed. */
export interface Graph {
  cluster: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** Errors first, then warnings, then by name: the order of lists and of the tab key. */
export function compareNodes(a: GraphNode, b: GraphNode): number {
  return (
    b.errors - a.errors ||
    b.warnings - a.warnings ||
    a.label.localeCompare(b.label, 'en', { numeric: true })
  );
}

/** "1 error, 2 warnings"; empty if there are none. */
export function problemText(node: GraphNode): string {
  const parts = [];
  if (node.errors > 0) {
    parts.push(`${node.errors} ${node.errors === 1 ? 'error' : 'errors'}`);
  }
  if (node.warnings > 0) {
    parts.push(
      `${node.warnings} ${node.warnings === 1 ? 'warning' : 'warnings'}`,
    );
  }
  return parts.join(', ');
}

/** A node in one sentence, for screen readers. */
export function describeNode(node: GraphNode): string {
  const place =
    node.namespace && node.kind !== 'namespace'
      ? ` in namespace ${node.namespace}`
      : '';
  return [
    `${node.kind} ${node.label}${place}: ${node.state.word}`,
    problemText(node),
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * Only what has problems, with what it is connected to and the boxes around it. Services and gateways have no problems
 * of their own in the graph; they are shown for the sake of the workloads behind them.
 */
export function onlyProblems(graph: Graph): Graph {
  const wanted = new Set(
    graph.nodes
      .filter(node => node.box && node.errors + node.warnings > 0)
      .map(node => node.id),
  );
  // Two rounds: workload → service → gateway.
  for (let round = 0; round < 2; round += 1) {
    for (const { from, to } of graph.edges) {
      if (wanted.has(to)) wanted.add(from);
    }
  }
  const boxes = new Set(
    graph.nodes.flatMap(node =>
      node.box && wanted.has(node.id) ? [node.box] : [],
    ),
  );
  const nodes = graph.nodes.filter(
    node => wanted.has(node.id) || boxes.has(node.id),
  );
  const shown = new Set(nodes.map(node => node.id));
  return {
    ...graph,
    nodes,
    edges: graph.edges.filter(
      edge => shown.has(edge.from) && shown.has(edge.to),
    ),
  };
}
