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

import type { Reason, WorkloadCoverage } from '@meshplane/meshes';
import type { EntityCoverage } from '@meshplane/plugin-meshplane-common';
import type { CoverageCounts } from '../../lib/coverage';
import { sortReasons } from '../status/ReasonList';
import type { StateWord } from '../status/words';

/** What the card says about an entity. */
export interface EntitySummary {
  /** The answer to "is it on a mesh?". */
  verdict: StateWord;
  counts: CoverageCounts;
  workloads: number;
  /** Names of meshes with their proxies' versions, each once. */
  meshes: string[];
  /** mTLS modes that occur. */
  mtls: WorkloadCoverage['mtls']['mode'][];
  /** Errors and warnings, errors first. */
  problems: Array<Reason & { cluster: string; workload: string }>;
  /** Clusters that could not be asked. */
  silent: string[];
}

function verdictOf(counts: CoverageCounts, workloads: number): StateWord {
  if (workloads === 0) return { tone: 'unknown', word: 'No workloads found' };
  if (counts['on-mesh'] === workloads) return { tone: 'ok', word: 'On a mesh' };
  if (counts['on-mesh'] || counts.partial) {
    return { tone: 'warning', word: 'Partly on a mesh' };
  }
  if (counts['opted-out'] === workloads) {
    return { tone: 'neutral', word: 'Opted out' };
  }
  return { tone: 'off', word: 'Not on a mesh' };
}

/** Sums up an entity's workloads in all clusters. */
export function summarize(coverage: EntityCoverage): EntitySummary {
  const counts: CoverageCounts = {};
  const meshes = new Set<string>();
  const mtls = new Set<WorkloadCoverage['mtls']['mode']>();
  const problems: EntitySummary['problems'] = [];
  let workloads = 0;
  for (const {
    cluster,
    workloads: found,
    meshes: known,
  } of coverage.clusters) {
    const names = new Map(known.map(mesh => [mesh.id, mesh.displayName]));
    for (const workload of found) {
      workloads += 1;
      counts[workload.state] = (counts[workload.state] ?? 0) + 1;
      mtls.add(workload.mtls.mode);
      const name = names.get(workload.meshes[0] ?? '');
      if (name) {
        const versions = workload.proxies.map(proxy => proxy.version);
        meshes.add([name, ...versions].join(' '));
      }
      for (const reason of workload.reasons) {
        if (reason.severity !== 'info') {
          problems.push({
            ...reason,
            cluster,
            workload: workload.workload.name,
          });
        }
      }
    }
  }
  return {
    verdict: verdictOf(counts, workloads),
    counts,
    workloads,
    meshes: [...meshes],
    mtls: [...mtls],
    problems: sortReasons(problems) as EntitySummary['problems'],
    silent: coverage.clusters
      .filter(
        ({ health }) =>
          health.state !== 'connected' && health.state !== 'degraded',
      )
      .map(({ cluster }) => cluster),
  };
}
