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
import { NotAllowedError } from '@backstage/errors';
import type { RunState } from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import { reasonOf } from '../../operations/secrets';
import { hasSecretHeaders } from '../guard/credentials';
import type { TargetGuard } from '../guard/TargetGuard';
import type { Runner, RunnerOutcome } from '../runners/Runner';
import type { RunPlan, RunRow, RunStore } from '../stores/model';
import {
  type EarlyEnd,
  endingByResult,
  endingOf,
  type Ending,
} from './endings';
import { ErrorRateWatch } from './ErrorRateWatch';
import { finishedResult, partialResult, rowOf } from './results';
import { persistently } from './persistently';
import type { RunFeed } from './RunFeed';
import { type Observers, RunObservation } from './RunObservation';
import type { RunRhythm } from './rhythm';
import { SecondsWriter } from './SecondsWriter';

/** States in which a run holds its targets. */
export const HOLDING_STATES: readonly RunState[] = [
  'starting',
  'running',
  'collecting',
];

/** What executions share. */
export interface ExecutionOptions extends Observers {
  store: RunStore;
  guard: TargetGuard;
  runners: readonly Runner[];
  feed: RunFeed;
  stopAtErrorRate: number;
  rhythm: RunRhythm;
  timing: Timing;
  logger: LoggerService;
  /** The row was changed by this replica. */
  onChange(run: RunRow): void;
}

/** One run of this replica, from when it was claimed to its end. */
export class RunExecution {
  readonly id: string;
  /** Resolves when everything of it is written; never rejects. */
  readonly done: Promise<void>;
  readonly #options: ExecutionOptions;
  readonly #row: RunRow;
  readonly #abort = new AbortController();
  readonly #over = new AbortController();
  readonly #seconds: SecondsWriter;
  #early: EarlyEnd | undefined;

