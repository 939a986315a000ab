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
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { systemTiming, type Timing } from '../../clusters/timing';
import type { RunService } from '../runs/RunService';
import type { ExperimentRow, PerformanceStores } from '../stores/model';
import { createRow } from './createRow';
import { canCancel, ExperimentReader, summaryOf } from './ExperimentReader';
import { ExperimentRun } from './ExperimentRun';
import type { ExperimentService } from './ExperimentService';
import type { ExperimentOperations } from './runOperation';
import { ExperimentStop, pause, reasonIn } from './stopping';

export interface ExperimentServiceOptions {
  stores: Pick<PerformanceStores, 'experiments' | 'profiles' | 'runs'>;
  runs: Pick<RunService, 'check' | 'enqueue' | 'cancel' | 'finished'>;
  operations: ExperimentOperations;
  logger: LoggerService;
  /** Starts and stops with it where it is given. */
  lifecycle?: Pick<LifecycleService, 'addStartupHook' | 'addShutdownHook'>;
  timing?: Timing;
  newId?: () => string;
  rhythm?: Partial<ExperimentRhythm>;
}

/** Milliseconds. */
export interface ExperimentRhythm {
  /** Between looks for work, and for wishes of other replicas. */
  lookMs: number;
  /** After so much silence another replica takes over. */
  leaseMs: number;
  /** Between looks at a running operation. */
  pollMs: number;
}

const DEFAULT_RHYTHM: ExperimentRhythm = {
  lookMs: 2000,
  leaseMs: 30_000,
  pollMs: 1000,
};

const TAKEN_OVER = new ExperimentStop('halt', 'Another replica has taken over');

/** Experiments that one replica works on at a time; they mostly wait. */
const MAX_AT_A_TIME = 4;

interface Work {
  cancel: AbortController;
  done: Promise<void>;
}

class DefaultExperimentService implements ExperimentService {
  readonly #options: ExperimentServiceOptions;
  readonly #reader: ExperimentReader;
  readonly #timing: Timing;
  readonly #rhythm: ExperimentRhythm;
  readonly #owner = randomUUID();
  readonly #halt = new AbortController();
  readonly #working = new Map<string, Work>();
  #wake = new AbortController();
  #looking: Promise<void> | undefined;

  constructor(options: ExperimentServiceOptions) {
    this.#options = options;
    this.#timing = options.timing ?? systemTiming;
    this.#rhythm = { ...DEFAULT_RHYTHM, ...options.rhythm };
    this.#reader = new ExperimentReader(options);
  }

  start() {
    this.#looking ??= this.#look();
  }

  async stop() {
    this.#halt.abort(
      new ExperimentStop('halt', 'The backend is shutting down'),
    );
    this.#wake.abort();
    await this.#looking;
    await Promise.all([...this.#working.values()].map(({ done }) => done));
  }

  async create(
    input: Parameters<ExperimentService['create']>[0],
    by: string,
  ): Promise<{ id: string }> {
    const { stores, runs, newId = randomUUID } = this.#options;
    const row = await createRow(input, {
      id: newId(),
      by,
      at: new Date(this.#timing.now()).toISOString(),
      profiles: stores.profiles,
      runs,
    });
    await stores.experiments.create(row);
    this.#wake.abort();
    return { id: row.id };
  }

  list(...args: Parameters<ExperimentService['list']>) {
    return this.#reader.list(...args);
  }

  get(...args: Parameters<ExperimentService['get']>) {
    return this.#reader.detail(...args);
  }

  exportSmp(id: string) {
    return this.#reader.exportSmp(id);
  }

  async cancel(...[id, by, viewer]: Parameters<ExperimentService['cancel']>) {
    const row = await this.#reader.row(id);
    if (!canCancel(row))
      throw new ConflictError(
        row.endedAt
          ? `The experiment "${row.name}" is ${row.state} already`
          : `The experiment "${row.name}" is ending already`,
      );
    const { experiments } = this.#options.stores;
    const changed = await experiments.update(
      id,
      row.endedAt === undefined
        ? { cancelRequestedBy: by }
        : { state: 'restoring', endedAt: undefined },
    );
    this.#working.get(id)?.cancel.abort(wishOf(by));
    this.#wake.abort();
    return summaryOf(changed ?? row, viewer);
  }

  /** Takes experiments until the backend stops. */
  async #look() {
    const { logger, stores } = this.#options;
    const { signal } = this.#halt;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      try {
        while (!signal.aborted && this.#working.size < MAX_AT_A_TIME) {
          const { now, until } = this.#lease();
          const row = await stores.experiments.claimNext(
            this.#owner,
            now,
            until,
          );
          if (!row) break;
          this.#work(row);
        }
      } catch (error) {
        logger.warn(`Experiments could not be looked for: ${reasonIn(error)}`);
      }
      await pause(this.#timing, this.#rhythm.lookMs, this.#wake.signal);
    }
  }

