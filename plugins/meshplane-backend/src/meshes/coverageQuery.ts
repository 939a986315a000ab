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

import type { CoverageState, WorkloadCoverage } from '@meshplane/meshes';
import type { coverageQuerySchema } from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';
import { countStates } from './summaries';

type Query = z.output<typeof coverageQuerySchema>;

const STATE_ORDER: readonly CoverageState[] = [
  'partial',
  'off-mesh',
  'opted-out',
  'on-mesh',
  'unknown',
];

type Comparator = (a: WorkloadCoverage, b: WorkloadCoverage) => number;

const byName: Comparator = (a, b) =>
  compare(a.workload.name, b.workload.name) ||
  compare(a.workload.namespace, b.workload.namespace) ||
  compare(a.workload.kind, b.workload.kind);
const byNamespace: Comparator = (a, b) =>
  compare(a.workload.namespace, b.workload.namespace) || byName(a, b);

const comparators: Record<Query['sort'], Comparator> = {
  name: byName,
  namespace: byNamespace,
  state: (a, b) =>
    STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) ||
    byNamespace(a, b),
  problems: (a, b) => problems(b) - problems(a) || byNamespace(a, b),
};

/** Errors count more than any number of warnings. */
function problems({ reasons }: WorkloadCoverage) {
  return reasons.reduce(
    (sum, { severity }) =>
      sum + (severity === 'error' ? 1000 : Number(severity === 'warning')),
    0,
  );
}

// Not localeCompare: names in Kubernetes are ASCII, and 10 000 locale-aware comparisons take longer than all the rest.
function compare(a = '', b = '') {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Filters, sorts and cuts the workloads of a report; `counts` are of all that match, on all pages. */
export function queryCoverage(
  workloads: readonly WorkloadCoverage[],
  systemNamespaces: ReadonlySet<string>,
  query: Query,
) {
  const text = query.q?.trim().toLowerCase();
  const matching = workloads.filter(
    row =>
      (query.namespace === undefined ||
        row.workload.namespace === query.namespace) &&
      // Who names a namespace wants to see it, whatever it is.
      (query.system === 'true' ||
        query.namespace !== undefined ||
        !systemNamespaces.has(row.workload.namespace ?? '')) &&
      (query.mesh === undefined || row.meshes.includes(query.mesh)) &&
      (!text || searchTextOf(row).includes(text)),
  );
  const counts = countStates(matching);
  const rows = query.state
    ? matching.filter(row => query.state?.includes(row.state))
    : matching;
  const sorted = [...rows].sort(comparators[query.sort]);
  return {
    items: sorted.slice(query.offset, query.offset + query.limit),
    total: sorted.length,
    limit: query.limit,
    offset: query.offset,
    counts,
  };
}

function searchTextOf({ workload, services, reasons }: WorkloadCoverage) {
  return [
    workload.kind,
    workload.namespace,
    workload.name,
    ...services,
    ...reasons.map(reason => reason.text),
  ]
    .join(' ')
    .toLowerCase();
}