  constructor(options: ExecutionOptions, row: RunRow) {
    const { store, feed } = options;
    this.id = row.id;
    this.#options = options;
    this.#row = row;
    this.#seconds = new SecondsWriter({
      store,
      run: row.id,
      onWritten: () => feed.changed(row.id),
    });
    this.done = this.#run()
      .catch(error =>
        // The lease runs out, and what was written becomes the result of an interrupted run.
        options.logger.error(
          `Run "${row.id}" could not be brought to its end: ${reasonOf(error)}`,
        ),
      )
      .finally(() => {
        this.#over.abort();
        feed.forget(row.id);
      });
  }

  /** Ends the load. The first reason counts, except that a lost run is lost. */
  end(early: EarlyEnd) {
    if (!this.#early || early.kind === 'lost') this.#early = early;
    this.#abort.abort();
  }

  async #run() {
    const plan = await this.#options.store.plan(this.id);
    if (!plan) {
      await this.#finish(['starting'], {
        state: 'failed',
        message: 'Its profile is not in the database',
      });
      return;
    }
    const observation = new RunObservation(
      { ...this.#options, lookMs: this.#options.rhythm.lookMs },
      this.#row,
      plan.input,
    );
    let ending: Ending | undefined;
    try {
      const outcome = await this.#makeLoad(plan, observation);
      ending = outcome && (await this.#collect(plan, observation, outcome));
    } catch (error) {
      ending = await this.#fail(plan, error);
    } finally {
      await observation.end(ending?.message ?? ending?.state ?? 'ended');
    }
  }

  /** @returns undefined if the run is not this replica's any more, or was not let through */
  async #makeLoad(
    plan: RunPlan,
    observation: RunObservation,
  ): Promise<RunnerOutcome | undefined> {
    const { guard, runners, feed, timing, logger } = this.#options;
    const choice = plan.input.runner;
    const runner = runners.find(({ type }) => type === choice.type);
    if (!runner) throw new Error(`This backend has no runner "${choice.type}"`);
    let admitted;
    try {
      admitted = await guard.admit(plan.input);
    } catch (error) {
      if (!(error instanceof NotAllowedError)) throw error;
      await this.#finish(['starting'], {
        state: 'refused',
        message: reasonOf(error),
      });
      return undefined;
    }
    if (this.#early) throw new Error('It was ended before it began');
    const started = await this.#transition(['starting'], {
      state: 'running',
      startedAt: new Date(timing.now()).toISOString(),
    });
    if (!started) return undefined;
    observation.begin(this.#over.signal);
    const limit = plan.input.stopAtErrorRate ?? this.#options.stopAtErrorRate;
    const errors = new ErrorRateWatch(limit);
    const messages: string[] = [];
    const outcome = await runner.run({
      runId: this.id,
      load: admitted.load,
      hasSecretHeaders: hasSecretHeaders(plan.load),
      addresses: admitted.addresses,
      choice,
      stopAtErrorRate: limit,
      signal: this.#abort.signal,
      onLive: live => {
        feed.told(this.id, live);
        const message = errors.next(live);
        if (message) this.end({ kind: 'error-rate', message });
      },
      onSeconds: slices => this.#seconds.add(slices),
      onMessage: message => {
        messages.push(message);
        logger.info(`Run "${this.id}": ${message}`);
      },
    });
    outcome.result.warnings.push(...messages);
    return outcome;
  }

  async #collect(
    plan: RunPlan,
    observation: RunObservation,
    outcome: RunnerOutcome,
  ): Promise<Ending | undefined> {
    const { store, timing, logger } = this.#options;
    if (this.#early?.kind === 'lost') return undefined;
    const ending =
      this.#early && outcome.result.end !== 'complete'
        ? endingOf(this.#early)
        : endingByResult(outcome.result);
    if (!(await this.#transition(['running'], { state: 'collecting' })))
      return undefined;
    const result = await finishedResult(
      store,
      this.#row,
      plan,
      outcome.result,
      this.#early,
    );
    // First of all: what is read afterwards may take its time, and the backend may be about to stop.
    await this.#seconds.flush().catch(() => {});
    await persistently(timing, () => store.saveResult(this.id, result));
    const [resources, environment] = await Promise.all([
      observation.resources(outcome),
      observation.environment(result, outcome.hosts),
    ]);
    await Promise.all([
      store.saveResources(this.id, resources),
      store.saveEnvironment(this.id, environment),
    ]).catch(error =>
      logger.warn(
        `Run "${
          this.id
        }": What was seen around it could not be kept: ${reasonOf(error)}`,
      ),
    );
    return this.#finish(['collecting'], ending, {
      ...rowOf(result, resources),
      release: this.#row.release ?? releaseOf(plan, environment.images),
    });
  }

  /** What is left of a run whose load threw. */
  async #fail(plan: RunPlan, error: unknown): Promise<Ending | undefined> {
    const { store } = this.#options;
    const early = this.#early;
    if (early?.kind === 'lost') return undefined;
    const ending: Ending = early
      ? endingOf(early)
      : { state: 'failed', message: reasonOf(error) };
    await this.#seconds.flush().catch(() => {});
    const result =
      (await store.result(this.id)) ??
      (await partialResult(store, this.#row, plan, ending));
    if (result) await store.saveResult(this.id, result);
    return this.#finish(HOLDING_STATES, ending, result && rowOf(result));
  }

  async #finish(
    from: readonly RunState[],
    ending: Ending,
    change: Partial<RunRow> = {},
  ): Promise<Ending | undefined> {
    const written = await this.#transition(from, {
      ...change,
      ...ending,
      endedAt: new Date(this.#options.timing.now()).toISOString(),
    });
    return written && ending;
  }

  async #transition(from: readonly RunState[], change: Partial<RunRow>) {
    const { store, timing } = this.#options;
    const row = await persistently(timing, () =>
      store.transition(this.id, from, change),
    );
    if (row) this.#options.onChange(row);
    return row;
  }
}

/** What was measured, where nobody has said it. */
function releaseOf(
  { load }: RunPlan,
  images: readonly { image: string; digest?: string }[],
): string | undefined {
  return load.labels.version ?? images.find(({ digest }) => digest)?.digest;
}
