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

import type { Cluster, ClusterAccess } from '../../../clusters/ClusterAccess';
import { NamespaceApi } from './NamespaceApi';

const FEATURE = 'performance';

/** Why no load can be made inside of a cluster; undefined if it can. */
export function canMakeLoad(
  cluster: Cluster,
  enabled: boolean,
): string | undefined {
  return unusable(cluster, enabled) ?? lackingPermissions(cluster);
}

function unusable(cluster: Cluster, enabled: boolean): string | undefined {
  if (!enabled)
    return 'Load inside of clusters is off: set "meshplane.features.performance" to true and apply the generated roles';
  if (!cluster.connection)
    return `Cluster "${cluster.name}" is not connected${
      cluster.health.message ? `: ${cluster.health.message}` : ''
    }`;
  return undefined;
}

function lackingPermissions(cluster: Cluster): string | undefined {
  const permission = cluster.permissions.find(
    ({ feature }) => feature === FEATURE,
  );
  if (permission?.state !== 'missing') return undefined;
  const lacking = permission.missing
    .slice(0, 3)
    .map(({ verb, resource }) => `${verb} ${resource}`);
  return `The credentials of cluster "${cluster.name}" lack ${lacking.join(
    ', ',
  )}${
    permission.missing.length > 3 ? ' and more' : ''
  }: apply the generated roles`;
}

/**
 * Requests about a namespace.
 *
 * @throws NotFoundError for an unknown cluster, Error with the reason if it cannot be used
 */
export function apiOf(
  {
    clusters,
    enabled,
  }: { clusters: Pick<ClusterAccess, 'get'>; enabled: boolean },
  name: string,
  namespace: string,
): NamespaceApi {
  const cluster = clusters.get(name);
  // Permissions are asked for all namespaces: a role for one of them is enough, so that the API server decides.
  const problem = unusable(cluster, enabled);
  if (problem) throw new Error(problem);
  return new NamespaceApi(cluster.connection!, name, namespace);
}
