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

import type {
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import type { LocalCluster } from './LocalCluster';

/** The clusters that this process makes on its own machine. */
export class LocalClusterSource implements ClusterSource {
  readonly id = 'local-cluster';
  readonly #clusters: readonly LocalCluster[];

  constructor(clusters: readonly LocalCluster[]) {
    this.#clusters = clusters;
  }

  async list(): Promise<ClusterDescription[]> {
    return this.#clusters.map(cluster => cluster.description);
  }

  onChange(listener: () => void) {
    for (const cluster of this.#clusters) cluster.onChange(listener);
  }
}
