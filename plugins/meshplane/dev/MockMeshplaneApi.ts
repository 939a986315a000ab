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

import { NotFoundError } from '@backstage/errors';
import type {
  MeshInstance,
  Topology,
  WorkloadCoverage,
} from '@meshplane/meshes';
import type {
  ClusterDetail,
  CoverageQuery,
  InventoryQuery,
  MeshplaneApi,
  MeshplaneEvent,
  MeshSummary,
  Page,
  SnapshotInfo,
  TopologyQuery,
} from '@meshplane/plugin-meshplane-common';
import { clusterFixtures } from './fixtures/clusters';
import { diagnosisOf } from './fixtures/diagnosis';
import { inventoryFixtures } from './fixtures/inventory';
import { meshFixtures } from './fixtures/meshes';
import { accessRules } from './fixtures/rbac';
import { topologyOf } from './fixtures/topology';
import { MockOperationsApi } from './MockOperationsApi';
import { MockPerformanceApi } from './performance/MockPerformanceApi';
import {
  countStates,
  namespacesOf,
  workloadFixtures,
} from './fixtures/workloads';

/** Everything the mock answers from; tests change it and emit events. */
export interface MockState {
  clusters: ClusterDetail[];
  meshes: Record<string, MeshInstance[]>;
}

function summaryOf(mesh: MeshInstance): MeshSummary {
  return {
    ...mesh,
    readOnly: mesh.management.readOnly,
    pods: mesh.dataPlane.pods,
    workloads: mesh.dataPlane.workloads,
    skewedPods: mesh.dataPlane.versions
      .filter(item => item.skew === 'too-old' || item.skew === 'ahead')
      .reduce((sum, item) => sum + item.pods, 0),
    problems: mesh.reasons.filter(reason => reason.severity !== 'info').length,
  };
}

function pageOf<T>(
  all: T[],
  snapshot: SnapshotInfo,
  query: { limit?: unknown; offset?: unknown },
): Page<T> {
  const limit = Number(query.limit ?? 100);
  const offset = Number(query.offset ?? 0);
  const items = all.slice(offset, offset + limit);
  return { items, total: all.length, limit, offset, snapshot };
}

