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

import { ConflictError, NotFoundError } from '@backstage/errors';
import { createLiveGates } from '@meshplane/benchmark';
import {
  finishedRunStates,
  type PerformanceLimits,
} from '@meshplane/plugin-meshplane-common';
import type { PerformanceConfig } from '../config';
import { withoutCredentials } from '../guard';
import type { GuardProblem, TargetGuard } from '../guard/TargetGuard';
import { hostAndPort, targetOf } from '../guard/TargetPattern';
import type { Runner } from '../runners/Runner';
import type { PerformanceStores, ProfileRow, RunRow } from '../stores/model';
import { switchedOff } from './endings';
import type { RunDispatcher } from './RunDispatcher';
import { HOLDING_STATES } from './RunExecution';
import type { RunFeed } from './RunFeed';
import { RunRefusedError, sentenceOf } from './RunRefusedError';
import type { EnqueueRequest, RunService, RunWatchEvent } from './RunService';

/** What {@link DefaultRunService} needs. */
export interface DefaultRunServiceOptions {
  config: PerformanceConfig;
  stores: Pick<PerformanceStores, 'runs' | 'killSwitch'>;
  guard: TargetGuard;
  runners: readonly Runner[];
  dispatcher: RunDispatcher;
  feed: RunFeed;
  now: () => Date;
  newId: () => string;
  /** A row was written. */
  onChange(run: RunRow): void;
  subscribe(listener: (run: RunRow) => void): () => void;
}

/** The {@link RunService} of one replica. */
export class DefaultRunService implements RunService {
  readonly #options: DefaultRunServiceOptions;

  constructor(options: DefaultRunServiceOptions) {
    this.#options = options;
  }

  start() {
    this.#options.dispatcher.start();
  }

  async stop() {
    await this.#options.dispatcher.stop();
    this.#options.feed.close();
  }

