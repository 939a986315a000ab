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

import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import type { TargetCluster } from './model';

/**
 * The cluster with its connection of this moment.
 *
 * @throws NotFoundError if it is not configured, ServiceUnavailableError if it cannot be reached; both name it
 */
export function targetOf(clusters: ClusterAccess, name: string): TargetCluster {
  const cluster = clusters.list().find(one => one.name === name);
  if (!cluster)
    throw new NotFoundError(`No cluster "${name}" is configured any more`);
  const { connection, health } = cluster;
  if (!connection)
    throw new ServiceUnavailableError(
      `The cluster "${name}" cannot be used at present (${health.state}): ${health.message}`,
    );
  return { cluster, connection };
}
