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

import type { ProfileInput } from '@meshplane/plugin-meshplane-common';
import { systemTiming, type Timing } from '../../clusters/timing';
import { ClusterWatch, type ClusterWatchOptions } from './ClusterWatch';
import type {
  MeasuredWindow,
  ResourceReader,
  ResourceWatch,
} from './ResourceReader';
import { type ClusterResources, noResources } from './uses';

export type CreateResourceReaderOptions = Pick<
  ClusterWatchOptions,
  'connections' | 'clusters' | 'inventory' | 'meshes' | 'kubeletStats'
> & { timing?: Timing };

/**
 * Reads CPU and memory of what a profile names as measured: from the Prometheus of its cluster, else, while the run goes
 * on, from the kubelets (where that is switched on) and the metrics API.
 */
export function createResourceReader(
  options: CreateResourceReaderOptions,
): ResourceReader {
  const timing = options.timing ?? systemTiming;
  return {
    watch(input, signal): ResourceWatch {
      const watches = byCluster(input).map(
        ([cluster, measured]) =>
          new ClusterWatch({ ...options, timing, cluster, measured, signal }),
      );
      return {
        async read(window) {
          return merged(
            await Promise.all(watches.map(one => one.read(window))),
            window,
          );
        },
        stop() {
          watches.forEach(one => one.stop());
        },
      };
    },
  };
}

function byCluster(input: ProfileInput) {
  const clusters = new Map<
    string,
    { namespace: string; workload?: string }[]
  >();
  for (const { cluster, namespace, workload } of input.measured ?? []) {
    const known = clusters.get(cluster) ?? [];
    known.push({ namespace, ...(workload && { workload }) });
    clusters.set(cluster, known);
  }
  return [...clusters];
}

/** One answer of all clusters: the uses side by side, the state of the worst. */
function merged(
  parts: readonly ClusterResources[],
  window: MeasuredWindow,
): ClusterResources {
  const windowSeconds = (window.to - window.from) / 1000;
  const [first, ...others] = parts;
  if (!first) {
    return {
      ...noResources(
        'none',
        'not-asked',
        'The profile names no workloads whose CPU and memory are read.',
      ),
      windowSeconds,
    };
  }
  if (others.length === 0) return { ...first, windowSeconds };
  const best = parts.find(({ uses }) => uses.length > 0) ?? first;
  const states = new Set(parts.map(({ status }) => status));
  return {
    source: best.source,
    status:
      states.size === 1 || best.uses.length === 0 ? first.status : 'partial',
    notes: parts.flatMap(({ notes }) => notes),
    windowSeconds,
    uses: parts.flatMap(({ uses }) => uses),
    // Sums over clusters would hide which one it was.
    series: best.series,
    ...(best.mesh && { mesh: best.mesh }),
  };
}
