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
  OperationDecision,
  OperationLogEntry,
  OperationState,
} from '@meshplane/plugin-meshplane-common';
import type {
  ClaimResult,
  Lease,
  NewDecision,
  NewLogEntry,
  NewOperation,
  OperationFilter,
  OperationPatch,
  OperationRecord,
  StepPatch,
  StepRecord,
} from './operations/records';

/** Operations with their steps, decisions, log, locks and leases. All times are ms since the epoch. */
export interface OperationStore {
  /** Stores a parent with its children, or one operation, all or nothing. */
  insert(operations: readonly NewOperation[], at: number): Promise<void>;
  get(id: string): Promise<OperationRecord | undefined>;
  children(parent: string): Promise<OperationRecord[]>;
  steps(id: string): Promise<StepRecord[]>;
  decisions(id: string): Promise<OperationDecision[]>;
  /** Newest first. */
  list(
    filter: OperationFilter,
  ): Promise<{ items: OperationRecord[]; total: number }>;
  /** Changed at or after a time, oldest change first. */
  changedSince(time: number, limit: number): Promise<OperationRecord[]>;

  /**
   * Takes an operation that is in one of these states and that nobody runs: it is `running` under the lease then and
   * has its locks. Of several who try, one succeeds.
   */
  claim(
    id: string,
    options: {
      from: readonly OperationState[];
      direction: OperationRecord['direction'];
      lease: Lease;
      at: number;
      /** Also a running parent that waits. */
      waiting?: boolean;
      decision?: NewDecision;
      approval?: { by: string; at: number };
    },
  ): Promise<ClaimResult>;
  /** Undoes a claim after which nothing was done. */
  unclaim(id: string, owner: string, to: OperationRecord): Promise<void>;
  /** Takes a running operation whose lease has expired. @returns false if somebody else was faster */
  takeOver(id: string, from: Lease, lease: Lease): Promise<boolean>;
  /** Running operations whose lease expired before a time. */
  expired(time: number): Promise<OperationRecord[]>;
  /**
   * Renews a lease.
   *
   * @returns the wish to cancel, if there is one
   * @throws LeaseLostError if another replica has taken over
   */
  renew(id: string, lease: Lease): Promise<OperationRecord['cancel']>;
  /**
   * Ends or pauses a run: applies the patch, releases the lease and, unless it waits, the locks.
   *
   * @throws LeaseLostError
   */
  release(
    id: string,
    owner: string,
    patch: OperationPatch,
    at: number,
  ): Promise<void>;
  /** Operations that hold locks on a cluster. */
  lockHolders(
    scope: string,
    locks: readonly string[],
  ): Promise<{ lock: string; operation: string }[]>;

  /**
   * Changes an operation that nobody runs, if it is in one of these states.
   *
   * @returns false if it is in another one
   */
  transition(
    id: string,
    from: readonly OperationState[],
    patch: OperationPatch,
    options: { at: number; decision?: NewDecision },
  ): Promise<boolean>;
  /** @throws LeaseLostError */
  patch(
    id: string,
    owner: string,
    patch: OperationPatch,
    at: number,
  ): Promise<void>;
  /** @throws LeaseLostError */
  patchStep(
    id: string,
    owner: string,
    step: string,
    patch: StepPatch,
    at: number,
  ): Promise<void>;
  /** Notes the wish to cancel a running operation. @returns false if it does not run, or is being cancelled already */
  requestCancel(id: string, decision: NewDecision): Promise<boolean>;
  addDecision(id: string, decision: NewDecision): Promise<void>;

  /**
   * Appends to the log, in the order given. Beyond `cap` entries only essential ones are kept, after one that says so.
   *
   * @param owner - fails with LeaseLostError if somebody else has the lease; absent: no lease is needed
   */
  appendLog(
    id: string,
    entries: readonly NewLogEntry[],
    options: { cap: number; owner?: string },
  ): Promise<void>;
  /** Entries that follow `after`, oldest first. */
  log(id: string, after: number, limit: number): Promise<OperationLogEntry[]>;

  /** Plans that were not approved in time. */
  outdatedPlans(time: number, limit: number): Promise<OperationRecord[]>;
  /** Drops operations that ended and were planned before a time, with everything that is theirs. @returns how many */
  removeBefore(time: number): Promise<number>;
}

/** Large values, stored once per content. */
export interface OperationBlobStore {
  /** @returns sha256 in hex */
  put(content: string, at: number): Promise<string>;
  get(sha256: string): Promise<string | undefined>;
}
