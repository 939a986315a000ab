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

import type { OperationSwitches } from './switches';

/** How the engine behaves. Times in milliseconds. */
export interface OperationSettings {
  /** What operations may change at all. */
  readonly enabled: OperationSwitches;
  /** Whether the one who planned may approve. */
  readonly approval: 'self' | 'four-eyes';
  /** Entity refs that are told when a plan waits for a second person. */
  readonly approvers: readonly string[];
  /** How long a plan may be approved. */
  readonly planExpiryMs: number;
  /** How long operations are kept. */
  readonly retentionMs: number;
  /** Entries of one log. */
  readonly maxLogEntries: number;
  /** What happens to an operation whose backend died. */
  readonly resume: 'manual' | 'automatic';
}

/** The rhythm of the engine; other values only in tests. */
export interface OperationRhythm {
  /** How often a lease is renewed, and dead ones are looked for. */
  readonly heartbeatMs: number;
  /** How long a lease holds without being renewed. */
  readonly leaseMs: number;
  /** How long running steps may take to stop when the backend stops. */
  readonly shutdownGraceMs: number;
  /** How long a look at the cluster may take: a check after a cut, a fingerprint. */
  readonly lookMs: number;
  /** How often a stream looks for news from other replicas. */
  readonly followMs: number;
}

export const DEFAULT_RHYTHM: OperationRhythm = {
  heartbeatMs: 5_000,
  leaseMs: 20_000,
  shutdownGraceMs: 10_000,
  lookMs: 30_000,
  followMs: 1_000,
};

/** Plans of one request that are made, and operations of one parent that run, at the same time. */
export const PLANS_AT_A_TIME = 4;
export const CHILDREN_AT_A_TIME = 20;
