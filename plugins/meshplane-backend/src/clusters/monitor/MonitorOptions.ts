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

import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';
import type { Cluster } from '../ClusterAccess';
import type { Failure } from '../failures';
import type { Timing } from '../timing';
import type { PermissionCheck } from './probe';
import type { MonitorSettings } from './settings';

/** Told about what a monitor sees. */
export interface MonitorListener {
  /** State, message, connection, permissions or identity changed. */
  onUpdate(cluster: Cluster, previous: Cluster): void;
  onLatency(cluster: Cluster, latencyMs: number): void;
  onFailure(cluster: Cluster, failure: Failure): void;
}

export interface MonitorOptions {
  source: string;
  description: ClusterDescription;
  settings: MonitorSettings;
  timing: Timing;
  checkPermissions: PermissionCheck;
  /** Used until the cluster has been asked. */
  unknownPermissions: readonly FeaturePermission[];
  listener: MonitorListener;
}
