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
  OperationResult,
  StepRecord,
} from '../../database/operations/records';
import { LeaseLostError } from '../../database/operations/records';
import type {
  OperationCatalog,
  StepCheck,
  StepExecutor,
  StepOutcome,
} from '../model';
import { cleanText, reasonOf } from '../secrets';
import { abortOf, type RunAbort } from './RunAbort';
import type { RunSession } from './RunSession';

/** How a run went. */
export type RunOutcome =
  | { kind: 'succeeded'; message: string; result: OperationResult }
  | { kind: 'failed'; message: string; result?: OperationResult }
  | { kind: 'aborted'; abort: RunAbort; message: string };

/** Steps in these states need nothing any more. */
const OVER: readonly StepRecord['state'][] = ['done', 'skipped'];

type StepEnd =
  | { kind: 'done'; result: OperationResult }
  | Exclude<RunOutcome, { kind: 'succeeded' }>;

/** Runs the steps of an operation that are left, one after the other, until one fails or the session aborts. */
export async function runSteps(
  session: RunSession,
  catalog: OperationCatalog,
  steps: readonly StepRecord[],
): Promise<RunOutcome> {
  const result: OperationResult = [];
  for (const step of steps) {
    if (OVER.includes(step.state)) continue;
    const abort = abortOf(session.signal);
    if (abort)
      return {
        kind: 'aborted',
        abort,
        message: `${abort.message}; it had stopped before "${step.title}"`,
      };
    const end = await runStep(session, catalog, step);
    if (end.kind !== 'done') return { ...end, ...withResult(end, result) };
    result.push(...end.result);
  }
  const failed = result.filter(({ state }) => state === 'failed');
  if (failed.length > 0)
    return {
      kind: 'failed',
      message: `All steps are done, but not everything is as it should be: ${failed
        .map(({ title, detail }) => `${title} (${detail})`)
        .join('; ')}`,
      result,
    };
  return { kind: 'succeeded', message: 'All steps are done', result };
}

function withResult(end: StepEnd, result: OperationResult) {
  return end.kind === 'failed' ? { result } : {};
}

async function runStep(
  session: RunSession,
  catalog: OperationCatalog,
  step: StepRecord,
): Promise<StepEnd> {
  let executor: StepExecutor | undefined;
  try {
    const found = catalog.executor(step.type);
    executor = found;
    const params = found.params.parse(step.params);
    await session.patchStep(step.id, {
      state: 'running',
      startedAt: session.now(),
      endedAt: null,
      progress: null,
      detail: null,
    });
    session.note('info', `Step "${step.title}" begins`, step.id);
    const attempt = await session.inStep(
      step,
      session.signal,
      async context => {
        const check = await found.check(params, context);
        if (check.state !== 'todo') return { check };
        await session.patchStep(step.id, { attempts: step.attempts + 1 });
        return { check, outcome: await found.run(params, context) };
      },
    );
    return await recordAttempt(session, step, attempt);
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    const abort = abortOf(session.signal);
    if (abort) return cutOff(session, step, executor, abort);
    const reason = reasonOf(error);
    session.note('error', `Failed: ${reason}`, step.id);
    await session.patchStep(step.id, {
      state: 'failed',
      detail: reason,
      endedAt: session.now(),
    });
    return {
      kind: 'failed',
      message: cleanText(`The step "${step.title}" failed: ${reason}`),
    };
  }
}

/** Writes how an attempt went that was not cut off. */
async function recordAttempt(
  session: RunSession,
  step: StepRecord,
  { check, outcome }: { check: StepCheck; outcome?: StepOutcome },
): Promise<StepEnd> {
  const end = (state: StepRecord['state'], detail: string) =>
    session.patchStep(step.id, {
      state,
      detail: cleanText(detail),
      endedAt: session.now(),
      ...(state !== 'failed' && { progress: 100 }),
    });
  if (check.state === 'blocked') {
    const message = `The step "${step.title}" needs a decision first: ${check.detail}`;
    session.note('error', message, step.id);
    await end('failed', check.detail);
    return { kind: 'failed', message: cleanText(message) };
  }
  if (!outcome) {
    session.note('info', `Nothing is left to do: ${check.detail}`, step.id);
    // A run that was cut off may have come to its end before: then it was this operation that did it.
    await end(step.attempts > 0 ? 'done' : 'skipped', check.detail);
    return { kind: 'done', result: [] };
  }
  session.note('info', `Done: ${outcome.detail}`, step.id);
  await end('done', outcome.detail);
  return {
    kind: 'done',
    result: (outcome.result ?? []).map(item => ({
      ...item,
      detail: cleanText(item.detail),
    })),
  };
}

/** A step was stopped in its middle: the cluster says how far it came. */
async function cutOff(
  session: RunSession,
  step: StepRecord,
  executor: StepExecutor | undefined,
  abort: RunAbort,
): Promise<StepEnd> {
  if (abort.kind === 'lease-lost')
    throw new LeaseLostError(session.operation.id);
  const truth = executor
    ? await session.look(step, executor)
    : { state: 'todo' as const, detail: 'It had not begun' };
  await recordTruth(session, step, truth, abort.kind === 'cancel');
  return {
    kind: 'aborted',
    abort,
    message: cleanText(
      truth.state === 'done'
        ? `${abort.message}; "${step.title}" had come to its end`
        : `${abort.message}; "${step.title}" was cut off (${truth.detail})`,
    ),
  };
}

/**
 * Writes what the cluster says of a step that was cut off.
 *
 * @param cancelled - on purpose: it shows as cancelled; otherwise it shows as pending, to be resumed
 */
export async function recordTruth(
  session: RunSession,
  step: StepRecord,
  truth: { state: 'done' | 'todo' | 'blocked' | 'unknown'; detail: string },
  cancelled: boolean,
): Promise<void> {
  const detail = cleanText(truth.detail);
  const unfinished = cancelled ? 'cancelled' : 'pending';
  const words = {
    done: `"${step.title}" was cut off, but the cluster says that it is done: ${detail}`,
    todo: `"${step.title}" was cut off and can be run again: ${detail}`,
    blocked: `"${step.title}" was cut off and needs a decision: ${detail}`,
    unknown: `"${step.title}" was cut off; how far it came is unknown, because the cluster could not be asked: ${detail}`,
  };
  session.note(
    truth.state === 'done' ? 'info' : 'warn',
    words[truth.state],
    step.id,
  );
  const states = {
    done: 'done',
    todo: unfinished,
    blocked: 'failed',
    unknown: unfinished,
  } as const;
  await session.patchStep(step.id, {
    state: states[truth.state],
    endedAt: session.now(),
    detail: truth.state === 'done' ? detail : `Was cut off. ${detail}`,
    progress: truth.state === 'done' ? 100 : null,
  });
}
