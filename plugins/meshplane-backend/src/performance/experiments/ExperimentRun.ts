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
import {
  type ExperimentArm,
  experimentInputSchema,
} from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import type { RunService } from '../runs/RunService';
import type {
  ExperimentRow,
  PerformanceStores,
  ProfileRow,
  RunRow,
} from '../stores/model';
import { inputOfArm } from './armInput';
import type { CheckedExperiment } from './ExperimentService';
import type { Turn } from './order';
import { restoreArm } from './restoreArm';
import {
  type ExperimentOperations,
  type OperationContext,
  runOperation,
} from './runOperation';
import { ExperimentStop, pause, reasonIn } from './stopping';

/** What work on experiments needs. */
export interface ExperimentRunOptions {
  stores: Pick<PerformanceStores, 'experiments' | 'profiles' | 'runs'>;
  runs: Pick<RunService, 'enqueue' | 'cancel' | 'finished'>;
  operations: ExperimentOperations;
  timing: Timing;
  logger: LoggerService;
  /** How often operations are looked at. */
  pollMs: number;
  /** Renews the lease, and aborts `halt` if another replica has it: then nothing may be touched any more. */
  confirm(): Promise<void>;
}

type Outcome = { state: ExperimentRow['state']; message: string };

/** Attempts to take one side back, and how long is waited before the next one. */
const RESTORE_ATTEMPTS = 3;
const RESTORE_PAUSE_MS = 10_000;

/** Works on one experiment that this replica has claimed. */
export class ExperimentRun {
  readonly #options: ExperimentRunOptions;
  readonly #input: CheckedExperiment;
  readonly #halt: AbortSignal;
  readonly #cancel: AbortSignal;
  #row: ExperimentRow;

  /**
   * @param row - as it was claimed
   * @param signals - `halt` ends everything at once; `cancel` ends measuring, and takes back
   */
  constructor(
    options: ExperimentRunOptions,
    row: ExperimentRow,
    signals: { halt: AbortSignal; cancel: AbortSignal },
  ) {
    this.#options = options;
    this.#row = row;
    this.#input = experimentInputSchema.parse(row.input);
    this.#halt = signals.halt;
    this.#cancel = signals.cancel;
  }

