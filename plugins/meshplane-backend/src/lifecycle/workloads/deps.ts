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

import type { MeshDefinition, MeshReport, Reason } from '@meshplane/meshes';
import type { Inventory } from '../../inventory/Inventory';
import type { Manifests } from '../../manifests/model';
import type { ClusterReport } from '../../meshes/MeshService';
import type { Pause } from './execution/waiting';

/** The newest report of a cluster, as MeshService gives it. */
export interface Reports {
  report(cluster: string): Pick<
    ClusterReport,
    'snapshot' | 'report' | 'systemNamespaces'
  > & {
    /** Leftovers of meshes that are gone are among the reasons, where the report has them. */
    readonly report: MeshReport & { reasons?: Reason[] };
  };
}

/** What the planners of workloads, migrations and samples read. */
export interface PlanningDeps {
  readonly reports: Reports;
  readonly definitions: readonly MeshDefinition[];
  readonly manifests: Pick<Manifests, 'get' | 'diff'>;
  /** The tool for which GitOps mode writes its files. */
  readonly gitOps?: { readonly tool: 'flux' | 'argocd' };
}

/** What the executors need beside the cluster of their step. */
export interface ExecutionDeps {
  readonly reports: Reports;
  readonly inventory: Pick<Inventory, 'subscribe'>;
  readonly manifests: Pick<Manifests, 'get' | 'apply' | 'delete'>;
  /** Absent: real time. */
  readonly pause?: Pause;
}
