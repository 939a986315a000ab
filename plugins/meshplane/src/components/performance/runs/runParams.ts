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

import {
  runQuerySchema,
  type RunQuery,
  type RunSummary,
} from '@meshplane/plugin-meshplane-common';
import type { LinkParams } from '../../../lib/meshPaths';
import { parseSort, type SortOrder } from '../../layout/sortRows';

/** Sizes of a page of runs. */
export const RUN_PAGE_SIZES = [25, 50, 100, 500];
const DEFAULT_PAGE_SIZE = 50;

/** Filters that stand in the address of the list. */
export const RUN_FILTERS = [
  'q',
  'state',
  'active',
  'profileId',
  'validity',
  'gate',
  'baseline',
  'days',
] as const;

/** Spans of time to filter by, in days. */
export const RUN_DAYS = ['1', '7', '30', '90', '365'];

const NEWEST_FIRST: SortOrder = { column: 'createdAt', descending: true };

/** How the list is sorted; unknown columns of an old link are ignored. */
export function runSort(params: URLSearchParams): SortOrder {
  const sort = parseSort(params.get('sort'), NEWEST_FIRST);
  return runQuerySchema.shape.sort.safeParse(sort.column).success
    ? sort
    : NEWEST_FIRST;
}

/**
 * Reads filters, order and page from the address; values that are none are ignored, so that an old link still opens.
 *
 * @param now - time to count back from, in milliseconds
 */
export function toRunQuery(params: URLSearchParams, now: number): RunQuery {
  const { shape } = runQuerySchema;
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const sort = runSort(params);
  const days = text('days');
  const minute = Math.floor(now / 60_000) * 60_000;
  const limit = Number(params.get('limit'));
  const offset = Number(params.get('offset'));
  return {
    q: text('q'),
    state: shape.state.safeParse(text('state')).data,
    active: shape.active.safeParse(text('active')).data,
    profileId: shape.profileId.safeParse(text('profileId')).data,
    validity: shape.validity.safeParse(text('validity')).data,
    gate: shape.gate.safeParse(text('gate')).data,
    baseline: shape.baseline.safeParse(text('baseline')).data,
    since:
      days && RUN_DAYS.includes(days)
        ? new Date(minute - Number(days) * 86_400_000).toISOString()
        : undefined,
    sort: shape.sort.parse(sort.column),
    order: sort.descending ? 'desc' : 'asc',
    limit: RUN_PAGE_SIZES.includes(limit) ? limit : DEFAULT_PAGE_SIZE,
    offset: Number.isInteger(offset) && offset > 0 ? offset : 0,
  };
}

/**
 * Sides of a comparison of chosen runs: two releases are compared with each other, the one whose run is older first; else
 * the oldest run is compared with the others.
 */
export function comparedSides(runs: readonly RunSummary[]): LinkParams {
  const oldestFirst = [...runs].sort((x, y) =>
    x.createdAt.localeCompare(y.createdAt),
  );
  const releases = [...new Set(oldestFirst.map(run => run.release))];
  const isA =
    releases.length === 2
      ? (run: RunSummary) => run.release === releases[0]
      : (run: RunSummary) => run === oldestFirst[0];
  return {
    a: oldestFirst.filter(isA).map(run => run.id),
    b: oldestFirst.filter(run => !isA(run)).map(run => run.id),
  };
}
