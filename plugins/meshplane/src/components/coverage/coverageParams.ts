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

import type { CoverageState } from '@meshplane/meshes';
import type { CoverageQuery } from '@meshplane/plugin-meshplane-common';
import { COVERAGE_STATES } from '../../lib/coverage';

/** Sizes of a page of workloads. */
export const COVERAGE_PAGE_SIZES = [25, 50, 100];

const SORTS = ['problems', 'name', 'namespace', 'state'] as const;

/** What the address asks for, as the query of the API; what it cannot mean is ignored. */
export function readCoverageParams(params: URLSearchParams) {
  const states = params
    .getAll('state')
    .filter((value): value is CoverageState =>
      (COVERAGE_STATES as readonly string[]).includes(value),
    );
  const limit = Number(params.get('limit'));
  const offset = Number(params.get('offset'));
  return {
    namespace: params.get('namespace') ?? '',
    mesh: params.get('mesh') ?? '',
    q: params.get('q') ?? '',
    states,
    system: params.get('system') === 'true',
    sort: SORTS.find(sort => sort === params.get('sort')) ?? 'problems',
    limit: COVERAGE_PAGE_SIZES.includes(limit) ? limit : 50,
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
  };
}

/** The API's query of what an address asks for. */
export function toCoverageQuery(
  read: ReturnType<typeof readCoverageParams>,
): CoverageQuery {
  return {
    namespace: read.namespace || undefined,
    mesh: read.mesh || undefined,
    q: read.q || undefined,
    state: read.states.length > 0 ? read.states : undefined,
    system: read.system ? 'true' : 'false',
    sort: read.sort,
    limit: read.limit,
    offset: read.offset,
  };
}
