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

import type { OperationLogEntry } from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../../clusters/ClusterAccess';
import { type Timing, withTimeout } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import type {
  OperationPatch,
  OperationRecord,
  StepPatch,
  StepRecord,
} from '../../database/operations/records';
import type { StepCheck, StepContext, StepExecutor } from '../model';
import { cleanText, reasonOf, secretIn } from '../secrets';
import type { OperationRhythm } from '../settings';
import { targetOf } from '../targetOf';
import { Heartbeat } from './Heartbeat';
import { LogWriter } from './LogWriter';
import { ProgressWriter } from './ProgressWriter';
import { RunAbort } from './RunAbort';

export interface SessionOptions {
  store: OperationStore;
  clusters: ClusterAccess;
  timing: Timing;
  rhythm: OperationRhythm;
  owner: string;
  maxLogEntries: number;
  /** Something about the operation was written. */
  onChange(operation: string): void;
}

/**
 * One replica's hold on a running operation: its lease, its log, and the only way to write to it. Every write fails once
 * the lease is lost.
 */
export class RunSession {
  readonly operation: OperationRecord;
  readonly #options: SessionOptions;
  readonly #controller = new AbortController();
  readonly #heartbeat: Heartbeat;
  readonly #log: LogWriter;

  /** @param operation - claimed by the owner */
  constructor(operation: OperationRecord, options: SessionOptions) {
    this.operation = operation;
    this.#options = options;
    const { store, timing, rhythm, owner } = options;
    this.#log = new LogWriter({
      store,
      operation: operation.id,
      owner,
      cap: options.maxLogEntries,
      onWritten: () => options.onChange(operation.id),
    });
    this.#heartbeat = new Heartbeat(
      {
        store,
        operation: operation.id,
        owner,
        timing,
        intervalMs: rhythm.heartbeatMs,
        leaseMs: rhythm.leaseMs,
        onCancel: cancel => this.cancel(cancel),
        onLost: () =>
          this.abort(
            new RunAbort('lease-lost', 'Another replica has taken over'),
          ),
      },
      operation.lease?.expiresAt ?? timing.now(),
    );
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Only the first reason counts. */
  abort(reason: RunAbort) {
    this.#controller.abort(reason);
  }

  cancel({ by, reason }: { by: string; reason?: string }) {
    this.abort(
      new RunAbort(
        'cancel',
        reason ? `Cancelled by ${by}: ${reason}` : `Cancelled by ${by}`,
      ),
    );
  }

  /** What the engine itself has to say; kept even if the log is full. */
  note(level: OperationLogEntry['level'], text: string, step?: string): void {
    this.#log.add({ at: this.now(), level, text, step, essential: true });
  }

  now(): number {
    return this.#options.timing.now();
  }

  async patch(patch: OperationPatch): Promise<void> {
    const { store, owner, onChange } = this.#options;
    await store.patch(this.operation.id, owner, patch, this.now());
    onChange(this.operation.id);
  }

  /** The log of what led here is written first. */
  async patchStep(step: string, patch: StepPatch): Promise<void> {
    const { store, owner, onChange } = this.#options;
    await this.#log.flush();
    await store.patchStep(this.operation.id, owner, step, patch, this.now());
    onChange(this.operation.id);
  }

  /** Ends the run; the session is of no use afterwards. */
  async release(patch: OperationPatch): Promise<void> {
    const { store, owner, onChange } = this.#options;
    await this.#log.flush();
    await store.release(this.operation.id, owner, patch, this.now());
    this.#heartbeat.stop();
    onChange(this.operation.id);
  }

  /** Stops renewing; for sessions that could not be released. */
  dispose() {
    this.#heartbeat.stop();
  }

  /**
   * Runs something with the context of a step. Progress is written now and then, and for the last time before this
   * resolves.
   */
  async inStep<T>(
    step: StepRecord,
    signal: AbortSignal,
    work: (context: StepContext) => Promise<T>,
  ): Promise<T> {
    const { operation } = this;
    const progress = new ProgressWriter(this.#options.timing, value =>
      this.patchStep(step.id, value),
    );
    const context: StepContext = {
      ...targetOf(this.#options.clusters, operation.cluster ?? ''),
      operation: {
        id: operation.id,
        startedBy: operation.approvedBy ?? operation.createdBy,
      },
      step: step.id,
      signal,
      log: (level, text) =>
        this.#log.add({ at: this.now(), level, text, step: step.id }),
      progress: (percent, text) =>
        progress.set(percent, text === undefined ? undefined : cleanText(text)),
      record: async value => {
        const secret = secretIn(value);
        if (secret)
          throw new Error(
            `The step "${step.title}" would store ${secret.what} at "${secret.path}"`,
          );
        await this.patchStep(step.id, { recorded: value });
      },
      recorded: step.recorded,
      now: () => new Date(this.now()),
    };
    try {
      return await work(context);
    } finally {
      await progress.end();
    }
  }

  /**
   * What the cluster says of a step after it was cut off; limited in time, and never an error.
   *
   * @returns `unknown` with the reason if the cluster could not be asked
   */
  async look(
    step: StepRecord,
    executor: StepExecutor,
  ): Promise<StepCheck | { state: 'unknown'; detail: string }> {
    const { timing, rhythm } = this.#options;
    try {
      return await withTimeout(
        {
          timing,
          timeoutMs: rhythm.lookMs,
          subject: `The cluster "${this.operation.cluster}"`,
        },
        signal =>
          this.inStep(step, signal, context =>
            executor.check(executor.params.parse(step.params), context),
          ),
      );
    } catch (error) {
      return { state: 'unknown', detail: reasonOf(error) };
    }
  }
}
