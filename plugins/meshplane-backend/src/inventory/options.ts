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

/** What an operator may tune; every value has a default that suits 10 000 pods. */
export interface InventoryOptions {
  /** Most objects per page of a list. */
  pageSize: number;
  /** Pages read at the same time per cluster. */
  listConcurrency: number;
  /** A kind with more objects is reported as failing instead of filling the memory. */
  maxObjectsPerKind: number;
  /** Time between two comparisons with a fresh list, in milliseconds. */
  reconcileIntervalMs: number;
  /** How long a difference has to last to count as drift, in milliseconds. */
  reconcileGraceMs: number;
  /** Least time between two snapshots of a cluster, in milliseconds. */
  publishIntervalMs: number;
  /** Changes that arrive within so many milliseconds after a quiet time go out together. */
  publishDelayMs: number;
  /** First and longest wait after a failure, in milliseconds. */
  backoffInitialMs: number;
  backoffMaxMs: number;
  /** Wait before asking again for what is forbidden, absent or too large, in milliseconds. */
  slowRetryMs: number;
  /** Server-side duration of a watch; up to twice that, by chance, so that not all end together. */
  watchTimeoutSeconds: number;
  /** A watch without a byte for so long (bookmarks come every minute) is taken for dead, in milliseconds. */
  watchIdleMs: number;
  /** Limit for one page, and for the first byte of a watch, in milliseconds. */
  requestTimeoutMs: number;
  maxPageBytes: number;
  maxLineBytes: number;
}

const MIB = 1024 * 1024;

export const defaultInventoryOptions: InventoryOptions = {
  pageSize: 500,
  listConcurrency: 4,
  maxObjectsPerKind: 200_000,
  reconcileIntervalMs: 600_000,
  reconcileGraceMs: 5_000,
  publishIntervalMs: 250,
  publishDelayMs: 10,
  backoffInitialMs: 500,
  backoffMaxMs: 30_000,
  slowRetryMs: 300_000,
  watchTimeoutSeconds: 300,
  watchIdleMs: 150_000,
  requestTimeoutMs: 30_000,
  maxPageBytes: 64 * MIB,
  maxLineBytes: 8 * MIB,
};
