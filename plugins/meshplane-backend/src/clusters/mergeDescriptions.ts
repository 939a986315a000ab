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

import type { Reason } from '@meshplane/meshes';
import { clusterNameSchema } from '@meshplane/plugin-meshplane-common';
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';

/** A cluster and the source that it comes from. */
export interface SourcedDescription {
  source: string;
  description: ClusterDescription;
}

/**
 * Puts the clusters of all sources together. Names are unique: where two sources use the same one, the first source
 * wins and the other cluster is left out with a problem that says so.
 *
 * @param lists - in the order of precedence
 */
export function mergeDescriptions(
  lists: readonly {
    source: string;
    clusters: readonly ClusterDescription[];
  }[],
): { clusters: SourcedDescription[]; problems: Reason[] } {
  const byName = new Map<string, SourcedDescription>();
  const problems: Reason[] = [];
  for (const { source, clusters } of lists) {
    for (const description of clusters) {
      const { name } = description;
      const first = byName.get(name);
      if (!clusterNameSchema.safeParse(name).success) {
        problems.push({
          code: 'cluster-name-invalid',
          severity: 'error',
          text: `The cluster '${name}' of source '${source}' is left out: its name may have letters, digits and ._:@- only, at most 200. Rename it there.`,
        });
      } else if (first) {
        problems.push({
          code: 'cluster-name-collision',
          severity: 'error',
          text: `The cluster '${name}' of source '${source}' is left out: source '${first.source}' has one of that name. Rename one of them.`,
        });
      } else {
        byName.set(name, { source, description });
      }
    }
  }
  return { clusters: [...byName.values()], problems };
}
