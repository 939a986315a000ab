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

import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ClusterAuthorizer } from '../api/authorization/ClusterAuthorizer';
import type { CallRoute } from '../api/callRoute';
import type { Inventory } from '../inventory/Inventory';
import type { MeshService } from '../meshes/MeshService';

/** What the actions of this plugin need. */
export interface ActionOptions {
  actionsRegistry: ActionsRegistryService;
  authorizer: ClusterAuthorizer;
  inventory: Pick<Inventory, 'snapshot'>;
  meshes: Pick<MeshService, 'report'>;
  callRoute: CallRoute;
}

/** It only looks. */
export const readOnly = {
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;

/** It keeps something in the portal's database, and leaves clusters as they are. */
export const noting = {
  readOnly: false,
  destructive: false,
  idempotent: false,
} as const;

/** It lets a plan change clusters, and plans may delete: clients have to ask a person first. */
export const changingClusters = {
  readOnly: false,
  destructive: true,
  idempotent: false,
} as const;

/** It sends load to a service, which others may feel: clients have to ask a person first. */
export const makingLoad = changingClusters;
