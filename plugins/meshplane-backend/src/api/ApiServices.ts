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

import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { MeshDefinition } from '@meshplane/meshes';
import type {
  ClusterDetail,
  ClusterDiagnosis,
  Rbac,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import type { EventHub } from '../events/EventHub';
import type { Inventory } from '../inventory/Inventory';
import type { LifecycleService } from '../lifecycle/LifecycleService';
import type { MeshService } from '../meshes/MeshService';
import type { Operations } from '../operations/createOperations';
import type { Performance } from '../performance/Performance';

/** Everything that handlers of the API use. */
export interface ApiServices {
  readonly clusters: ClusterAccess;
  readonly inventory: Inventory;
  readonly meshes: MeshService;
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly events: EventHub;
  readonly definitions: readonly MeshDefinition[];
  readonly operations: Pick<Operations, 'service' | 'feed' | 'watch'>;
  readonly lifecycle: LifecycleService;
  /** Load tests; loaded when they are asked for first. */
  performance(): Promise<Performance>;
  /** Walks through the connection of a cluster step by step. */
  diagnose(cluster: string): Promise<ClusterDiagnosis>;
  /** Changes of state of a cluster, newest first. */
  history(cluster: string): Promise<ClusterDetail['history']>;
  /** What the service account of this plugin needs in a cluster. */
  rbac(): Rbac;
  now(): Date;
}