  #work(row: ExperimentRow) {
    const { logger, stores } = this.#options;
    const lost = new AbortController();
    const cancel = new AbortController();
    const over = new AbortController();
    const halt = AbortSignal.any([this.#halt.signal, lost.signal]);
    const beating = this.#beat(row.id, { lost, cancel, over });
    const done = new ExperimentRun(
      {
        ...this.#options,
        timing: this.#timing,
        pollMs: this.#rhythm.pollMs,
        confirm: async () => {
          if (!(await this.#renew(row.id))) lost.abort(TAKEN_OVER);
        },
      },
      row,
      { halt, cancel: cancel.signal },
    )
      .work()
      .catch(error =>
        // The lease runs out, so that it is tried again from where it is.
        logger.error(`Experiment "${row.id}" broke off: ${reasonIn(error)}`),
      )
      .then(async () => {
        over.abort();
        await beating;
        if (this.#halt.signal.aborted && !lost.signal.aborted)
          // Others, or this one when it is back, need not wait for the lease to run out.
          await stores.experiments
            .update(row.id, { lease: undefined })
            .catch(() => {});
        this.#working.delete(row.id);
        this.#wake.abort();
      });
    this.#working.set(row.id, { cancel, done });
  }

  /** Keeps the lease, and hears of wishes that other replicas have taken. */
  async #beat(
    id: string,
    signals: Record<'lost' | 'cancel' | 'over', AbortController>,
  ) {
    const { experiments } = this.#options.stores;
    let validUntil = this.#timing.now() + this.#rhythm.leaseMs;
    const ended = AbortSignal.any([signals.over.signal, this.#halt.signal]);
    for (;;) {
      await pause(this.#timing, this.#rhythm.lookMs, ended);
      if (ended.aborted) return;
      const renewedUntil = this.#timing.now() + this.#rhythm.leaseMs;
      try {
        if (!(await this.#renew(id))) validUntil = -Infinity;
        else {
          validUntil = renewedUntil;
          const row = await experiments.get(id);
          if (row?.cancelRequestedBy)
            signals.cancel.abort(wishOf(row.cancelRequestedBy));
        }
      } catch (error) {
        this.#options.logger.warn(
          `The lease of experiment "${id}" could not be renewed: ${reasonIn(
            error,
          )}`,
        );
      }
      if (this.#timing.now() > validUntil && !signals.over.signal.aborted) {
        signals.lost.abort(TAKEN_OVER);
        return;
      }
    }
  }

  #renew(id: string): Promise<boolean> {
    const { until } = this.#lease();
    return this.#options.stores.experiments.renewLease(id, this.#owner, until);
  }

  #lease() {
    const now = this.#timing.now();
    return {
      now: new Date(now).toISOString(),
      until: new Date(now + this.#rhythm.leaseMs).toISOString(),
    };
  }
}

/** Experiments over the stores, runs and operations of this plugin. */
export function createExperimentService(
  options: ExperimentServiceOptions,
): ExperimentService {
  const service = new DefaultExperimentService(options);
  options.lifecycle?.addStartupHook(() => service.start());
  options.lifecycle?.addShutdownHook(() => service.stop());
  return service;
}

function wishOf(by: string) {
  return new ExperimentStop('cancel', `Cancelled by ${by}`);
}