  /** Resolves when the experiment has ended, or with nothing more written when `halt` aborts. */
  async work(): Promise<void> {
    try {
      // A message is written before anything happens: who finds one has taken over from a backend that is gone.
      const outcome =
        this.#row.message === undefined
          ? await this.#measure()
          : await this.#takeOver();
      await this.#conclude(outcome);
    } catch (error) {
      if (!this.#halt.aborted) throw error;
    }
  }

  async #measure(): Promise<Outcome> {
    const { order, cancelRequestedBy } = this.#row;
    if (cancelRequestedBy) return cancelledBy(cancelRequestedBy);
    try {
      const load = await this.#load();
      while (this.#row.position < order.length) {
        await this.#turn(order[this.#row.position], load);
        await this.#write({ position: this.#row.position + 1 });
      }
      return {
        state: 'succeeded',
        message: `${order.length} runs of ${this.#input.arms.length} sides`,
      };
    } catch (error) {
      if (this.#halt.aborted) throw error;
      if (this.#cancel.aborted)
        return { state: 'cancelled', message: reasonIn(this.#cancel.reason) };
      if (error instanceof ExperimentStop)
        return { state: 'cancelled', message: error.message };
      return { state: 'failed', message: reasonIn(error) };
    }
  }

  async #load(): Promise<ProfileRow['input']> {
    const { profile, profileId, profileVersion } = this.#input;
    if (profile) return profile;
    const stored =
      profileId &&
      (await this.#options.stores.profiles.get(profileId, profileVersion));
    if (!stored)
      throw new Error(
        `The profile "${profileId}" is not there in version "${profileVersion}" any more`,
      );
    return stored.input;
  }

  async #turn(turn: Turn, load: ProfileRow['input']) {
    const { runs, timing } = this.#options;
    const { position, order, id } = this.#row;
    const signal = AbortSignal.any([this.#halt, this.#cancel]);
    const arm = this.#arm(turn.arm);
    const progress = `Run ${position + 1} of ${order.length}, "${turn.arm}"`;
    await this.#write({ message: progress });
    await this.#prepare(arm, signal);
    if (position > 0)
      await pause(timing, this.#input.coolDownSeconds * 1000, signal);
    signal.throwIfAborted();
    const { id: runId } = await runs.enqueue({
      input: inputOfArm({ ...load, name: this.#row.name }, arm, turn.round),
      origin: 'experiment',
      by: this.#row.createdBy,
      experiment: { id, arm: turn.arm, round: turn.round },
    });
    requireComplete(await this.#endOf(runId, signal), progress);
  }

  /** Waits for the end of a run, which is cancelled when the experiment is. */
  async #endOf(runId: string, signal: AbortSignal): Promise<RunRow> {
    const { runs, stores } = this.#options;
    try {
      return await runs.finished(runId, signal);
    } catch (error) {
      if (this.#halt.aborted || !signal.aborted) throw error;
      const { cancelRequestedBy = this.#row.createdBy } =
        (await stores.experiments.get(this.#row.id)) ?? {};
      // It may have ended just now.
      await runs.cancel(runId, cancelRequestedBy).catch(() => {});
      await runs.finished(runId, this.#halt);
      throw error;
    }
  }

  /** Makes the set-up of a side the one that is there. */
  async #prepare(arm: ExperimentArm, signal: AbortSignal) {
    if (this.#row.pendingRestores.some(pending => pending.arm === arm.name))
      return;
    await this.#takeBack();
    if (!arm.setUp) return;
    const pending = (operationId?: string) => ({
      pendingRestores: [{ arm: arm.name, ...(operationId && { operationId }) }],
    });
    await this.#write(pending());
    try {
      await runOperation(
        this.#context(),
        arm.setUp,
        operationId =>
          this.#write({
            ...pending(operationId),
            operations: this.#with(arm, 'set-up', operationId),
          }),
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Error(`"${arm.name}" could not be set up: ${reasonIn(error)}`, {
        cause: error,
      });
    }
  }

  /** @throws Error naming the sides that could not be taken back */
  async #takeBack() {
    const failures: string[] = [];
    for (const { arm, operationId } of [...this.#row.pendingRestores].reverse())
      try {
        await this.#takeBackOne(this.#arm(arm), operationId);
        await this.#write({
          pendingRestores: this.#row.pendingRestores.filter(
            pending => pending.arm !== arm,
          ),
        });
      } catch (error) {
        this.#halt.throwIfAborted();
        failures.push(`"${arm}" could not be taken back: ${reasonIn(error)}`);
      }
    if (failures.length > 0) throw new Error(failures.join('; '));
  }

  async #takeBackOne(arm: ExperimentArm, operationId: string | undefined) {
    const { timing, logger } = this.#options;
    for (let attempt = 1; ; attempt++)
      try {
        await restoreArm(this.#context(), arm, operationId, id =>
          this.#write({ operations: this.#with(arm, 'restore', id) }),
        );
        return;
      } catch (error) {
        this.#halt.throwIfAborted();
        logger.warn(
          `Experiment "${this.#row.id}": attempt ${attempt} to take back "${
            arm.name
          }" failed: ${reasonIn(error)}`,
        );
        // Most often something else holds the lock of the cluster for a moment.
        if (attempt === RESTORE_ATTEMPTS) throw error;
        await pause(timing, attempt * RESTORE_PAUSE_MS, this.#halt);
        this.#halt.throwIfAborted();
      }
  }

  /** Of a backend that is gone: its run is ended, and what it had changed is taken back. */
  async #takeOver(): Promise<Outcome> {
    const { runs, stores } = this.#options;
    const { id, position, order, state, message } = this.#row;
    const { items } = await stores.runs.list({
      experimentId: id,
      active: 'true',
      sort: 'createdAt',
      order: 'asc',
      limit: 500,
      offset: 0,
    });
    for (const run of items) {
      await runs.cancel(run.id, this.#row.createdBy).catch(() => {});
      await runs.finished(run.id, this.#halt);
    }
    const { cancelRequestedBy } = this.#row;
    if (position >= order.length)
      return { state: 'succeeded', message: `${order.length} runs` };
    if (cancelRequestedBy) return cancelledBy(cancelRequestedBy);
    // Whoever was taking back had written down why.
    if (state === 'restoring')
      return {
        state: 'failed',
        message: `${message ?? 'It failed'}; taken back since then`,
      };
    return {
      state: 'interrupted',
      message: `The backend ended in run ${position + 1} of ${order.length}; ${
        position === 0 ? 'nothing was' : `${position} runs were`
      } measured before`,
    };
  }

  /** Takes everything back and writes down how it ended. */
  async #conclude({ state, message }: Outcome) {
    const toRestore = this.#row.pendingRestores.map(({ arm }) => arm);
    if (toRestore.length > 0) {
      await this.#write({ state: 'restoring', message, toRestore });
      try {
        await this.#takeBack();
      } catch (error) {
        this.#halt.throwIfAborted();
        await this.#end('failed', `${message}; ${reasonIn(error)}`);
        return;
      }
    }
    await this.#end(state, message);
  }

  async #end(state: ExperimentRow['state'], message: string) {
    const { timing, stores } = this.#options;
    const { id, pendingRestores } = this.#row;
    await this.#options.confirm();
    this.#halt.throwIfAborted();
    await stores.experiments.update(id, {
      state,
      message,
      endedAt: new Date(timing.now()).toISOString(),
      toRestore: pendingRestores.map(({ arm }) => arm),
      lease: undefined,
    });
  }

  #context(): OperationContext {
    const { operations, timing, pollMs } = this.#options;
    const { id, name, createdBy } = this.#row;
    return {
      operations,
      timing,
      pollMs,
      user: createdBy,
      comment: `Experiment "${name}" (${id})`,
      halt: this.#halt,
    };
  }

  #arm(name: string): ExperimentArm {
    return this.#input.arms.find(arm => arm.name === name)!;
  }

  #with(
    { name }: ExperimentArm,
    step: 'set-up' | 'restore',
    operationId: string,
  ): ExperimentRow['operations'] {
    return [...this.#row.operations, { arm: name, step, operationId }];
  }

  /** Everything that changes something writes first, and goes on only while this replica is the one that may. */
  async #write(change: Partial<ExperimentRow>) {
    await this.#options.confirm();
    this.#halt.throwIfAborted();
    const { experiments } = this.#options.stores;
    const written = await experiments.update(this.#row.id, change);
    if (!written)
      throw new Error(`The experiment "${this.#row.id}" is not there any more`);
    this.#row = written;
  }
}

function cancelledBy(who: string): Outcome {
  return { state: 'cancelled', message: `Cancelled by ${who}` };
}

/** @throws Error unless the run measured all that it should; ExperimentStop if somebody cancelled it */
function requireComplete(run: RunRow, which: string) {
  const { state, end, message, cancelRequestedBy } = run;
  if (state === 'succeeded' && (end ?? 'complete') === 'complete') return;
  if (state === 'cancelled' && cancelRequestedBy)
    throw new ExperimentStop(
      'cancel',
      `${which}: the run was cancelled by ${cancelRequestedBy}`,
    );
  throw new Error(
    `${which} ${
      state === 'succeeded' ? 'ended before its time' : `is ${state}`
    }: ${message ?? 'see the run'}`,
  );
}
