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

import { compare } from '../detection/references';
import type { ObjectReader } from '../model/ObjectReader';
import type {
  CoverageState,
  MeshReport,
  NamespaceCoverage,
  WorkloadCoverage,
} from '../model/results';
import type { Topology, TopologyEdge, TopologyNode } from './model';
import {
  clusterNode,
  gatewayId,
  gatewayNode,
  groups,
  namespaceNode,
  serviceNode,
  workloadId,
  workloadNode,
} from './nodes';
import { ranked, rankOf, type Ranked } from './ranking';
import { routedGatewaysOf, type RoutedGateway } from './routes';

/**
 * What to draw. Everything is optional; what is given has to hold at the same time.
 *
 * @public
 */
export interface TopologyFilter {
  /** Name shown on the root. */
  cluster?: string;
  /** Only these namespaces; they are shown even if they belong to the system. */
  namespaces?: readonly string[];
  /** Only workloads on one of these mesh instances (ids). */
  meshes?: readonly string[];
  /** Only workloads in one of these states. */
  states?: readonly CoverageState[];
  /** Only workloads with an error or a warning. */
  problemsOnly?: boolean;
  /** Also namespaces of Kubernetes and of control planes. */
  includeSystem?: boolean;
  /** Most nodes that are drawn, without the groups that stand for the rest. Default 250. */
  limit?: number;
}

const DEFAULT_LIMIT = 250;
const SYSTEM = new Set(['system-namespace', 'control-plane-namespace']);

/**
 * Builds the graph cluster → namespace → workload ← service ← gateway from a report. When it does not fit, what has
 * errors stays and the rest becomes groups with counts.
 *
 * @param report - of the same objects
 * @public
 */
export function buildTopology(
  objects: ObjectReader,
  report: MeshReport,
  filter: TopologyFilter = {},
): Topology {
  const limit = Math.max(4, filter.limit ?? DEFAULT_LIMIT);
  const wanted = selectWorkloads(report, filter);
  const namespaces = rankedNamespaces(report, filter, wanted);
  const shownNamespaces = namespaces.slice(0, Math.floor(limit / 4));
  const visible = new Set(shownNamespaces.map(n => n.item.namespace));

  const workloads = ranked(
    wanted.filter(w => visible.has(w.workload.namespace ?? '')),
    w => rankOf(w.reasons),
    w => workloadId(w),
  );
  const gateways = routedGatewaysOf(objects)
    .filter(g => visible.has(g.gateway.metadata.namespace ?? ''))
    .sort((a, b) => compare(gatewayId(a), gatewayId(b)));
  const room = limit - 1 - shownNamespaces.length;
  const shownGateways = gateways.slice(0, Math.floor(room / 5));
  const left = room - shownGateways.length;
  const services = serviceNames(workloads.map(w => w.item));
  const shownWorkloads = workloads.slice(
    0,
    left - Math.min(services.length, Math.floor(left * 0.4)),
  );
  const candidates = serviceNames(shownWorkloads.map(w => w.item));
  const shownServices = candidates.slice(0, left - shownWorkloads.length);

  const nodes: TopologyNode[] = [
    clusterNode(filter.cluster ?? 'cluster', report),
  ];
  for (const { item } of shownNamespaces)
    nodes.push(namespaceNode(item, wanted));
  for (const gateway of shownGateways) nodes.push(gatewayNode(gateway, report));
  for (const { item } of shownWorkloads) nodes.push(workloadNode(item));
  for (const name of shownServices) nodes.push(serviceNode(name));
  nodes.push(
    ...groups(
      namespaces.slice(shownNamespaces.length),
      workloads.slice(shownWorkloads.length),
    ),
  );
  return {
    nodes,
    edges: edgesOf(
      nodes,
      shownWorkloads.map(w => w.item),
      shownGateways,
    ),
    cut: {
      namespaces: namespaces.length - shownNamespaces.length,
      workloads: wanted.length - shownWorkloads.length,
      services: serviceNames(wanted).length - shownServices.length,
      gateways: gateways.length - shownGateways.length,
    },
  };
}

function selectWorkloads(
  report: MeshReport,
  { namespaces, meshes, states, problemsOnly, includeSystem }: TopologyFilter,
): WorkloadCoverage[] {
  return report.workloads.filter(w => {
    const namespace = w.workload.namespace ?? '';
    const system = w.reasons.some(r => SYSTEM.has(r.code));
    return (
      (namespaces
        ? namespaces.includes(namespace)
        : includeSystem === true || !system) &&
      (!meshes || w.meshes.some(id => meshes.includes(id))) &&
      (!states || states.includes(w.state)) &&
      (!problemsOnly || rankOf(w.reasons) < 2)
    );
  });
}

function rankedNamespaces(
  report: MeshReport,
  filter: TopologyFilter,
  wanted: readonly WorkloadCoverage[],
): Ranked<NamespaceCoverage>[] {
  const rankByNamespace = new Map<string, number>();
  for (const w of wanted) {
    const name = w.workload.namespace ?? '';
    const known = rankByNamespace.get(name) ?? 2;
    rankByNamespace.set(name, Math.min(known, rankOf(w.reasons)));
  }
  const narrowed =
    filter.meshes !== undefined ||
    filter.states !== undefined ||
    filter.problemsOnly === true;
  return ranked(
    report.namespaces.filter(({ namespace, reasons }) => {
      if (filter.namespaces && !filter.namespaces.includes(namespace))
        return false;
      if (rankByNamespace.has(namespace)) return true;
      // An empty namespace is drawn only where nothing but the namespace was asked for.
      return (
        !narrowed &&
        (filter.namespaces !== undefined ||
          filter.includeSystem === true ||
          !reasons.some(r => SYSTEM.has(r.code)))
      );
    }),
    n => Math.min(rankOf(n.reasons), rankByNamespace.get(n.namespace) ?? 2),
    n => n.namespace,
  );
}

function edgesOf(
  nodes: readonly TopologyNode[],
  workloads: readonly WorkloadCoverage[],
  gateways: readonly RoutedGateway[],
): TopologyEdge[] {
  const shown = new Set(nodes.map(n => n.id));
  const edges: TopologyEdge[] = [];
  const add = (kind: TopologyEdge['kind'], from: string, to: string) => {
    if (shown.has(from) && shown.has(to))
      edges.push({ id: `${kind}:${from}>${to}`, from, to, kind });
  };
  for (const node of nodes)
    if (node.parent !== undefined && node.kind !== 'service')
      add('contains', node.parent, node.id);
  for (const coverage of workloads)
    for (const service of coverage.services)
      add(
        'selects',
        `service/${coverage.workload.namespace}/${service}`,
        workloadId(coverage),
      );
  for (const gateway of gateways)
    for (const service of gateway.services)
      add('routes', gatewayId(gateway), `service/${service}`);
  return edges;
}

/** Services in the order of the workloads that they select, each once. */
function serviceNames(workloads: readonly WorkloadCoverage[]): string[] {
  return [
    ...new Set(
      workloads.flatMap(w =>
        w.services.map(name => `${w.workload.namespace}/${name}`),
      ),
    ),
  ];
}
