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

import type { MeshReport, ObjectReader } from '@meshplane/meshes';
import type { FleetCluster } from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import type { Inventory, InventorySnapshot } from '../inventory/Inventory';
import { overviewOf } from './summaries';
import { systemNamespacesOf } from './systemNamespaces';

/** What is known of the meshes of one cluster, with the snapshot from which it was read. */
export interface ClusterReport {
  readonly snapshot: InventorySnapshot;
  readonly report: MeshReport;
  /** Namespaces of Kubernetes and of control planes. */
  readonly systemNamespaces: ReadonlySet<string>;
  readonly overview: Pick<FleetCluster, 'meshes' | 'coverage' | 'pods'>;
}

interface Memo extends ClusterReport {
  readonly day: string;
}

/**
 * Reports of all clusters, computed when somebody reads and then kept until the snapshot changes. A flood of changes
 * that nobody looks at costs nothing, and readers of the same snapshot share one computation.
 */
export class MeshService {
  readonly #inventory: Pick<Inventory, 'snapshot'>;
  readonly #describe: (objects: ObjectReader, now: Date) => MeshReport;
  readonly #now: () => Date;
  readonly #memos = new Map<string, Memo>();

  constructor(options: {
    clusters: Pick<ClusterAccess, 'subscribe'>;
    inventory: Pick<Inventory, 'snapshot'>;
    describe: (objects: ObjectReader, now: Date) => MeshReport;
    now: () => Date;
  }) {
    this.#inventory = options.inventory;
    this.#describe = options.describe;
    this.#now = options.now;
    options.clusters.subscribe(change => {
      if (change.type === 'removed') this.#memos.delete(change.cluster);
    });
  }

  /** The report of the newest snapshot of a cluster. */
  report(cluster: string): ClusterReport {
    const snapshot = this.#inventory.snapshot(cluster);
    const now = this.#now();
    // Support states depend on the date as well.
    const day = now.toISOString().slice(0, 10);
    const memo = this.#memos.get(cluster);
    if (memo && memo.day === day) {
      if (memo.snapshot === snapshot) return memo;
      if (memo.snapshot.version === snapshot.version)
        // Same objects, but other facts about them, such as that they are stale now.
        return this.#keep(cluster, { ...memo, snapshot });
    }
    const report = this.#describe(snapshot, now);
    const systemNamespaces = systemNamespacesOf(report);
    return this.#keep(cluster, {
      snapshot,
      day,
      report,
      systemNamespaces,
      overview: overviewOf(report, systemNamespaces),
    });
  }

  #keep(cluster: string, memo: Memo) {
    this.#memos.set(cluster, memo);
    return memo;
  }
}
