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

import { compare, refOf } from '../detection/references';
import type {
  HealthState,
  MeshReport,
  NamespaceCoverage,
  Reason,
  WorkloadCoverage,
} from '../model/results';
import type { TopologyNode } from './model';
import { rankOf, type Ranked } from './ranking';
import type { RoutedGateway } from './routes';

const CLUSTER = 'cluster';

export function clusterNode(
  label: string,
  { meshes }: MeshReport,
): TopologyNode {
  return {
    id: CLUSTER,
    kind: 'cluster',
    label,
    counts: { meshes: meshes.filter(m => m.kind !== 'crds').length },
  };
}

export function namespaceNode(
  { namespace, state, meshes, pods, reasons }: NamespaceCoverage,
  wanted: readonly WorkloadCoverage[],
): TopologyNode {
  const own = wanted.filter(w => w.workload.namespace === namespace);
  const all = [...reasons, ...own.flatMap(w => w.reasons)];
  return {
    id: namespaceId(namespace),
    kind: 'namespace',
    label: namespace,
    parent: CLUSTER,
    state,
    health: healthOf(all, pods),
    mesh: meshes[0],
    counts: {
      workloads: own.length,
      pods: pods.total,
      onMesh: pods.onMesh,
      ...problems(all),
    },
    object: { apiVersion: 'v1', kind: 'Namespace', name: namespace },
  };
}

export function workloadNode(coverage: WorkloadCoverage): TopologyNode {
  const { workload, state, meshes, pods, reasons } = coverage;
  return {
    id: workloadId(coverage),
    kind: 'workload',
    label: workload.name,
    parent: namespaceId(workload.namespace ?? ''),
    state,
    health: healthOf(reasons, pods),
    mesh: meshes[0],
    counts: { pods: pods.total, onMesh: pods.onMesh, ...problems(reasons) },
    object: workload,
  };
}

export function serviceNode(id: string): TopologyNode {
  const [namespace, name] = id.split('/');
  return {
    id: `service/${id}`,
    kind: 'service',
    label: name,
    parent: namespaceId(namespace),
    object: { apiVersion: 'v1', kind: 'Service', namespace, name },
  };
}

const PROGRAMMED: Record<'true' | 'false' | 'unknown', HealthState> = {
  true: 'healthy',
  false: 'unhealthy',
  unknown: 'unknown',
};

export function gatewayNode(
  routed: RoutedGateway,
  report: MeshReport,
): TopologyNode {
  const object = refOf(routed.gateway);
  const id = gatewayId(routed);
  const mesh = report.meshes.find(m =>
    m.gateways.some(g => gatewayKey(g.object) === gatewayKey(object)),
  );
  const served = mesh?.gateways.find(
    g => gatewayKey(g.object) === gatewayKey(object),
  );
  return {
    id,
    kind: 'gateway',
    label: object.name,
    parent: namespaceId(object.namespace ?? ''),
    health: PROGRAMMED[served?.programmed ?? 'unknown'],
    mesh: mesh?.id,
    counts: { services: routed.services.length },
    object,
  };
}

export function groups(
  namespaces: readonly Ranked<NamespaceCoverage>[],
  workloads: readonly Ranked<WorkloadCoverage>[],
): TopologyNode[] {
  const nodes: TopologyNode[] = [];
  if (namespaces.length > 0)
    nodes.push({
      id: 'group/namespaces',
      kind: 'group',
      label: `${namespaces.length} more namespaces`,
      parent: CLUSTER,
      counts: { namespaces: namespaces.length },
    });
  const byNamespace = new Map<string, WorkloadCoverage[]>();
  for (const { item } of workloads) {
    const name = item.workload.namespace ?? '';
    const known = byNamespace.get(name);
    if (known) known.push(item);
    else byNamespace.set(name, [item]);
  }
  for (const [name, items] of [...byNamespace].sort(([a], [b]) =>
    compare(a, b),
  ))
    nodes.push({
      id: `group/${name}`,
      kind: 'group',
      label: `${items.length} more workloads`,
      parent: namespaceId(name),
      counts: {
        workloads: items.length,
        pods: items.reduce((sum, w) => sum + w.pods.total, 0),
        onMesh: items.reduce((sum, w) => sum + w.pods.onMesh, 0),
        ...problems(items.flatMap(w => w.reasons)),
      },
    });
  return nodes;
}

function healthOf(
  reasons: readonly Reason[],
  pods: { total: number; ready: number },
): HealthState {
  const rank = rankOf(reasons);
  if (rank === 0) return 'unhealthy';
  if (pods.total === 0) return 'unknown';
  if (pods.ready === 0) return 'unhealthy';
  return rank === 1 || pods.ready < pods.total ? 'degraded' : 'healthy';
}

function problems(reasons: readonly Reason[]) {
  return {
    errors: reasons.filter(r => r.severity === 'error').length,
    warnings: reasons.filter(r => r.severity === 'warning').length,
  };
}

export function namespaceId(name: string): string {
  return `namespace/${name}`;
}

export function workloadId({ workload }: WorkloadCoverage): string {
  return `workload/${workload.namespace}/${workload.kind}/${workload.name}`;
}

export function gatewayId({ gateway }: RoutedGateway): string {
  const group = gateway.apiVersion.split('/')[0];
  return `gateway/${group}/${gateway.metadata.namespace}/${gateway.metadata.name}`;
}

function gatewayKey(ref: {
  apiVersion: string;
  namespace?: string;
  name: string;
}): string {
  return `${ref.apiVersion.split('/')[0]}/${ref.namespace}/${ref.name}`;
}
