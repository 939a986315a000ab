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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { OperationState } from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../../clusters/ClusterAccess';
import { type Timing, withTimeout } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import {
  type ClaimResult,
  LeaseLostError,
  type NewDecision,
  type OperationPatch,
  type OperationRecord,
} from '../../database/operations/records';
import type { OperationCatalog } from '../model';
import type { OperationPlanning } from '../planning/OperationPlanning';
import { reasonOf } from '../secrets';
import type { OperationRhythm, OperationSettings } from '../settings';
import { deriveParent } from './deriveParent';
import { PlanOutdatedError } from './PlanOutdatedError';
import { rollBackSteps } from './rollBackSteps';
import { RunAbort } from './RunAbort';
import { runRollout } from './runRollout';
import { RunSession } from './RunSession';
import { type RunOutcome, runSteps } from './runSteps';

export interface EngineOptions {
  store: OperationStore;
  clusters: ClusterAccess;
  catalog: OperationCatalog;
  planning: Pick<OperationPlanning, 'fingerprint'>;
  settings: OperationSettings;
  rhythm: OperationRhythm;
  timing: Timing;
  logger: LoggerService;
  /** Name of this replica, never used before. */
  owner: string;
  /** Something about an operation was written. */
  onChange(operation: string): void;
  /** An operation that somebody asked for has ended, or waits for `continue`. */
  onEnd(operation: OperationRecord): void;
}

/** How an operation is taken for a run. */
export interface StartOptions {
  from: readonly OperationState[];
  direction: OperationRecord['direction'];
  waiting?: boolean;
  decision?: NewDecision;
  approval?: { by: string; at: number };
}

interface Running {
  readonly session: RunSession;
  readonly done: Promise<void>;
}

