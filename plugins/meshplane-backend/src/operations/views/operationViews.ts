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
  OperationStep,
  OperationSummary,
} from '@meshplane/plugin-meshplane-common';
import type {
  OperationRecord,
  StepRecord,
} from '../../database/operations/records';

const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString();

/** An operation as lists show it. */
export function summaryOf(operation: OperationRecord): OperationSummary {
  return {
    id: operation.id,
    kind: operation.kind,
    title: operation.title,
    state: operation.state,
    cluster: operation.cluster,
    clusters: [...operation.clusters],
    target: operation.target,
    definition: operation.definition,
    namespace: operation.namespace,
    parent: operation.parent,
    createdBy: operation.createdBy,
    createdAt: new Date(operation.createdAt).toISOString(),
    approvedBy: operation.approvedBy,
    approvedAt: iso(operation.approvedAt),
    startedAt: iso(operation.startedAt),
    endedAt: iso(operation.endedAt),
    message:
      operation.message ??
      (operation.cancel ? 'Is being cancelled' : undefined),
    waiting: operation.waiting,
    direction: operation.direction,
    expiresAt:
      operation.state === 'planned' ? iso(operation.expiresAt) : undefined,
    stepsDone: operation.stepsDone,
    stepsTotal: operation.stepsTotal,
    delivery: operation.delivery,
  };
}

/** A step as pages show it; what it was given and has noted stays in the backend. */
export function stepViewOf(step: StepRecord): OperationStep {
  return {
    id: step.id,
    type: step.type,
    title: step.title,
    why: step.why,
    estimatedSeconds: step.estimatedSeconds,
    reversible: step.reversible,
    state: step.state,
    startedAt: iso(step.startedAt),
    endedAt: iso(step.endedAt),
    progress: step.progress,
    detail: step.detail,
  };
}
