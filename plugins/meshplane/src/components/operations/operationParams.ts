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
  operationKindSchema,
  operationStateSchema,
  type OperationQuery,
} from '@meshplane/plugin-meshplane-common';

/** Sizes of a page of the history. */
export const OPERATION_PAGE_SIZES = [25, 50, 100, 200];

const DEFAULT_PAGE_SIZE = 50;

/** Spans of time to filter by, in days. */
export const SINCE_DAYS = ['1', '7', '30', '90'];

/** Filters that stand in the address of the history. */
export const OPERATION_FILTERS = [
  'cluster',
  'state',
  'kind',
  'definition',
  'namespace',
  'createdBy',
  'days',
  'children',
] as const;

/**
 * Reads the filters of the history from the address; values that are none are ignored, so that an old link still opens.
 *
 * @param now - time to count back from, in milliseconds; rounded to the minute so that the query stays the same
 */
export function toOperationQuery(
  params: URLSearchParams,
  now: number,
): OperationQuery {
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const days = text('days');
  const minute = Math.floor(now / 60_000) * 60_000;
  const limit = Number(params.get('limit'));
  const offset = Number(params.get('offset'));
  return {
    cluster: text('cluster'),
    state: operationStateSchema.safeParse(params.get('state')).data,
    kind: operationKindSchema.safeParse(params.get('kind')).data,
    definition: text('definition'),
    namespace: text('namespace'),
    createdBy: text('createdBy'),
    since:
      days && SINCE_DAYS.includes(days)
        ? new Date(minute - Number(days) * 86_400_000).toISOString()
        : undefined,
    children: params.get('children') === 'true' ? 'true' : undefined,
    limit: OPERATION_PAGE_SIZES.includes(limit) ? limit : DEFAULT_PAGE_SIZE,
    offset: Number.isInteger(offset) && offset > 0 ? offset : 0,
  };
}