/** Runs operations in this replica. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #running = new Map<string, Running>();
  #stopping = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /**
   * Takes an operation, makes sure that the plan still fits the cluster, and runs it in the background.
   *
   * @param beforeRun - after it is taken, before anything is done: what it throws gives the operation back as it was
   * @returns what became of the attempt to take it, and the end of the run
   */
  async start(
    id: string,
    options: StartOptions,
    beforeRun?: (operation: OperationRecord) => Promise<void>,
  ): Promise<{ claim: ClaimResult; done: Promise<void> }> {
    const { store, owner, timing, rhythm } = this.#options;
    const before = await store.get(id);
    const claim: ClaimResult = this.#stopping
      ? { ok: false, reason: 'state', operation: before }
      : await store.claim(id, {
          ...options,
          lease: { owner, expiresAt: timing.now() + rhythm.leaseMs },
          at: timing.now(),
        });
    if (!claim.ok) return { claim, done: Promise.resolve() };
    const session = this.openSession(claim.operation);
    let started = () => {};
    // Registered at once: whoever cancels or stops the backend during `beforeRun` has to find it.
    const ready = new Promise<void>(resolve => {
      started = resolve;
    });
    let given = false;
    const done = ready.then(() => (given ? undefined : this.#run(session)));
    this.#register(id, session, done);
    try {
      await beforeRun?.(claim.operation);
    } catch (error) {
      given = true;
      session.dispose();
      await store.unclaim(id, owner, {
        ...before!,
        updatedAt: timing.now(),
      });
      this.#options.onChange(id);
      throw error;
    } finally {
      started();
    }
    this.#options.onChange(id);
    return { claim, done };
  }

  /**
   * Refuses when the cluster has changed since the plan was made, or cannot be asked.
   *
   * @throws Error that says so; the caller decides of which class
   */
  async checkFingerprint(operation: OperationRecord): Promise<void> {
    const { planning, timing, rhythm } = this.#options;
    const now = await withTimeout(
      {
        timing,
        timeoutMs: rhythm.lookMs,
        subject: `The cluster "${operation.cluster}"`,
      },
      signal => planning.fingerprint(operation, signal),
    );
    if (now !== operation.fingerprint)
      throw new PlanOutdatedError(
        `The cluster "${operation.cluster}" has changed since this plan was made, so that it may no longer do what it shows. Nothing was done; plan again.`,
      );
  }

  /** Cancels at once if this replica runs it; others hear of it with their next heartbeat. */
  cancelLocal(id: string, cancel: { by: string; reason?: string }) {
    this.#running.get(id)?.session.cancel(cancel);
  }

  isRunning(id: string) {
    return this.#running.has(id);
  }

  /** Resolves when nothing is running in this replica; for tests. */
  async idle() {
    while (this.#running.size > 0)
      await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  /** A session over an operation that this replica has claimed or taken over. */
  openSession(operation: OperationRecord) {
    const { settings, ...options } = this.#options;
    return new RunSession(operation, {
      ...options,
      maxLogEntries: settings.maxLogEntries,
    });
  }

  /**
   * Stops all runs, gives them the time of grace to note how far they came, and marks what is left as interrupted. Takes
   * no new ones.
   */
  async stop(): Promise<void> {
    const { timing, rhythm, logger } = this.#options;
    this.#stopping = true;
    const running = [...this.#running.values()];
    for (const { session } of running)
      session.abort(new RunAbort('shutdown', 'The backend was stopped'));
    let cancelTimer = () => {};
    const grace = new Promise<void>(resolve => {
      cancelTimer = timing.schedule(rhythm.shutdownGraceMs, resolve);
    });
    await Promise.race([Promise.all(running.map(({ done }) => done)), grace]);
    cancelTimer();
    for (const { session } of this.#running.values()) {
      try {
        session.note(
          'warn',
          'The backend was stopped and the step did not end in time; how far it came is not known',
        );
        await session.release({
          state: 'interrupted',
          message:
            'The backend was stopped and the step did not end in time. Resume looks at the cluster first.',
          endedAt: session.now(),
        });
      } catch (error) {
        // Its lease runs out, and another replica will see to it.
        logger.warn(
          `Operation "${
            session.operation.id
          }" could not be marked as interrupted: ${reasonOf(error)}`,
        );
      }
      session.dispose();
    }
  }

  #register(id: string, session: RunSession, run: Promise<void>) {
    const entry = {
      session,
      done: run.finally(() => {
        session.dispose();
        if (this.#running.get(id) === entry) this.#running.delete(id);
      }),
    };
    this.#running.set(id, entry);
  }

  async #run(session: RunSession): Promise<void> {
    const { operation } = session;
    const { logger, store } = this.#options;
    try {
      session.note(
        'info',
        operation.direction === 'rollback'
          ? 'The roll back begins'
          : 'The run begins',
      );
      const end = operation.cluster
        ? endOf(await this.#runSteps(session), operation, session.now())
        : await runRollout(session, { store, engine: this });
      if (end.message)
        session.note(
          end.state === 'succeeded' || end.waiting ? 'info' : 'warn',
          end.message,
        );
      await session.release(end);
    } catch (error) {
      if (error instanceof LeaseLostError) {
        logger.warn(
          `Operation "${operation.id}" was taken over by another replica; this one has stopped`,
        );
        return;
      }
      logger.error(
        `Operation "${
          operation.id
        }" was stopped by an unexpected error: ${reasonOf(error)}`,
      );
      await this.#fail(session, error);
    }
    await this.#ended(operation);
  }

  async #runSteps(session: RunSession): Promise<RunOutcome> {
    const { store, catalog } = this.#options;
    const { operation } = session;
    const steps = await store.steps(operation.id);
    return operation.direction === 'rollback'
      ? rollBackSteps(session, catalog, steps)
      : runSteps(session, catalog, steps);
  }

  /** A database that is away: the lease runs out and the truth is found out then. */
  async #fail(session: RunSession, error: unknown) {
    try {
      await session.release({
        state: 'failed',
        message: `An unexpected error stopped it: ${reasonOf(error)}`,
        endedAt: session.now(),
      });
    } catch {
      session.dispose();
    }
  }

  async #ended({ id, parent }: OperationRecord) {
    try {
      const operation = await this.#options.store.get(id);
      if (!operation || (operation.state === 'running' && !operation.waiting))
        return;
      if (parent) await this.#deriveParent(parent);
      else this.#options.onEnd(operation);
    } catch (error) {
      this.#options.logger.warn(
        `The end of operation "${id}" could not be told: ${reasonOf(error)}`,
      );
    }
  }

  /** A child that was resumed or rolled back by itself changes what is true of its parent. */
  async #deriveParent(id: string) {
    const { store, timing } = this.#options;
    const children = await store.children(id);
    const derived = deriveParent(children);
    if (derived.state === 'running') return;
    const changed = await store.transition(
      id,
      ['failed', 'cancelled', 'interrupted', 'succeeded'],
      derived,
      { at: timing.now() },
    );
    if (changed) this.#options.onChange(id);
  }
}

/** What is stored at the end of a run on one cluster. */
function endOf(
  outcome: RunOutcome,
  { direction }: OperationRecord,
  endedAt: number,
): OperationPatch {
  switch (outcome.kind) {
    case 'succeeded':
      return direction === 'rollback'
        ? { state: 'cancelled', message: outcome.message, endedAt }
        : {
            state: 'succeeded',
            message: outcome.message,
            result: outcome.result,
            endedAt,
          };
    case 'failed':
      return {
        state: 'failed',
        message: outcome.message,
        ...(outcome.result && { result: outcome.result }),
        endedAt,
      };
    default:
      return {
        state: outcome.abort.kind === 'cancel' ? 'cancelled' : 'interrupted',
        message: outcome.message,
        endedAt,
      };
  }
}