/** Answers of a backend are never the objects that it goes on changing. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** A backend in the browser: the contract with invented clusters, for the development app and for tests. */
export class MockMeshplaneApi
  extends MockOperationsApi
  implements MeshplaneApi
{
  readonly performance = new MockPerformanceApi();

  readonly state: MockState;
  readonly #listeners = new Set<(event: MeshplaneEvent) => void>();

  constructor(state: Partial<MockState> = {}) {
    super();
    this.state = {
      clusters: clusterFixtures(),
      meshes: meshFixtures,
      ...state,
    };
  }

  /** Tells every open stream of the whole. */
  broadcast(event: MeshplaneEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #cluster(name: string): ClusterDetail {
    const found = this.state.clusters.find(item => item.name === name);
    if (!found) throw new NotFoundError(`No cluster is named "${name}"`);
    return found;
  }

  #snapshot(name: string): SnapshotInfo {
    return (
      this.#cluster(name).snapshot ?? {
        version: 0,
        at: new Date().toISOString(),
        completeness: 'loading',
      }
    );
  }

  #workloads(name: string): WorkloadCoverage[] {
    if (!this.#cluster(name).snapshot) return [];
    return workloadFixtures(this.state.meshes[name] ?? []);
  }

  async getClusters() {
    return { items: copyOf(this.state.clusters), problems: [] };
  }

  async getCluster(cluster: string) {
    return copyOf(this.#cluster(cluster));
  }

  async diagnoseCluster(cluster: string) {
    return diagnosisOf(this.#cluster(cluster));
  }

  async reconnectCluster(cluster: string) {
    const { health } = this.#cluster(cluster);
    health.circuit = { state: 'half-open', consecutiveFailures: 0 };
  }

  async getRbac() {
    return accessRules;
  }

  async getFleet() {
    return {
      items: this.state.clusters.map(cluster => {
        const workloads = this.#workloads(cluster.name);
        const pods = (key: 'total' | 'onMesh') =>
          workloads.reduce((sum, item) => sum + item.pods[key], 0);
        return {
          cluster: cluster.name,
          title: cluster.title,
          source: cluster.source,
          note: cluster.note,
          health: copyOf(cluster.health),
          snapshot: cluster.snapshot,
          meshes: cluster.snapshot
            ? (this.state.meshes[cluster.name] ?? []).map(summaryOf)
            : [],
          coverage: countStates(workloads),
          pods: { total: pods('total'), onMesh: pods('onMesh') },
        };
      }),
    };
  }

  async getMeshes(cluster: string) {
    return {
      items: this.state.meshes[cluster] ?? [],
      snapshot: this.#snapshot(cluster),
    };
  }

  async getMesh(cluster: string, id: string) {
    this.#cluster(cluster);
    const mesh = this.state.meshes[cluster]?.find(item => item.id === id);
    if (!mesh) {
      throw new NotFoundError(`Cluster "${cluster}" has no mesh "${id}"`);
    }
    return {
      cluster,
      mesh,
      namespaces: namespacesOf(this.#workloads(cluster)).filter(item =>
        item.meshes.includes(id),
      ),
      compatibility: [
        {
          subject: 'kubernetes' as const,
          state: 'in-range' as const,
          text: `${mesh.displayName} works with Kubernetes 1.32 to 1.36; the cluster is 1.36.3.`,
        },
        {
          subject: 'gateway-api' as const,
          state: 'out-of-range' as const,
          text: 'It needs Gateway API 1.5 for TLSRoute; the cluster has 1.4.0.',
        },
      ],
      snapshot: this.#snapshot(cluster),
    };
  }

  async getCoverage(cluster: string, query: CoverageQuery = {}) {
    const states = ([] as string[]).concat(query.state ?? []);
    const matching = this.#workloads(cluster).filter(
      item =>
        (!query.namespace || item.workload.namespace === query.namespace) &&
        (!query.mesh || item.meshes.includes(query.mesh)) &&
        (!query.q || item.workload.name.includes(query.q)),
    );
    const rank = (item: WorkloadCoverage) =>
      item.reasons.some(reason => reason.severity === 'error') ? 0 : 1;
    const rows = matching
      .filter(item => states.length === 0 || states.includes(item.state))
      .sort((a, b) => {
        if (query.sort === 'name') {
          return a.workload.name.localeCompare(b.workload.name);
        }
        return query.sort === 'namespace' ? 0 : rank(a) - rank(b);
      });
    return {
      ...pageOf(rows, this.#snapshot(cluster), query),
      counts: countStates(matching),
    };
  }

  async getNamespaceCoverage(cluster: string) {
    return {
      items: namespacesOf(this.#workloads(cluster)),
      snapshot: this.#snapshot(cluster),
    };
  }

  async getEntityCoverage(ref: {
    kind: string;
    namespace: string;
    name: string;
  }) {
    return {
      entityRef: `${ref.kind}:${ref.namespace}/${ref.name}`.toLowerCase(),
      selection: `Workloads with the label app=${ref.name}, in all clusters.`,
      clusters: this.state.clusters
        .filter(item => item.snapshot || item.health.state === 'unauthorized')
        .map(item => {
          const workloads = this.#workloads(item.name).filter(
            row =>
              row.labels.app === ref.name && row.workload.namespace === 'shop',
          );
          const used = new Set(workloads.flatMap(row => row.meshes));
          return {
            cluster: item.name,
            health: item.health,
            workloads,
            meshes: (this.state.meshes[item.name] ?? [])
              .filter(mesh => used.has(mesh.id))
              .map(summaryOf),
            snapshot: item.snapshot,
          };
        }),
    };
  }

  async getInventoryKinds(cluster: string) {
    return {
      items: [...inventoryFixtures(this.#workloads(cluster))]
        .filter(([, items]) => items.length > 0)
        .map(([kind, items]) => ({
          kind,
          objects: items.length,
          namespaced: kind !== 'Namespace',
        })),
      snapshot: this.#snapshot(cluster),
    };
  }

  async getInventory(cluster: string, query: InventoryQuery) {
    const selector = query.labelSelector?.split('=');
    const all = inventoryFixtures(this.#workloads(cluster)).get(query.kind);
    const rows = (all ?? []).filter(
      item =>
        (!query.namespace || item.namespace === query.namespace) &&
        (!query.q || item.name.includes(query.q)) &&
        (!selector || item.labels[selector[0]] === selector[1]),
    );
    return pageOf(rows, this.#snapshot(cluster), query);
  }

  async getTopology(
    cluster: string,
    query: TopologyQuery = {},
  ): Promise<Topology> {
    return topologyOf(cluster, this.#workloads(cluster), query);
  }

  async getDefinitions() {
    return { items: [] };
  }

  streamEvents(
    onEvent: (event: MeshplaneEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise(resolve => {
      this.#listeners.add(onEvent);
      onEvent({ type: 'hello', at: new Date().toISOString() });
      signal.addEventListener('abort', () => {
        this.#listeners.delete(onEvent);
        resolve();
      });
    });
  }
}
