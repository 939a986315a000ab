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

import type { OperationRequest } from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import type { OperationRecord } from '../../database/operations/records';
import type { OperationReader } from '../../operations/OperationReader';
import type { OperationService } from '../../operations/OperationService';
import { pause } from './stopping';

/** What experiments need of the operations engine. */
export type ExperimentOperations = Pick<
  OperationService,
  'create' | 'approve' | 'reject' | 'cancel' | 'rollback'
> & { read: Pick<OperationReader, 'get' | 'detail'> };

/** How operations of one experiment are run. */
export interface OperationContext {
  operations: ExperimentOperations;
  timing: Timing;
  pollMs: number;
  /** In whose name they are planned and approved. */
  user: string;
  /** The experiment, for the log of the operation. */
  comment: string;
  /** Aborts when the backend stops or the lease was lost: nothing may be touched any more. */
  halt: AbortSignal;
}

/**
 * Plans an operation, approves it and waits for its end.
 *
 * @param onPlanned - awaited before the approval, so that it is known to others before it changes anything
 * @param signal - cancels the operation; its end is waited for
 * @throws Error with blocking findings, why the approval was refused, or how the operation ended; the reason of a signal
 */
export async function runOperation(
  context: OperationContext,
  request: OperationRequest,
  onPlanned: (id: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { operations, user, comment } = context;
  const id = await operations.create(request, user, signal);
  await onPlanned(id);
  try {
    const { planHash, blocking } = await planOf(context, id);
    if (blocking.length > 0)
      throw new Error(`The plan is blocked: ${blocking.join('; ')}`);
    signal.throwIfAborted();
    await operations.approve(id, { planHash, comment }, user);
  } catch (error) {
    // A plan that nobody runs must not wait for an approval by chance. It may have expired, which is as good.
    await operations.reject(id, { reason: comment }, user).catch(() => {});
    throw error;
  }
  const { state, message, title } = await endOf(context, id, signal);
  signal.throwIfAborted();
  if (state !== 'succeeded')
    throw new Error(
      `The operation "${title}" (${id}) is ${state}: ${
        message ?? 'see its log'
      }`,
    );
}

async function planOf({ operations, user }: OperationContext, id: string) {
  const caller = { user, mayApprove: true };
  const detail = await operations.read.detail(id, caller);
  const parts =
    detail.children.length === 0
      ? [detail]
      : await Promise.all(
          detail.children.map(child =>
            operations.read.detail(child.id, caller),
          ),
        );
  const blocking = parts.flatMap(({ plan }) =>
    (plan?.findings ?? [])
      .filter(
        ({ severity, overridden }) => severity === 'blocking' && !overridden,
      )
      .map(({ title, detail: why }) => `${title}. ${why}`),
  );
  return { planHash: detail.planHash ?? '', blocking };
}

/** Waits until an operation has ended; cancels it when the signal aborts. */
export async function endOf(
  { operations, timing, pollMs, user, comment, halt }: OperationContext,
  id: string,
  signal: AbortSignal,
): Promise<OperationRecord> {
  let asked = false;
  for (;;) {
    halt.throwIfAborted();
    const operation = await operations.read.get(id);
    if (!['planned', 'running'].includes(operation.state)) return operation;
    if (signal.aborted && !asked) {
      asked = true;
      // It may have ended just now, which the next look tells.
      await operations.cancel(id, { reason: comment }, user).catch(() => {});
    }
    await pause(timing, pollMs, asked ? halt : signal);
  }
}
