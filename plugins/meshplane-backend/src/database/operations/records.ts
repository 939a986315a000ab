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
  OperationKind,
  OperationLogEntry,
  OperationState,
  OperationStep,
  Rollout,
} from '@meshplane/plugin-meshplane-common';

/** Facts that an operation found at its end. */
export type OperationResult = {
  title: string;
  state: 'passed' | 'failed' | 'unknown';
  detail: string;
}[];

/** Who may write to a running operation, and until when unless it is renewed. Times in ms since the epoch. */
export interface Lease {
  readonly owner: string;
  readonly expiresAt: number;
}

/** An operation as it is stored. Times in ms since the epoch. */
export interface OperationRecord {
  readonly id: string;
  readonly parent?: string;
  /** Order among the children of the parent. */
  readonly position: number;
  readonly kind: OperationKind;
  readonly title: string;
  readonly state: OperationState;
  readonly direction: 'run' | 'rollback';
  readonly delivery: 'direct' | 'gitops';
  /** Absent for a parent. */
  readonly cluster?: string;
  readonly clusters: readonly string[];
  /** Identity of the cluster that its locks are taken on. */
  readonly lockScope?: string;
  readonly locks: readonly string[];
  readonly target: string;
  readonly definition?: string;
  readonly namespace?: string;
  readonly input: Record<string, unknown>;
  readonly rollout?: Rollout;
  readonly override?: { findings: string[]; reason: string; by: string };
  readonly planHash: string;
  readonly planBlob?: string;
  readonly changesBlob?: string;
  readonly filesBlob?: string;
  readonly fingerprint?: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly approvedBy?: string;
  readonly approvedAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly message?: string;
  readonly result?: OperationResult;
  readonly waiting: boolean;
  readonly cancel?: { by: string; reason?: string };
  readonly lease?: Lease;
  readonly updatedAt: number;
  readonly version: number;
  readonly logSeq: number;
  readonly stepsDone: number;
  readonly stepsTotal: number;
}

/** A step as it is stored. */
export interface StepRecord {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly why?: string;
  readonly params: Record<string, unknown>;
  readonly estimatedSeconds: number;
  readonly reversible: boolean;
  readonly state: OperationStep['state'];
  /** How often its run was begun; 0: it has never changed anything. */
  readonly attempts: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly progress?: number;
  readonly detail?: string;
  readonly recorded?: Record<string, unknown>;
}

/** What a new operation is stored with. */
export type NewOperation = Omit<
  OperationRecord,
  | 'state'
  | 'direction'
  | 'waiting'
  | 'updatedAt'
  | 'version'
  | 'logSeq'
  | 'stepsDone'
> & {
  readonly steps: readonly Omit<StepRecord, 'state' | 'attempts'>[];
};

/** Changes of an operation; null removes a value. */
export interface OperationPatch {
  state?: OperationState;
  message?: string | null;
  result?: OperationResult | null;
  waiting?: boolean;
  endedAt?: number | null;
  approvedBy?: string;
  approvedAt?: number;
}

/** Changes of a step; null removes a value. */
export interface StepPatch {
  state?: StepRecord['state'];
  attempts?: number;
  startedAt?: number | null;
  endedAt?: number | null;
  progress?: number | null;
  detail?: string | null;
  recorded?: Record<string, unknown>;
}

/** A new log entry; the store numbers it. */
export type NewLogEntry = Omit<OperationLogEntry, 'seq' | 'at'> & {
  /** Milliseconds since the epoch. */
  at: number;
  /** Kept although the log is full: what the engine itself has to say. */
  essential?: boolean;
};

/** Which operations are listed. */
export interface OperationFilter {
  cluster?: string;
  state?: OperationState;
  kind?: OperationKind;
  definition?: string;
  namespace?: string;
  createdBy?: string;
  since?: number;
  children: boolean;
  /** Only operations all of whose clusters are among these; absent: all. */
  within?: readonly string[];
  limit: number;
  offset: number;
}

/** Somebody else holds a lock that an operation needs. */
export interface LockConflict {
  readonly lock: string;
  readonly holder: OperationRecord;
}

export type ClaimResult =
  | { ok: true; operation: OperationRecord }
  /** It is in another state, or another replica has it. */
  | { ok: false; reason: 'state'; operation?: OperationRecord }
  | { ok: false; reason: 'lock'; conflict: LockConflict };

/** Thrown by writes under a lease that another replica has taken over: whoever gets it stops at once. */
export class LeaseLostError extends Error {
  constructor(operation: string) {
    super(`The lease of operation "${operation}" is lost`);
    this.name = 'LeaseLostError';
  }
}

export interface NewDecision {
  action: OperationDecision['action'];
  by: string;
  at: number;
  comment?: string;
}
