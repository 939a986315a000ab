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

import type { OperationState } from '@meshplane/plugin-meshplane-common';
import type { OperationStore } from '../../database/OperationStore';
import type {
  OperationPatch,
  OperationRecord,
} from '../../database/operations/records';
import { mapBounded } from '../mapBounded';
import { reasonOf } from '../secrets';
import { CHILDREN_AT_A_TIME } from '../settings';
import { deriveParent } from './deriveParent';
import type { Engine } from './Engine';
import { abortOf } from './RunAbort';
import type { RunSession } from './RunSession';

interface RolloutDeps {
  store: OperationStore;
  engine: Engine;
}

/** States from which a child can be run, again or for the first time. */
const RUNNABLE: readonly OperationState[] = [
  'planned',
  'failed',
  'cancelled',
  'interrupted',
];
const ROLLED_BACK_FROM: readonly OperationState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
];

/**
 * Runs the children of a parent as its policy says, and gives what is to be stored of the parent. A wish to cancel the
 * parent is passed on to the children that run.
 */
export async function runRollout(
  session: RunSession,
  deps: RolloutDeps,
): Promise<OperationPatch> {
  const { operation: parent, signal } = session;
  const passOn = async () => {
    const abort = abortOf(signal);
    // On shutdown the engine stops the children itself.
    if (abort?.kind !== 'cancel') return;
    const { store, engine } = deps;
    for (const child of await store.children(parent.id)) {
      if (child.state !== 'running') continue;
      const by = parent.cancel?.by ?? parent.approvedBy ?? parent.createdBy;
      const reason = abort.message;
      await store.requestCancel(child.id, {
        action: 'cancel',
        by,
        at: session.now(),
        comment: reason,
      });
      engine.cancelLocal(child.id, { by, reason });
    }
  };
  const onAbort = () => {
    passOn().catch(error =>
      session.note(
        'error',
        `The wish to cancel could not be passed on: ${reasonOf(error)}`,
      ),
    );
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return parent.direction === 'rollback'
      ? await rollBack(session, deps)
      : await rollOut(session, deps);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function rollOut(
  session: RunSession,
  deps: RolloutDeps,
): Promise<OperationPatch> {
  const { operation: parent } = session;
  const children = await deps.store.children(parent.id);
  const left = children.filter(({ state }) => state !== 'succeeded');
  const run = (child: OperationRecord) => runChild(session, deps, child, 'run');

  if (parent.rollout?.policy === 'all-at-once') {
    await mapBounded(left, CHILDREN_AT_A_TIME, run);
  } else {
    const canary =
      parent.rollout?.policy === 'canary' ? parent.rollout.canary : undefined;
    for (const child of left) {
      if (session.signal.aborted) break;
      if ((await run(child)) !== 'succeeded') break;
      // Each cluster counts once: after `continue` the canary is no longer among those that are left.
      if (child.cluster === canary && left.length > 1)
        return {
          waiting: true,
          message: `The canary "${canary}" is done. Look at it, then continue with the other ${
            left.length - 1
          } clusters, or cancel.`,
        };
    }
  }
  return conclude(session, deps);
}

async function rollBack(
  session: RunSession,
  deps: RolloutDeps,
): Promise<OperationPatch> {
  const children = await deps.store.children(session.operation.id);
  const begun = children.filter(
    ({ startedAt, direction, state }) =>
      startedAt !== undefined &&
      !(direction === 'rollback' && state === 'cancelled'),
  );
  for (const child of begun.reverse()) {
    if (session.signal.aborted) break;
    const state = await runChild(session, deps, child, 'rollback');
    if (state !== 'cancelled') break;
  }
  const endedAt = session.now();
  const abort = abortOf(session.signal);
  const after = await deps.store.children(session.operation.id);
  const open = after.find(
    ({ id, state, direction }) =>
      begun.some(child => child.id === id) &&
      !(direction === 'rollback' && state === 'cancelled'),
  );
  if (!open)
    return {
      state: 'cancelled',
      message: `Rolled back on ${begun.length} clusters`,
      endedAt,
    };
  const message = `The roll back stopped at "${open.cluster}": ${
    open.message ?? open.state
  }`;
  if (abort?.kind === 'shutdown')
    return { state: 'interrupted', message, endedAt };
  return { state: abort ? 'cancelled' : 'failed', message, endedAt };
}

/** @returns the state in which the child ended */
async function runChild(
  session: RunSession,
  { store, engine }: RolloutDeps,
  child: OperationRecord,
  direction: OperationRecord['direction'],
): Promise<OperationState> {
  const { operation: parent } = session;
  if (session.signal.aborted) return child.state;
  const first = child.startedAt === undefined && direction === 'run';
  session.note('info', `Cluster "${child.cluster}" begins`);
  try {
    const { claim, done } = await engine.start(
      child.id,
      {
        from: direction === 'run' ? RUNNABLE : ROLLED_BACK_FROM,
        direction,
        approval: {
          by: parent.approvedBy ?? parent.createdBy,
          at: session.now(),
        },
      },
      first ? operation => engine.checkFingerprint(operation) : undefined,
    );
    if (!claim.ok) {
      if (session.signal.aborted) return child.state;
      await failUnstarted(session, store, child, whyNot(claim));
    } else {
      await done;
    }
  } catch (error) {
    await failUnstarted(session, store, child, reasonOf(error));
  }
  const after = await store.get(child.id);
  const state = after?.state ?? 'failed';
  session.note(
    state === 'succeeded' || direction === 'rollback' ? 'info' : 'warn',
    `Cluster "${child.cluster}" has ${
      state === 'interrupted' ? 'been interrupted' : state
    }: ${after?.message ?? ''}`,
  );
  return state;
}

function whyNot(
  claim:
    | { reason: 'state'; operation?: OperationRecord }
    | { reason: 'lock'; conflict: { lock: string; holder: OperationRecord } },
) {
  return claim.reason === 'lock'
    ? `"${claim.conflict.lock}" is locked by the operation "${claim.conflict.holder.title}" (${claim.conflict.holder.id}), which is running`
    : `It could not be started from the state "${
        claim.operation?.state ?? 'unknown'
      }"`;
}

async function failUnstarted(
  session: RunSession,
  store: OperationStore,
  child: OperationRecord,
  message: string,
) {
  await store.transition(
    child.id,
    RUNNABLE,
    { state: 'failed', message, endedAt: session.now() },
    { at: session.now() },
  );
}

/** Cancels what is not to be run any more, and says what became of the whole. */
async function conclude(
  session: RunSession,
  { store }: RolloutDeps,
): Promise<OperationPatch> {
  const abort = abortOf(session.signal);
  const children = await store.children(session.operation.id);
  const stopper = children.find(
    ({ state }) =>
      state === 'failed' || state === 'cancelled' || state === 'interrupted',
  );
  const interrupted =
    abort?.kind === 'shutdown' || stopper?.state === 'interrupted';
  // After an interruption they stay planned: resume goes on with them.
  if (!interrupted)
    for (const child of children)
      if (child.state === 'planned')
        await store.transition(
          child.id,
          ['planned'],
          {
            state: 'cancelled',
            message: abort
              ? abort.message
              : `Not begun, because "${stopper?.cluster}" has ${stopper?.state}`,
            endedAt: session.now(),
          },
          { at: session.now() },
        );
  const after = deriveParent(await store.children(session.operation.id));
  const endedAt = session.now();
  if (!abort) return { ...after, endedAt };
  if (after.state === 'succeeded') return { ...after, endedAt };
  return abort.kind === 'cancel'
    ? {
        state: after.state === 'failed' ? 'failed' : 'cancelled',
        message: `${abort.message}. ${after.message}`,
        endedAt,
      }
    : {
        state: 'interrupted',
        message: `${abort.message}. ${after.message}`,
        endedAt,
      };
}
