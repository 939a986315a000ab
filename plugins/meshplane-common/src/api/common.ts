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

import { z } from 'zod';

/** Longest text that a query may search for, in characters. */
const MAX_QUERY_LENGTH = 200;
/** Most rows that one page may hold. */
const MAX_PAGE_SIZE = 500;

/** Name of a cluster as it stands in a URL. @public */
export const clusterNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}$/,
    'letters, digits and ._:@-, at most 200 characters',
  );

/** Paging by offset: lists are sorted and read from one snapshot. @public */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});

/** @public */
export const searchTextSchema = z.string().max(MAX_QUERY_LENGTH).optional();

/** What a snapshot-based answer was read from. @public */
export const snapshotInfoSchema = z.object({
  /** Grows with every change of the cluster's inventory. */
  version: z.number().int(),
  /** When the newest change was taken in, ISO 8601. */
  at: z.string(),
  /** `partial`: some kinds could not be read; `stale`: the cluster cannot be reached at present. */
  completeness: z.enum(['complete', 'partial', 'stale', 'loading']),
});
/** @public */
export type SnapshotInfo = z.infer<typeof snapshotInfoSchema>;

/** A page of a list. @public */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Rows that match, on all pages. */
    total: z.number().int(),
    limit: z.number().int(),
    offset: z.number().int(),
    snapshot: snapshotInfoSchema,
  });
}

/** @public */
export interface Page<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
  snapshot: SnapshotInfo;
}
