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
  type AbortReason,
  createLiveGates,
  LiveMerger,
  mergeResults,
  type RunResult,
  type ShardControl,
  type ShardMessage,
} from '@meshplane/benchmark';
import type { ResourceUse } from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../../clusters/timing';
import type { RunnerOutcome, RunnerRequest } from '../Runner';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { CONTROL_ANNOTATION } from '../kube/names';
import { liveStateOf } from '../liveStateOf';
import { PodBoard } from './PodBoard';
import { StartBarrier } from './StartBarrier';
import { Ticker } from './Ticker';

const SECOND = 1000;
/** After a stop, shards have this long beside their drain to give their results. */
const STOP_GRACE_MS = 20 * SECOND;
/** After the planned end, this long. */
const END_GRACE_MS = 60 * SECOND;

type ResultMessage = Extract<ShardMessage, { type: 'result' }>;
type Live = Extract<ShardMessage, { type: 'live' }>;

export interface ShardedRunOptions {
  api: NamespaceApi;
  jobName: string;
  shards: number;
  request: RunnerRequest;
  startTimeoutMs: number;
  /** From the begin of the warm-up to the end of the drain. */
  plannedMs: number;
  timing: Timing;
}

/** One run with the engine of this project in the pods of a Job: start together, watch, stop, collect, put together. */
export class ShardedRun {
  readonly #options: ShardedRunOptions;
  readonly #board: PodBoard;
  readonly #barrier: StartBarrier;
  readonly #ticker: Ticker;
  readonly #live: LiveMerger;
  readonly #told: Set<number>;
  #second = 0;
  readonly #results = new Map<number, ResultMessage>();
  readonly #errors = new Map<number, string>();
  readonly #logs = new AbortController();
  readonly #gates: ReturnType<typeof createLiveGates>;
  #failure: Error | undefined;
  #aborted: AbortReason | undefined;

