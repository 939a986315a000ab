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

import type { Cluster, ClusterAccess } from '../ClusterAccess';

/** Resolves with the cluster as soon as it fulfils a condition; it is told by changes, without polling. */
export async function clusterWhere(
  access: ClusterAccess,
  name: string,
  condition: (cluster: Cluster) => boolean,
): Promise<Cluster> {
  return new Promise(resolve => {
    let unsubscribe = () => {};
    const look = () => {
      const cluster = access.list().find(found => found.name === name);
      if (cluster && condition(cluster)) {
        unsubscribe();
        resolve(cluster);
      }
    };
    unsubscribe = access.subscribe(look);
    look();
  });
}