  async check(input: ProfileRow['input']): Promise<GuardProblem[]> {
    const { enabled, message } = await this.#switch();
    return [
      ...(enabled ? [] : [{ message: message! }]),
      ...(await this.#runnerProblems(input)),
      ...gateProblems(input),
      ...(await this.#options.guard.check(input)),
    ];
  }

  async enqueue(request: EnqueueRequest): Promise<RunRow> {
    const { stores, dispatcher, onChange } = this.#options;
    const problems = await this.check(request.input);
    const row = this.#rowOf(request);
    if (problems.length > 0) {
      const { input } = request;
      const load = withoutCredentials(input.load);
      const refused: RunRow = {
        ...row,
        state: 'refused',
        message: sentenceOf(problems),
        endedAt: row.createdAt,
      };
      await stores.runs.create(refused, { load, input: { ...input, load } });
      throw new RunRefusedError(refused, problems);
    }
    const { input } = request;
    await stores.runs.create(row, { load: input.load, input });
    onChange(row);
    dispatcher.wake();
    return row;
  }

  async cancel(id: string, by: string): Promise<RunRow> {
    const { stores, dispatcher, now, onChange } = this.#options;
    const waiting = await stores.runs.transition(id, ['queued'], {
      state: 'cancelled',
      message: `Cancelled by ${by} before it began`,
      cancelRequestedBy: by,
      endedAt: now().toISOString(),
    });
    if (waiting) {
      onChange(waiting);
      return waiting;
    }
    const wished = await stores.runs.transition(id, HOLDING_STATES, {
      cancelRequestedBy: by,
    });
    if (wished) {
      dispatcher.end(id, { kind: 'cancelled', by });
      onChange(wished);
      return wished;
    }
    const row = await stores.runs.get(id);
    if (!row) throw new NotFoundError(`There is no run "${id}"`);
    throw new ConflictError(`The run "${id}" has ended already: ${row.state}`);
  }

  watch(
    id: string,
    onEvent: (event: RunWatchEvent) => void | Promise<void>,
    signal: AbortSignal,
  ) {
    return this.#options.feed.watch(id, onEvent, signal);
  }

  finished(id: string, signal: AbortSignal) {
    return this.#options.feed.finished(id, signal);
  }

  subscribe(listener: (run: RunRow) => void) {
    return this.#options.subscribe(listener);
  }

  async offers() {
    const offers = await Promise.all(
      this.#options.runners.map(async runner =>
        (
          await runner.offers()
        ).map(({ generator, cluster, available, note }) => ({
          type: runner.type,
          generator: generator as ReturnType<typeof generatorOf>,
          ...(cluster && { cluster }),
          available,
          note,
        })),
      ),
    );
    return offers.flat();
  }

  async limits(): Promise<PerformanceLimits> {
    const { config } = this.#options;
    return {
      ...(await this.#switch()),
      targets: [...config.targets],
      maxRate: config.limits.maxRate,
      maxDurationSeconds: config.limits.maxDurationSeconds,
      maxConnections: config.limits.maxConnections,
      maxBodyBytes: config.limits.maxBodyBytes,
      stopAtErrorRate: config.stopAtErrorRate,
      secrets: config.secrets.map(({ name }) => name),
    };
  }

  async switch({
    enabled,
    reason,
    by,
  }: {
    enabled: boolean;
    reason?: string;
    by: string;
  }): Promise<PerformanceLimits> {
    const { stores, dispatcher, now } = this.#options;
    await stores.killSwitch.set({
      enabled,
      reason,
      by,
      at: now().toISOString(),
    });
    if (!enabled) dispatcher.endAll({ kind: 'switched-off', reason, by });
    dispatcher.wake();
    return this.limits();
  }

  async #switch(): Promise<{ enabled: boolean; message?: string }> {
    if (!this.#options.config.enabled)
      return {
        enabled: false,
        message:
          'Load tests are switched off in the configuration ("meshplane.performance.enabled")',
      };
    const value = await this.#options.stores.killSwitch.get();
    return value.enabled
      ? { enabled: true }
      : { enabled: false, message: switchedOff(value) };
  }

  async #runnerProblems(input: ProfileRow['input']): Promise<GuardProblem[]> {
    const { type } = input.runner;
    const runner = this.#options.runners.find(one => one.type === type);
    if (!runner)
      return [
        {
          path: 'runner.type',
          message: `This backend has no runner "${type}"`,
        },
      ];
    const problems = (await runner.check?.(input)) ?? [];
    return problems.map(message => ({ path: 'runner', message }));
  }

  #rowOf(request: EnqueueRequest): RunRow {
    const { newId, now } = this.#options;
    const { input, profile } = request;
    const targets = targetsOf(input);
    return {
      id: newId(),
      name: input.name,
      state: 'queued',
      profileId: profile?.id,
      profileVersion: profile?.version,
      entityRef: input.entityRef,
      cluster:
        input.runner.type === 'local'
          ? input.measured[0]?.cluster
          : input.runner.cluster,
      targets,
      queueKey: targets.join(','),
      runner: input.runner,
      generator: generatorOf(input),
      origin: request.origin,
      release: request.release,
      labels: request.labels ?? {},
      note: request.note ?? '',
      createdAt: now().toISOString(),
      createdBy: request.by,
      baseline: false,
      experiment: request.experiment,
      scheduleId: request.scheduleId,
    };
  }
}

/** Whether a row changes no more. */
export function isFinished({ state }: Pick<RunRow, 'state'>): boolean {
  return finishedRunStates.includes(state);
}

function generatorOf({ runner }: ProfileRow['input']) {
  return runner.type === 'k6-operator' ? 'k6' : runner.generator;
}

/** `host:port` of every endpoint, sorted. */
function targetsOf({ load }: ProfileRow['input']): string[] {
  const targets = load.endpoints.flatMap(({ url }) => {
    try {
      return [hostAndPort(targetOf(url))];
    } catch {
      // The guard says what is wrong with it.
      return [];
    }
  });
  return [...new Set(targets)].sort();
}

/** A gate that cannot be applied would be found out only after the load was made. */
function gateProblems({ load }: ProfileRow['input']): GuardProblem[] {
  return load.gates.flatMap((gate, index) => {
    try {
      createLiveGates([gate], load);
      return [];
    } catch (error) {
      return [
        {
          path: `load.gates.${index}`,
          message: error instanceof Error ? error.message : String(error),
        },
      ];
    }
  });
}
