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

import type { ExperimentArm } from '@meshplane/plugin-meshplane-common';
import { endOf, type OperationContext, runOperation } from './runOperation';

/**
 * Takes back what the set-up of a side has changed, whatever became of it.
 *
 * @param setUpId - operation of the set-up; absent: it was never planned
 * @param onPlanned - awaited before the operation that takes back changes anything
 * @throws Error with why that failed, or the reason of `halt`
 */
export async function restoreArm(
  context: OperationContext,
  arm: ExperimentArm,
  setUpId: string | undefined,
  onPlanned: (id: string) => Promise<void>,
): Promise<void> {
  const { operations, user, comment, halt } = context;
  // Its id is stored before its approval: without one, nothing was ever approved.
  if (setUpId === undefined) return;
  let setUp = await operations.read.get(setUpId);
  if (setUp.state === 'planned') {
    await operations.reject(setUpId, { reason: comment }, user).catch(() => {});
    setUp = await operations.read.get(setUpId);
  }
  if (setUp.state === 'running')
    setUp = await endOf(context, setUpId, AbortSignal.abort());
  if (setUp.startedAt === undefined) return;
  if (setUp.state !== 'succeeded' && (await rolledBack(context, setUpId)))
    return;
  if (!arm.restore)
    throw new Error(`Nothing is known that takes back "${setUp.title}"`);
  await runOperation(context, arm.restore, onPlanned, halt);
}

/** A set-up that broke off knows best which of its steps were done. */
async function rolledBack(
  context: OperationContext,
  id: string,
): Promise<boolean> {
  const { operations, user, comment, halt } = context;
  try {
    await operations.rollback(id, { reason: comment }, user);
  } catch {
    // None of its steps can be taken back: the operation of the side for that is left.
    return false;
  }
  const { direction, state } = await endOf(context, id, halt);
  return direction === 'rollback' && state === 'cancelled';
}
