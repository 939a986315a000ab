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

import type {
  LiveState,
  PerformanceLimits,
  RunnerOfferList,
  RunSummary,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import type { GuardProblem } from '../guard/TargetGuard';
import type { ProfileRow, RunRow } from '../stores/model';

/** What is to run, and for whom. Permissions are the business of the caller. */
export interface EnqueueRequest {
  /** The profile as it is to run; its name is the name of the run. */
  input: ProfileRow['input'];
  /** The stored version that `input` is; absent for loads that are not stored. */
  profile?: { id: string; version: number };
  origin: Exclude<RunSummary['origin'], 'import'>;
  /** Entity ref of the user, or the name of a service. */
  by: string;
  release?: string;
  labels?: Record<string, string>;
  note?: string;
  experiment?: RunRow['experiment'];
  scheduleId?: string;
}

/** What {@link RunService.watch} tells; the API makes summaries of the rows. */
export type RunWatchEvent =
  | { type: 'run'; run: RunRow; queuePosition?: number }
  | { type: 'live'; live: LiveState }
  | { type: 'second'; point: TimelinePoint }
  | { type: 'end'; run: RunRow };

/** Queues, runs and ends load tests, over all replicas of the backend. */
export interface RunService {
  /** Begins to look after the queue, done by `lifecycle` where one is given. */
  start(): void;
  /** Runs of this replica end as `interrupted`; resolves when they have. */
  stop(): Promise<void>;

  /** Everything that speaks against a load now; sends nothing. */
  check(input: ProfileRow['input']): Promise<GuardProblem[]>;
  /**
   * Queues a run; it starts when no other run holds one of its targets.
   *
   * @throws RunRefusedError (a NotAllowedError) where a guardrail or the switch is against it; the attempt is kept as a
   * run in state `refused`, whose row the error has
   */
  enqueue(request: EnqueueRequest): Promise<RunRow>;
  /**
   * Ends a run, at whatever replica it is. What was measured until then is kept.
   *
   * @returns the run with the wish in it, or already ended
   * @throws NotFoundError, or ConflictError if it has ended
   */
  cancel(id: string, by: string): Promise<RunRow>;
  /**
   * Tells everything about a run from its beginning: `run` first and with each change of state, each second of the
   * timeline once, `end` last. Resolves after `end`, or when the signal aborts.
   *
   * @param onEvent - awaited before the next event, so that a slow reader is not overrun
   * @throws NotFoundError
   */
  watch(
    id: string,
    onEvent: (event: RunWatchEvent) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Waits for the end of a run.
   *
   * @returns the finished row
   * @throws NotFoundError, or the reason of the signal if that aborts first; the run goes on then
   */
  finished(id: string, signal: AbortSignal): Promise<RunRow>;
  /** Tells about every change of state that this replica makes; the returned function ends it. */
  subscribe(listener: (run: RunRow) => void): () => void;

  /** Every runner and generator, whether or not it can be used. */
  offers(): Promise<RunnerOfferList['items']>;
  /** What loads may do, and whether the switch lets them. */
  limits(): Promise<PerformanceLimits>;
  /** Switches all load off, over all replicas and within seconds, or on again. */
  switch(change: {
    enabled: boolean;
    reason?: string;
    by: string;
  }): Promise<PerformanceLimits>;
}
