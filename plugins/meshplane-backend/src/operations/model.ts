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
  ObjectChange,
  OperationInput,
  OperationKind,
  PlannedChart,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { z } from 'zod';
import type { Cluster } from '../clusters/ClusterAccess';

/**
 * What the engine and the kinds of operation agree on. A planner reads and decides, an executor acts; the engine keeps
 * what was planned and how far it has come, and knows no kind by name.
 */

/** A cluster that can be talked to. */
export interface TargetCluster {
  readonly cluster: Cluster;
  readonly connection: ClusterConnection;
}

export interface PlanContext extends TargetCluster {
  /** Entity ref or service of who plans. */
  readonly user: string;
  readonly delivery: 'direct' | 'gitops';
  readonly signal: AbortSignal;
  now(): Date;
}

/**
 * A durable step. `params` are stored: they carry no secret, and everything that a resume after a crash needs.
 */
export interface StepSpec {
  readonly id: string;
  /** Type of the executor. */
  readonly type: string;
  readonly title: string;
  readonly why?: string;
  readonly params: Record<string, unknown>;
  readonly estimatedSeconds: number;
  readonly reversible: boolean;
}

/** What a planner answers. */
export interface PlannedOperation {
  readonly title: string;
  readonly summary: string;
  /** Locked while it runs, per cluster; such as `mesh/istio`. Two operations with a lock in common exclude each other. */
  readonly locks: readonly [string, ...string[]];
  readonly definition?: string;
  readonly namespace?: string;
  readonly findings: readonly PreflightFinding[];
  readonly charts: readonly PlannedChart[];
  readonly steps: readonly StepSpec[];
  readonly changes: readonly ObjectChange[];
  /** `Kind namespace/name`. */
  readonly restarts: readonly string[];
  /**
   * Digest of the facts of the cluster that the plan rests on. A run refuses when
   * {@link OperationPlanner.fingerprint} gives another one by then.
   */
  readonly fingerprint: string;
  /** Files of GitOps mode. */
  readonly files?: {
    tool: 'flux' | 'argocd';
    files: readonly { path: string; content: string }[];
  };
}

export interface OperationPlanner<K extends OperationKind = OperationKind> {
  readonly kind: K;
  /**
   * @throws InputError, NotFoundError, ConflictError with the offending value: nothing is stored then
   */
  plan(
    input: OperationInput<K>,
    context: PlanContext,
  ): Promise<PlannedOperation>;
  /** The fingerprint of now, for the same input. Cheap: reads, never renders. */
  fingerprint(input: OperationInput<K>, context: PlanContext): Promise<string>;
}

/** What the cluster says of a step. */
export interface StepCheck {
  /**
   * `done`: nothing is left to do; `todo`: it can be run from its beginning, also when an earlier attempt was cut off;
   * `blocked`: a person has to decide first (a Helm release that hangs).
   */
  readonly state: 'done' | 'todo' | 'blocked';
  readonly detail: string;
}

export interface StepOutcome {
  readonly detail: string;
  /** For verify steps: shown as the result of the operation. */
  readonly result?: readonly {
    title: string;
    state: 'passed' | 'failed' | 'unknown';
    detail: string;
  }[];
}

export interface StepContext extends TargetCluster {
  readonly operation: { readonly id: string; readonly startedBy: string };
  readonly step: string;
  /** Aborts when somebody cancels, when the backend shuts down or when the lease is lost. */
  readonly signal: AbortSignal;
  log(level: 'info' | 'warn' | 'error', text: string): void;
  /**
   * @param percent - 0..100
   * @param text - shown with the step until it ends; not logged
   */
  progress(percent: number, text?: string): void;
  /** Kept before the step goes on, for undo and resume: what was there before. No secrets. */
  record(value: Record<string, unknown>): Promise<void>;
  /** What an earlier attempt recorded. */
  readonly recorded?: Record<string, unknown>;
  now(): Date;
}

export interface StepExecutor<P = Record<string, unknown>> {
  readonly type: string;
  readonly params: z.ZodType<P>;
  /** Reads the cluster, changes nothing. */
  check(params: P, context: StepContext): Promise<StepCheck>;
  /** Idempotent: may be called again after it was cut off anywhere. */
  run(params: P, context: StepContext): Promise<StepOutcome>;
  /** Takes back what {@link StepExecutor.run} did. Absent: it cannot be taken back. */
  undo?(params: P, context: StepContext): Promise<StepOutcome>;
}

/** The kinds of operation that the engine can run. */
export interface OperationCatalog {
  planner(kind: OperationKind): OperationPlanner;
  executor(type: string): StepExecutor;
}
