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

/** How the service looks after runs; other values only in tests. Milliseconds. */
export interface RunRhythm {
  /** How often the queue, the switch and wishes to cancel are looked at. */
  readonly tickMs: number;
  /** How long a replica may be silent before its runs are taken for interrupted. */
  readonly leaseMs: number;
  /** How often dead replicas are looked for. */
  readonly sweepMs: number;
  /** How often a stream looks for news from other replicas. */
  readonly followMs: number;
  /** How long resources and environment may take to be read. */
  readonly lookMs: number;
  /** How long runs may take to end when the backend stops. */
  readonly graceMs: number;
}

export const DEFAULT_RHYTHM: RunRhythm = {
  tickMs: 1_000,
  leaseMs: 30_000,
  sweepMs: 5_000,
  followMs: 1_000,
  lookMs: 60_000,
  graceMs: 20_000,
};
