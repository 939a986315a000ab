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
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  type ApproveBody,
  type OperationRequest,
  type ReasonBody,
} from '@meshplane/plugin-meshplane-common';
import type { OperationStore } from '../database/OperationStore';
import type {
  ClaimResult,
  NewDecision,
  OperationRecord,
} from '../database/operations/records';
import { type OperationAction, refusalOf } from './actions';
import { mapBounded } from './mapBounded';
import type { OperationPlanning } from './planning/OperationPlanning';
import type { Engine, StartOptions } from './running/Engine';
import { PlanOutdatedError } from './running/PlanOutdatedError';
import { cleanText, reasonOf } from './secrets';
import { CHILDREN_AT_A_TIME, type OperationSettings } from './settings';
import { switchedOff } from './switches';
import type { OperationReader } from './OperationReader';

const PASSIVE: Record<OperationAction, string> = {
  approve: 'approved',
  reject: 'rejected',
  cancel: 'cancelled',
  resume: 'resumed',
  rollback: 'rolled back',
  continue: 'continued',
};

const NOTES = {
  resume: 'Resumed by',
  rollback: 'Roll back wanted by',
  continue: 'Continued by',
};

/** Errors that say all there is to say. */
const REFUSALS: readonly string[] = [
  'ConflictError',
  'NotFoundError',
  'NotAllowedError',
  'InputError',
  'ServiceUnavailableError',
];

export interface OperationServiceOptions {
  store: OperationStore;
  read: OperationReader;
  planning: OperationPlanning;
  engine: Engine;
  settings: OperationSettings;
  now: () => Date;
  onChange(operation: string): void;
  /** A plan waits for a second person. */
  onApprovalWanted(operation: OperationRecord): void;
  /** An operation that somebody asked for has ended without having run. */
  onEnd(operation: OperationRecord): void;
}

/** What people and programs decide about operations. Permissions are checked by whoever calls. */
export class OperationService {
  readonly read: OperationReader;
  readonly #options: OperationServiceOptions;

  constructor(options: OperationServiceOptions) {
    this.#options = options;
    this.read = options.read;
  }

  /**
   * Plans; nothing is changed in any cluster.
   *
   * @returns the id of the operation
   * @throws NotAllowedError if such operations are switched off, and what planners throw; nothing is stored then
   */
  async create(
    request: OperationRequest,
    user: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { planning, store, settings, onChange } = this.#options;
    const off = switchedOff(request, settings.enabled);
    if (off) throw new NotAllowedError(off);
    const operations = await planning.plan(request, user, signal);
    signal.throwIfAborted();
    const at = this.#now();
    await store.insert(operations, at);
    const [{ id }] = operations;
    for (const operation of operations)
      await this.#note(operation.id, `Planned by ${user}`);
    onChange(id);
    const stored = await store.get(id);
    if (settings.approval === 'four-eyes' && stored)
      this.#options.onApprovalWanted(stored);
    return id;
  }

