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
  rolloutSchema,
  stepStateSchema,
} from '@meshplane/plugin-meshplane-common';
import type {
  NewOperation,
  OperationPatch,
  OperationRecord,
  StepPatch,
  StepRecord,
} from './records';

/** PostgreSQL gives 64-bit numbers as text. */
type Big = number | string;

/** Longest title and target that the tables take. */
const MAX_TITLE = 500;

export interface OperationRow {
  id: string;
  parent_id: string | null;
  position: number;
  kind: string;
  title: string;
  state: string;
  direction: string;
  delivery: string;
  cluster: string | null;
  lock_scope: string | null;
  target: string;
  locks: string;
  definition: string | null;
  namespace: string | null;
  input: string;
  rollout: string | null;
  override: string | null;
  plan_hash: string;
  plan_blob: string | null;
  changes_blob: string | null;
  files_blob: string | null;
  fingerprint: string | null;
  created_by: string;
  created_at: Big;
  expires_at: Big;
  approved_by: string | null;
  approved_at: Big | null;
  started_at: Big | null;
  ended_at: Big | null;
  message: string | null;
  result: string | null;
  waiting: boolean | number;
  cancel: string | null;
  lease_owner: string | null;
  lease_expires_at: Big | null;
  updated_at: Big;
  version: number;
  log_seq: number;
  steps_done: number;
  steps_total: number;
}

export interface StepRow {
  operation_id: string;
  position: number;
  step_id: string;
  type: string;
  title: string;
  why: string | null;
  params: string;
  estimated_seconds: number;
  reversible: boolean | number;
  state: string;
  attempts: number;
  started_at: Big | null;
  ended_at: Big | null;
  progress: number | null;
  detail: string | null;
  recorded: string | null;
}

const number = (value: Big | null) =>
  value === null ? undefined : Number(value);
const text = (value: string | null) => value ?? undefined;
const json = <T>(value: string | null) =>
  value === null ? undefined : (JSON.parse(value) as T);
const asJson = (value: unknown) =>
  value === undefined || value === null ? null : JSON.stringify(value);

/** @param clusters - of the table beside */
export function toRecord(
  row: OperationRow,
  clusters: readonly string[],
): OperationRecord {
  return {
    id: row.id,
    parent: text(row.parent_id),
    position: row.position,
    kind: operationKindSchema.parse(row.kind),
    title: row.title,
    state: operationStateSchema.parse(row.state),
    direction: row.direction === 'rollback' ? 'rollback' : 'run',
    delivery: row.delivery === 'gitops' ? 'gitops' : 'direct',
    cluster: text(row.cluster),
    clusters,
    lockScope: text(row.lock_scope),
    locks: JSON.parse(row.locks) as string[],
    target: row.target,
    definition: text(row.definition),
    namespace: text(row.namespace),
    input: JSON.parse(row.input) as Record<string, unknown>,
    rollout:
      row.rollout === null
        ? undefined
        : rolloutSchema.parse(JSON.parse(row.rollout)),
    override: json(row.override),
    planHash: row.plan_hash,
    planBlob: text(row.plan_blob),
    changesBlob: text(row.changes_blob),
    filesBlob: text(row.files_blob),
    fingerprint: text(row.fingerprint),
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    approvedBy: text(row.approved_by),
    approvedAt: number(row.approved_at),
    startedAt: number(row.started_at),
    endedAt: number(row.ended_at),
    message: text(row.message),
    result: json(row.result),
    waiting: Boolean(row.waiting),
    cancel: json(row.cancel),
    lease:
      row.lease_owner === null
        ? undefined
        : { owner: row.lease_owner, expiresAt: Number(row.lease_expires_at) },
    updatedAt: Number(row.updated_at),
    version: row.version,
    logSeq: row.log_seq,
    stepsDone: row.steps_done,
    stepsTotal: row.steps_total,
  };
}

/** The row of a new operation. */
export function newRow(operation: NewOperation, at: number): OperationRow {
  return {
    id: operation.id,
    parent_id: operation.parent ?? null,
    position: operation.position,
    kind: operation.kind,
    title: operation.title.slice(0, MAX_TITLE),
    state: 'planned',
    direction: 'run',
    delivery: operation.delivery,
    cluster: operation.cluster ?? null,
    lock_scope: operation.lockScope ?? null,
    target: operation.target.slice(0, MAX_TITLE),
    locks: JSON.stringify(operation.locks),
    definition: operation.definition ?? null,
    namespace: operation.namespace ?? null,
    input: JSON.stringify(operation.input),
    rollout: asJson(operation.rollout),
    override: asJson(operation.override),
    plan_hash: operation.planHash,
    plan_blob: operation.planBlob ?? null,
    changes_blob: operation.changesBlob ?? null,
    files_blob: operation.filesBlob ?? null,
    fingerprint: operation.fingerprint ?? null,
    created_by: operation.createdBy,
    created_at: operation.createdAt,
    expires_at: operation.expiresAt,
    approved_by: operation.approvedBy ?? null,
    approved_at: operation.approvedAt ?? null,
    started_at: operation.startedAt ?? null,
    ended_at: operation.endedAt ?? null,
    message: operation.message ?? null,
    result: asJson(operation.result),
    waiting: false,
    cancel: asJson(operation.cancel),
    lease_owner: null,
    lease_expires_at: null,
    updated_at: at,
    version: 1,
    log_seq: 0,
    steps_done: 0,
    steps_total: operation.stepsTotal,
  };
}

export function newStepRow(
  operation: string,
  step: NewOperation['steps'][number],
  position: number,
): StepRow {
  return {
    operation_id: operation,
    position,
    step_id: step.id,
    type: step.type,
    title: step.title.slice(0, MAX_TITLE),
    why: step.why ?? null,
    params: JSON.stringify(step.params),
    estimated_seconds: step.estimatedSeconds,
    reversible: step.reversible,
    state: 'pending',
    attempts: 0,
    started_at: null,
    ended_at: null,
    progress: null,
    detail: null,
    recorded: null,
  };
}

export function toStep(row: StepRow): StepRecord {
  return {
    id: row.step_id,
    type: row.type,
    title: row.title,
    why: text(row.why),
    params: JSON.parse(row.params) as Record<string, unknown>,
    estimatedSeconds: Number(row.estimated_seconds),
    reversible: Boolean(row.reversible),
    state: stepStateSchema.parse(row.state),
    attempts: row.attempts,
    startedAt: number(row.started_at),
    endedAt: number(row.ended_at),
    progress: row.progress === null ? undefined : Number(row.progress),
    detail: text(row.detail),
    recorded: json(row.recorded),
  };
}

/** Only the columns that the patch names. */
export function patchColumns(patch: OperationPatch): Partial<OperationRow> {
  return defined({
    state: patch.state,
    message: patch.message,
    result: patch.result === undefined ? undefined : asJson(patch.result),
    waiting: patch.waiting,
    ended_at: patch.endedAt,
    approved_by: patch.approvedBy,
    approved_at: patch.approvedAt,
  });
}

/** Only the columns that the patch names. */
export function stepColumns(patch: StepPatch): Partial<StepRow> {
  return defined({
    state: patch.state,
    attempts: patch.attempts,
    started_at: patch.startedAt,
    ended_at: patch.endedAt,
    progress: patch.progress,
    detail: patch.detail,
    recorded: patch.recorded === undefined ? undefined : asJson(patch.recorded),
  });
}

function defined<T extends object>(columns: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
