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

import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of a cluster: conditional decisions may allow some clusters and refuse others.
 *
 * @public
 */
export const RESOURCE_TYPE_MESHPLANE_CLUSTER = 'meshplane-cluster';

/**
 * Resource type of a profile, a run and whatever is made of runs: conditional decisions may allow those of some owners
 * or clusters.
 *
 * @public
 */
export const RESOURCE_TYPE_MESHPLANE_PERFORMANCE = 'meshplane-performance';

/** See clusters, their meshes, coverage and inventory. @public */
export const meshplaneMeshReadPermission = createPermission({
  name: 'meshplane.mesh.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

/** Reconnect a cluster and see why a connection fails. @public */
export const meshplaneConnectionManagePermission = createPermission({
  name: 'meshplane.connection.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

/** Plan an operation: install, upgrade, remove, onboard. Planning changes nothing. @public */
export const meshplaneOperationCreatePermission = createPermission({
  name: 'meshplane.operation.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

/** Approve a plan, which starts it; stop, resume and roll back operations. @public */
export const meshplaneOperationApprovePermission = createPermission({
  name: 'meshplane.operation.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

/** Pass over blocking findings of a plan. @public */
export const meshplaneOperationOverridePermission = createPermission({
  name: 'meshplane.operation.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

/** See profiles, runs, comparisons, history and experiments. @public */
export const meshplanePerformanceReadPermission = createPermission({
  name: 'meshplane.performance.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
});

/** Write profiles, schedules, baselines and imports; edit what runs are called. @public */
export const meshplanePerformanceWritePermission = createPermission({
  name: 'meshplane.performance.write',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
});

/** Send load to allowed targets, and stop it. @public */
export const meshplanePerformanceRunPermission = createPermission({
  name: 'meshplane.performance.run',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
});

/** All permissions of this plugin. @public */
export const meshplanePermissions = [
  meshplaneMeshReadPermission,
  meshplaneConnectionManagePermission,
  meshplaneOperationCreatePermission,
  meshplaneOperationApprovePermission,
  meshplaneOperationOverridePermission,
  meshplanePerformanceReadPermission,
  meshplanePerformanceWritePermission,
  meshplanePerformanceRunPermission,
];