  /**
   * Approves a plan, which starts it.
   *
   * @throws ConflictError if it is another plan than the one that was read, is blocked, has expired, does not fit the
   *   cluster any more, or what it needs is locked; NotAllowedError if somebody else has to approve
   */
  async approve(id: string, body: ApproveBody, user: string): Promise<void> {
    const { engine, store } = this.#options;
    const operation = await this.#permit('approve', id, user);
    if (body.planHash !== operation.planHash)
      throw new ConflictError(
        `The plan of this operation has the hash "${operation.planHash}", not "${body.planHash}": read it again before you approve it`,
      );
    const at = this.#now();
    const decision = decisionOf('approve', user, at, body.comment);
    if (operation.delivery === 'gitops') {
      await this.#handOut(operation, decision);
      return;
    }
    const parts = operation.cluster ? [operation] : await store.children(id);
    await this.#start(
      operation,
      { from: ['planned'], direction: 'run', approval: { by: user, at } },
      async () => {
        await mapBounded(parts, CHILDREN_AT_A_TIME, part =>
          engine.checkFingerprint(part),
        );
        await store.addDecision(id, decision);
        await this.#note(id, `Approved by ${withComment(user, body.comment)}`);
      },
    );
  }

  async reject(id: string, body: ReasonBody, user: string): Promise<void> {
    const { store, onEnd } = this.#options;
    await this.#permit('reject', id, user);
    const at = this.#now();
    const message = cleanText(`Rejected by ${withComment(user, body.reason)}`);
    const patch = { state: 'cancelled' as const, message, endedAt: at };
    const decision = decisionOf('reject', user, at, body.reason);
    if (!(await store.transition(id, ['planned'], patch, { at, decision })))
      throw changedMeanwhile(id);
    for (const child of await store.children(id))
      await store.transition(child.id, ['planned'], patch, { at });
    await this.#note(id, message);
    onEnd(await this.read.get(id));
  }

  /** Resolves when the wish is noted, not when the operation has stopped. */
  async cancel(id: string, body: ReasonBody, user: string): Promise<void> {
    const { store, engine } = this.#options;
    const operation = await this.#permit('cancel', id, user);
    const at = this.#now();
    const decision = decisionOf('cancel', user, at, body.reason);
    if (operation.waiting) {
      await this.#cancelWaiting(id, decision);
      return;
    }
    if (!(await store.requestCancel(id, decision))) throw changedMeanwhile(id);
    await this.#note(
      id,
      `Cancellation wanted by ${withComment(user, body.reason)}`,
    );
    engine.cancelLocal(id, { by: user, reason: body.reason });
  }

  async resume(id: string, body: ReasonBody, user: string): Promise<void> {
    const operation = await this.#permit('resume', id, user);
    await this.#restart(operation, 'resume', body, user, {
      from: ['failed', 'cancelled', 'interrupted'],
      direction: 'run',
    });
  }

  async rollback(id: string, body: ReasonBody, user: string): Promise<void> {
    const operation = await this.#permit('rollback', id, user);
    await this.#restart(operation, 'rollback', body, user, {
      from: ['failed', 'cancelled', 'interrupted'],
      direction: 'rollback',
    });
  }

  async continue(id: string, body: ReasonBody, user: string): Promise<void> {
    const operation = await this.#permit('continue', id, user);
    await this.#restart(operation, 'continue', body, user, {
      from: ['running'],
      direction: 'run',
      waiting: true,
    });
  }

  /** Nobody runs a parent that waits, so it is ended here. */
  async #cancelWaiting(id: string, decision: NewDecision) {
    const { store, onEnd } = this.#options;
    const { by, at, comment } = decision;
    const message = cleanText(`Cancelled by ${withComment(by, comment)}`);
    const patch = {
      state: 'cancelled' as const,
      message,
      waiting: false,
      endedAt: at,
    };
    if (!(await store.transition(id, ['running'], patch, { at, decision })))
      throw changedMeanwhile(id);
    for (const child of await store.children(id))
      await store.transition(child.id, ['planned'], patch, { at });
    await this.#note(id, message);
    onEnd(await this.read.get(id));
  }

  /** An operation in GitOps mode changes no cluster: its approval hands the files out. */
  async #handOut(operation: OperationRecord, decision: NewDecision) {
    const { store, onEnd } = this.#options;
    const { by, at } = decision;
    const patch = {
      state: 'succeeded' as const,
      message:
        'The files of the plan were handed out; the cluster changes when they are merged and your GitOps tool applies them',
      approvedBy: by,
      approvedAt: at,
      endedAt: at,
    };
    const { id } = operation;
    if (!(await store.transition(id, ['planned'], patch, { at, decision })))
      throw changedMeanwhile(id);
    for (const child of await store.children(id))
      await store.transition(child.id, ['planned'], patch, { at });
    await this.#note(id, `Approved by ${by}. ${patch.message}`);
    onEnd(await this.read.get(id));
  }

  #restart(
    operation: OperationRecord,
    action: 'resume' | 'rollback' | 'continue',
    { reason }: ReasonBody,
    user: string,
    options: Omit<StartOptions, 'decision'>,
  ) {
    const decision = decisionOf(action, user, this.#now(), reason);
    return this.#start(operation, { ...options, decision }, () =>
      this.#note(operation.id, `${NOTES[action]} ${withComment(user, reason)}`),
    );
  }

  async #start(
    operation: OperationRecord,
    options: StartOptions,
    beforeRun?: () => Promise<void>,
  ) {
    let claim: ClaimResult;
    try {
      ({ claim } = await this.#options.engine.start(
        operation.id,
        options,
        beforeRun,
      ));
    } catch (error) {
      throw refusedBeforeRun(error);
    }
    if (claim.ok) return;
    if (claim.reason === 'state') throw changedMeanwhile(operation.id);
    const { lock, holder } = claim.conflict;
    throw new ConflictError(
      `"${lock}" on cluster "${operation.cluster}" is locked by the operation "${holder.title}" (${holder.id}), which is ${holder.state}: wait for its end`,
    );
  }

  /** @throws ConflictError or NotAllowedError with the reason for which the action is refused */
  async #permit(action: OperationAction, id: string, user: string) {
    const operation = await this.read.get(id);
    const refusal = refusalOf(action, await this.read.facts(operation, user));
    if (!refusal) return operation;
    throw refusal.kind === 'state'
      ? new ConflictError(
          `The operation "${id}" cannot be ${PASSIVE[action]}: ${refusal.reason}`,
        )
      : new NotAllowedError(refusal.reason);
  }

  async #note(id: string, text: string) {
    const { store, settings, onChange } = this.#options;
    await store.appendLog(
      id,
      [
        {
          at: this.#now(),
          level: 'info',
          text: cleanText(text),
          essential: true,
        },
      ],
      { cap: settings.maxLogEntries },
    );
    onChange(id);
  }

  #now() {
    return this.#options.now().getTime();
  }
}

function decisionOf(
  action: OperationAction,
  by: string,
  at: number,
  comment?: string,
): NewDecision {
  return { action, by, at, ...(comment && { comment: cleanText(comment) }) };
}

function withComment(user: string, comment?: string) {
  return comment ? `${user}: ${comment}` : user;
}

function changedMeanwhile(id: string) {
  return new ConflictError(
    `The operation "${id}" has changed in the meantime, or the backend is shutting down; read it again`,
  );
}

function refusedBeforeRun(error: unknown): unknown {
  if (error instanceof PlanOutdatedError)
    return new ConflictError(error.message, error);
  if (error instanceof Error && REFUSALS.includes(error.name)) return error;
  return new ServiceUnavailableError(
    `The plan could not be compared with the cluster, so that nothing was done: ${reasonOf(
      error,
    )}`,
    error,
  );
}