  constructor(options: ShardedRunOptions) {
    const { api, jobName, shards, request, startTimeoutMs, timing } = options;
    this.#options = options;
    this.#barrier = new StartBarrier(shards, timing);
    this.#ticker = new Ticker(timing);
    this.#live = new LiveMerger(request.load, shards);
    this.#told = new Set();
    this.#gates = createLiveGates(
      request.load.gates.filter(({ metric }) => isLive(metric)),
      request.load,
    );
    this.#board = new PodBoard({
      api,
      jobName,
      runId: request.runId,
      shards,
      startTimeoutMs,
      timing,
      signal: this.#logs.signal,
      onMessage: message => this.#take(message),
    });
  }

  /**
   * Runs until every shard has given its result or is lost.
   *
   * @throws Error if no shard gave one; the message says why
   */
  async run(): Promise<RunnerOutcome> {
    const { request } = this.#options;
    this.#sayWhatGatesCannotEnd();
    const wake = () => this.#ticker.wake();
    request.signal.addEventListener('abort', wake);
    try {
      const started = await this.#start();
      if (started) await this.#measure();
      await this.#stop();
      return this.#outcome();
    } finally {
      request.signal.removeEventListener('abort', wake);
      this.#logs.abort();
    }
  }

  get #stopWanted(): boolean {
    return (
      this.#options.request.signal.aborted ||
      this.#aborted !== undefined ||
      this.#errors.size > 0 ||
      this.#failure !== undefined ||
      this.#lost().length > 0 ||
      // One that could not connect does not wait for the start.
      (this.#barrier.startAt === undefined && this.#results.size > 0)
    );
  }

  /** Every shard has said its last word. */
  get #over(): boolean {
    return this.#board.shards.every(
      ({ index, over }) =>
        over || this.#results.has(index) || this.#errors.has(index),
    );
  }

  /** @returns false if the run is to end before it has begun */
  async #start(): Promise<boolean> {
    const { shards, startTimeoutMs, timing, request } = this.#options;
    const barrier = this.#barrier;
    const deadline = timing.now() + startTimeoutMs;
    const until = (done: () => boolean, what: string) =>
      this.#until(done, deadline, () => this.#lateMessage(what));
    if (!(await until(() => barrier.allReady, 'ready'))) return false;
    if (shards > 1) {
      barrier.asked();
      await this.#tell({ prepare: true });
      if (!(await until(() => barrier.allPrepared, 'prepared'))) return false;
    }
    const startAt = barrier.choose();
    await this.#tell({ startAt });
    const armed = await this.#until(
      () => barrier.allArmed,
      barrier.deadline!,
      () => this.#lateMessage('armed'),
    );
    if (armed)
      request.onMessage(
        shards > 1
          ? `${shards} shards begin together at ${new Date(
              startAt,
            ).toISOString()}`
          : `The load begins at ${new Date(startAt).toISOString()}`,
      );
    return armed;
  }

  async #measure(): Promise<void> {
    const { plannedMs, timing } = this.#options;
    const end = timing.now() + plannedMs + END_GRACE_MS;
    await this.#until(
      () => this.#over,
      end,
      () =>
        new Error(
          'The shards did not give their results after their planned end',
        ),
    );
  }

  /** Asks every shard to end, and waits for what they have measured. */
  async #stop(): Promise<void> {
    // Nobody has connected yet: there is nothing to wait for.
    if (this.#over || this.#barrier.noneReady) return;
    const { timing, request } = this.#options;
    await this.#tell({ startAt: this.#barrier.startAt, stop: true }).catch(
      () => {},
    );
    const end =
      timing.now() + request.load.drainSeconds * SECOND + STOP_GRACE_MS;
    while (!this.#over && timing.now() < end) {
      await this.#look();
      if (!this.#over) await this.#ticker.next();
    }
  }

  /** @returns whether it was done; false if the run is to end */
  async #until(
    done: () => boolean,
    deadline: number,
    late: () => Error,
  ): Promise<boolean> {
    for (;;) {
      if (done()) return true;
      if (this.#stopWanted) return false;
      if (this.#options.timing.now() >= deadline) {
        this.#failure = late();
        return false;
      }
      await this.#look();
      if (!this.#stopWanted) await this.#ticker.next();
    }
  }

  async #look(): Promise<void> {
    await this.#board.look().catch(error => {
      // Once the load goes on, an API server that is away for a while is no reason to end it.
      if (this.#barrier.startAt === undefined) this.#failure = error;
    });
    if (!this.#barrier.allReady && !this.#failure) {
      const trouble = await this.#board.trouble();
      if (trouble) this.#failure = new Error(trouble);
    }
  }

  async #tell(control: ShardControl): Promise<void> {
    await Promise.all(
      this.#board.shards.map(({ pod, over }) =>
        pod && !over
          ? this.#options.api.patch('pods', pod.metadata.name, {
              metadata: {
                annotations: { [CONTROL_ANNOTATION]: JSON.stringify(control) },
              },
            })
          : undefined,
      ),
    );
  }

  #take(message: ShardMessage): void {
    try {
      this.#barrier.take(message);
      if (message.type === 'live') this.#takeLive(message);
      else if (message.type === 'result')
        this.#results.set(message.shard, message);
      else if (message.type === 'error')
        this.#errors.set(message.shard, message.message);
    } catch (error) {
      this.#failure ??= error as Error;
    }
    if (message.type !== 'live') this.#ticker.wake();
  }

  #takeLive(message: Live) {
    const { request, shards } = this.#options;
    this.#live.add(message.shard, message);
    this.#told.add(message.shard);
    const view = this.#live.view();
    const second = Math.floor(view.elapsedSeconds);
    // Of a log that was read late, several seconds come at once.
    if (second === this.#second && this.#told.size < shards) return;
    this.#second = second;
    this.#told.clear();
    request.onLive(liveStateOf(view, request.load.load));
    const seconds = this.#live.takeSeconds();
    if (seconds.length > 0) request.onSeconds(seconds);
    if (view.phase === 'measured' && !this.#aborted) {
      this.#aborted = this.#gates.shouldAbort(view);
      if (this.#aborted) this.#ticker.wake();
    }
  }

  /** Shards that ended without a result. */
  #lost() {
    return this.#board.shards.filter(
      ({ index, over }) => over && !this.#results.has(index),
    );
  }

  #outcome(): RunnerOutcome {
    const { request, shards } = this.#options;
    const missing = this.#board.shards
      .filter(({ index }) => !this.#results.has(index))
      .map(shard => {
        const said = this.#errors.get(shard.index);
        return said === undefined
          ? this.#board.describe(shard)
          : `Shard ${shard.index}: ${said}`;
      });
    const results = [...this.#results.values()].sort(
      (a, b) => a.shard - b.shard,
    );
    if (results.length === 0 || !this.#hasBegun(results))
      throw this.#failure ?? new Error(this.#why(missing));
    if (this.#failure) missing.unshift(this.#failure.message);
    const from = Math.min(...results.map(({ measuredFrom }) => measuredFrom));
    const merged = mergeResults(
      results.map(({ shard, result }) => ({ name: `shard ${shard}`, result })),
      {
        id: request.runId,
        startedAt: new Date(Math.round(from)).toISOString(),
        missing,
      },
    );
    const result = this.#ended(merged);
    return {
      result: {
        ...result,
        generator: {
          ...result.generator,
          caveats: [
            ...result.generator.caveats,
            ...(shards > 1
              ? [`Made by ${shards} pods that began together`]
              : []),
          ],
        },
      },
      window: { from, to: from + result.measuredSeconds * SECOND },
      hosts: [
        ...new Set(
          this.#board.shards.flatMap(({ pod }) => pod?.spec.nodeName ?? []),
        ),
      ],
      generatorUse: useOf(results),
    };
  }

  /** A run that a cancel ended before its begin has a result too. */
  #hasBegun(results: ResultMessage[]): boolean {
    return (
      this.#barrier.allArmed ||
      this.#options.request.signal.aborted ||
      results.every(({ result }) => result.end === 'failed')
    );
  }

  #why(missing: readonly string[]): string {
    if (this.#options.request.signal.aborted && missing.length > 0)
      return `It was cancelled before the load began: ${missing.join('; ')}`;
    return missing.join('; ');
  }

  #ended(result: RunResult): RunResult {
    const aborted = this.#aborted;
    if (!aborted) return result;
    return {
      ...result,
      end: result.end === 'failed' ? 'failed' : 'aborted-by-gate',
      warnings: [...result.warnings, `Ended by a gate: ${aborted.message}`],
      gates: result.gates.map(gate =>
        gate.metric === aborted.metric && gate.threshold === aborted.threshold
          ? {
              ...gate,
              verdict: 'fail',
              aborted: true,
              message: aborted.message,
            }
          : gate,
      ),
    };
  }

  #lateMessage(step: string): Error {
    const said = {
      ready: 'were not ready in time',
      prepared: 'did not answer in time',
      armed: 'did not hear of the start in time',
    }[step];
    const missing = this.#barrier.missing(step as 'ready');
    return new Error(
      `${missing.length} of ${this.#options.shards} shards ${said}: ${missing
        .map(index => this.#board.describe(this.#board.shards[index]))
        .join('; ')}`,
    );
  }

  #sayWhatGatesCannotEnd() {
    const { load, onMessage } = this.#options.request;
    for (const { metric, threshold, abort } of load.gates)
      if (abort && !isLive(metric))
        onMessage(
          `The gate "${metric} ${threshold}" is judged at the end only: shards do not tell "${metric}" while they run`,
        );
  }
}

/** What shards tell every second has response latency and counts of the whole, nothing else. */
function isLive(metric: string): boolean {
  return metric !== 'service' && !metric.includes('{');
}

/** What all pods of the generator used together; throttled is that of the worst. */
function useOf(results: readonly ResultMessage[]): ResourceUse {
  const sum = (key: 'cpuMean' | 'memoryMean' | 'memoryMax') =>
    results.every(({ use }) => use[key] !== undefined)
      ? results.reduce((total, { use }) => total + use[key]!, 0)
      : undefined;
  const throttled = results.flatMap(({ use }) => use.throttled ?? []);
  return {
    role: 'generator',
    cpuMean: sum('cpuMean'),
    memoryMean: sum('memoryMean'),
    memoryMax: sum('memoryMax'),
    throttled: throttled.length > 0 ? Math.max(...throttled) : undefined,
    samples: Math.min(...results.map(({ use }) => use.samples)),
  };
}
