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
  LeaseLostError,
  type StepRecord,
} from '../../database/operations/records';
import type { OperationCatalog } from '../model';
import { cleanText, reasonOf } from '../secrets';
import { abortOf } from './RunAbort';
import type { RunOutcome } from './runSteps';
import type { RunSession } from './RunSession';

/**
 * Whether a step has left something in the cluster that can be asked to go: it is done, or it was begun and has noted
 * what was there before. A step that failed before its note has changed nothing, and to undo it could take away what
 * others have made.
 */
export function hasTraces(step: StepRecord): boolean {
  if (step.state === 'done') return true;
  return (
    step.attempts > 0 &&
    step.recorded !== undefined &&
    ['failed', 'cancelled', 'pending', 'running'].includes(step.state)
  );
}

/** Takes steps back, the last one first. What cannot be taken back stays and is named. */
export async function rollBackSteps(
  session: RunSession,
  catalog: OperationCatalog,
  steps: readonly StepRecord[],
): Promise<RunOutcome> {
  const kept: string[] = [];
  let undone = 0;
  for (const step of [...steps].reverse().filter(hasTraces)) {
    const abort = abortOf(session.signal);
    if (abort)
      return {
        kind: 'aborted',
        abort,
        message: `${abort.message}; the roll back had stopped before "${step.title}"`,
      };
    try {
      if (await undo(session, catalog, step)) undone += 1;
      else kept.push(step.title);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      const reason = reasonOf(error);
      const stopped = abortOf(session.signal);
      if (stopped?.kind === 'lease-lost')
        throw new LeaseLostError(session.operation.id);
      session.note('error', `Could not be taken back: ${reason}`, step.id);
      await session.patchStep(step.id, {
        // Still to be taken back: the states that say so are kept apart from `rolled-back`.
        state: step.state === 'done' ? 'done' : 'failed',
        detail: `Could not be taken back: ${reason}`,
        endedAt: session.now(),
      });
      if (stopped)
        return {
          kind: 'aborted',
          abort: stopped,
          message: cleanText(
            `${stopped.message}; taking back "${step.title}" was cut off`,
          ),
        };
      return {
        kind: 'failed',
        message: cleanText(
          `The roll back stopped: "${step.title}" could not be taken back: ${reason}`,
        ),
      };
    }
  }
  return {
    kind: 'succeeded',
    message: kept.length
      ? `Rolled back: ${undone} steps were taken back; cannot be taken back: ${kept
          .map(title => `"${title}"`)
          .join(', ')}`
      : `Rolled back: ${undone} steps were taken back`,
    result: [],
  };
}

/** @returns false if the step cannot be taken back */
async function undo(
  session: RunSession,
  catalog: OperationCatalog,
  step: StepRecord,
): Promise<boolean> {
  const executor = catalog.executor(step.type);
  if (!step.reversible || !executor.undo) {
    session.note('warn', `"${step.title}" cannot be taken back`, step.id);
    return false;
  }
  session.note('info', `Taking back "${step.title}"`, step.id);
  const outcome = await session.inStep(step, session.signal, context =>
    executor.undo!(executor.params.parse(step.params), context),
  );
  session.note('info', `Taken back: ${outcome.detail}`, step.id);
  await session.patchStep(step.id, {
    state: 'rolled-back',
    detail: cleanText(outcome.detail),
    endedAt: session.now(),
  });
  return true;
}
