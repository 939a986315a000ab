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

import type { MeshDefinition } from '@meshplane/meshes';
import type { ChartRepositories } from '../../charts/ChartRepositories';
import type { HelmExecutor } from '../../helm/HelmExecutor';
import type {
  ReleaseReader,
  ReleaseRecovery,
} from '../../helm/releases/ReleaseReader';
import type { Inventory } from '../../inventory/Inventory';
import type { KubeManifests } from '../../manifests/KubeManifests';
import type { GitOpsOptions } from '../gitops/model';
import type { Reports } from '../workloads';
import type { GatewayApiBundles } from './sources/GatewayApiBundles';
import type { ManifestSources } from './sources/ManifestSources';

/** What the planners of meshes read, and what their steps act through. */
export interface MeshLifecycleDeps {
  readonly definitions: readonly MeshDefinition[];
  readonly reports: Reports;
  readonly inventory: Pick<Inventory, 'subscribe'>;
  readonly charts: ChartRepositories;
  readonly helm: HelmExecutor;
  readonly releases: ReleaseReader;
  readonly recovery: ReleaseRecovery;
  readonly manifests: KubeManifests;
  readonly bundles: GatewayApiBundles;
  readonly sources: ManifestSources;
  /** Absent: operations change clusters directly only. */
  readonly gitOps?: GitOpsOptions & { readonly tool: 'flux' | 'argocd' };
}
