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

/** A cluster of which nothing is known but its description. */
export function initialCluster(options: {
  description: ClusterDescription;
  source: string;
  unknownPermissions: readonly FeaturePermission[];
}): Cluster {
  const { description, source, unknownPermissions } = options;
  const { name, title, note, state, message, progress } = description;
  return Object.freeze({
    name,
    title: title ?? name,
    source,
    note,
    permissions: unknownPermissions,
    health: {
      state: state === 'ready' ? ('connecting' as const) : state,
      message: message ?? (state === 'ready' ? 'Connecting.' : 'Starting.'),
      progress,
      circuit: { state: 'closed' as const, consecutiveFailures: 0 },
    },
  });
}

/** Whether a reader would see another cluster; times and latency change with every check and do not count. */
export function differs(a: Cluster, b: Cluster): boolean {
  return (
    a.health.state !== b.health.state ||
    a.health.message !== b.health.message ||
    a.health.progress !== b.health.progress ||
    a.connection !== b.connection ||
    a.title !== b.title ||
    a.note !== b.note ||
    a.uid !== b.uid ||
    JSON.stringify(a.permissions) !== JSON.stringify(b.permissions)
  );
}
