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
import type { ClusterAccess } from '../../clusters/ClusterAccess';
import type { Timing } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import {
  LeaseLostError,
  type OperationRecord,
  type StepRecord,
} from '../../database/operations/records';
import type { OperationCatalog } from '../model';
import type { Engine } from '../running/Engine';
import type { RunSession } from '../running/RunSession';
import { recordTruth } from '../running/runSteps';
import { reasonOf } from '../secrets';
import type { OperationRhythm, OperationSettings } from '../settings';
import { switchedOff } from '../switches';

/** Name under which the engine itself resumes. */
export const ENGINE_USER = 'meshplane';
/** An operation that kills its backend each time is left to people. */
const MAX_AUTOMATIC_RESUMES = 3;
const OUTDATED_AT_A_TIME = 100;
/** A backend that has just started is given this long to connect to its clusters before it says that it does not know. */
const PATIENCE_MS = 60_000;

export interface RecoveryOptions {
  clusters: ClusterAccess;
  store: OperationStore;
  catalog: OperationCatalog;
  engine: Engine;
  settings: Pick<OperationSettings, 'resume' | 'enabled'>;
  rhythm: Pick<OperationRhythm, 'leaseMs'>;
  timing: Timing;
  logger: LoggerService;
  owner: string;
  onChange(operation: string): void;
  onEnd(operation: OperationRecord): void;
}

/** Sees to operations whose backend died, and to plans that nobody approved. */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #patientUntil: number;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#patientUntil = options.timing.now() + PATIENCE_MS;
  }

  /** One round; any replica may do it at any time. */
  async sweep(): Promise<void> {
    const { store, timing, logger } = this.#options;
    const expired = await store.expired(timing.now());
    // Children first: what is true of a parent follows from them.
    const inOrder = [
      ...expired.filter(({ cluster }) => cluster !== undefined),
      ...expired.filter(({ cluster }) => cluster === undefined),
    ];
    for (const operation of inOrder) {
      try {
        await this.#recover(operation);
      } catch (error) {
        if (!(error instanceof LeaseLostError))
          logger.warn(
            `Operation "${operation.id}" could not be looked after: ${reasonOf(
              error,
            )}`,
          );
      }
    }
    await this.#dropOutdatedPlans();
  }

  async #recover(operation: OperationRecord) {
    const { store, timing, rhythm, owner, engine, logger } = this.#options;
    const { id, lease, cluster } = operation;
    if (!lease) return;
    if (
      cluster &&
      !this.#isConnected(cluster) &&
      timing.now() < this.#patientUntil
    )
      return;
    if (!cluster) {
      const children = await store.children(id);
      if (children.some(({ state }) => state === 'running')) return;
    }
    const own = { owner, expiresAt: timing.now() + rhythm.leaseMs };
    if (!(await store.takeOver(id, lease, own))) return;
    logger.warn(
      `Operation "${id}" was running in a backend that has stopped; looking how far it came`,
    );
    const session = engine.openSession({ ...operation, lease: own });
    try {
      session.note(
        'warn',
        'The backend that ran this operation has stopped without a word. Looking at the cluster to see how far it came.',
      );
      const message = cluster
        ? await this.#findTruth(session)
        : 'The backend that ran it has stopped. Each cluster says how far it came; resume goes on with those that are left.';
      await session.release({
        state: 'interrupted',
        message,
        endedAt: session.now(),
      });
    } finally {
      session.dispose();
    }
    await this.#afterwards(id);
  }

  /** Asks the cluster about every step that was begun. @returns what to tell people */
  async #findTruth(session: RunSession): Promise<string> {
    const { store } = this.#options;
    const steps = await store.steps(session.operation.id);
    let cut: StepRecord | undefined;
    for (const step of steps) {
      if (step.state === 'running') {
        cut = step;
        await recordTruth(
          session,
          step,
          await this.#look(session, step),
          false,
        );
      } else if (step.state === 'done') {
        await this.#confirm(session, step);
      }
    }
    const after = await store.steps(session.operation.id);
    const left = after.filter(
      ({ state }) => !['done', 'skipped'].includes(state),
    );
    const stopped = cut
      ? `while "${cut.title}" was running`
      : 'between two steps';
    return `The backend that ran it has stopped ${stopped}; ${left.length} of ${after.length} steps are left. Nothing is locked; resume looks at the cluster before each step.`;
  }

  /** A step that is done stays done; a cluster that sees it otherwise is worth a line. */
  async #confirm(session: RunSession, step: StepRecord) {
    const truth = await this.#look(session, step);
    if (truth.state === 'done')
      session.note('info', `"${step.title}" is done: ${truth.detail}`, step.id);
    else if (truth.state === 'unknown')
      session.note(
        'warn',
        `"${step.title}" had been done; the cluster could not be asked: ${truth.detail}`,
        step.id,
      );
    else
      session.note(
        'info',
        `"${step.title}" had been done; the cluster says now: ${truth.detail}`,
        step.id,
      );
  }

  async #look(session: RunSession, step: StepRecord) {
    try {
      return await session.look(
        step,
        this.#options.catalog.executor(step.type),
      );
    } catch (error) {
      return { state: 'unknown' as const, detail: reasonOf(error) };
    }
  }

  async #afterwards(id: string) {
    const { store, settings, onChange, onEnd, logger } = this.#options;
    onChange(id);
    const operation = await store.get(id);
    if (!operation || operation.parent) return;
    if (
      settings.resume === 'automatic' &&
      !switchedOff(operation, settings.enabled)
    ) {
      try {
        if (await this.#resume(operation)) return;
      } catch (error) {
        logger.warn(
          `Operation "${id}" could not be resumed: ${reasonOf(error)}`,
        );
      }
    }
    onEnd(operation);
  }

  /** @returns whether it runs again */
  async #resume(operation: OperationRecord): Promise<boolean> {
    const { store, engine, timing } = this.#options;
    const { id, direction, cluster } = operation;
    // It would only fail: it stays interrupted, to be resumed by a person.
    if (cluster && !this.#isConnected(cluster)) return false;
    const before = (await store.decisions(id)).filter(
      ({ by }) => by === ENGINE_USER,
    );
    if (before.length >= MAX_AUTOMATIC_RESUMES) return false;
    const { claim } = await engine.start(id, {
      from: ['interrupted'],
      direction,
      decision: {
        action: direction === 'rollback' ? 'rollback' : 'resume',
        by: ENGINE_USER,
        at: timing.now(),
        comment: 'Automatically, after the backend had stopped',
      },
    });
    return claim.ok;
  }

  #isConnected(cluster: string) {
    return this.#options.clusters
      .list()
      .some(({ name, connection }) => name === cluster && connection);
  }

  async #dropOutdatedPlans() {
    const { store, timing, onChange } = this.#options;
    const now = timing.now();
    for (const plan of await store.outdatedPlans(now, OUTDATED_AT_A_TIME)) {
      const patch = {
        state: 'cancelled' as const,
        message: `The plan was not approved before it expired at ${new Date(
          plan.expiresAt,
        ).toISOString()}`,
        endedAt: now,
      };
      if (!(await store.transition(plan.id, ['planned'], patch, { at: now })))
        continue;
      for (const child of await store.children(plan.id))
        await store.transition(child.id, ['planned'], patch, { at: now });
      onChange(plan.id);
    }
  }
}
