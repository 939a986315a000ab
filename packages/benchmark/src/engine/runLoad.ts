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

import { randomUUID } from 'node:crypto';
import { createLiveGates } from '../gates/liveGates';
import { LoadProfileInput, loadProfileSchema } from '../model/profile';
import type { RunResult, Slice } from '../model/result';
import {
  originsOf,
  prepareEndpoints,
  PreparedEndpoint,
} from '../transport/endpoints';
import type { PinnedAddresses } from '../transport/lookup';
import { requestHeaders } from '../transport/requestHeaders';
import { buildResult } from './buildResult';
import { throttledPeriods } from './cgroup';
import type { AbortReason, LiveGates, LiveView } from './live';
import { LiveState } from './LiveState';
import { type LoadShare, measuredSecondsOf, planShards } from './plan';
import type { ShardProgress, ShardReady } from './Shard';
import { launchInThread, ShardHandle, ShardLauncher } from './ShardHandle';

/** @public */
export interface RunLoadOptions {
  /** Ends the run; its result says `cancelled`. */
  signal?: AbortSignal;
  /** Told about every second. */
  onProgress?: (view: LiveView) => void;
  /**
   * Told the whole seconds of the measured phase while the run is going on, with their histograms; one that a late
   * answer changes comes again. Together they are what is left if the run is lost.
   */
  onSeconds?: (slices: Slice[]) => void;
  /** Gates that can end the run, and judge it; by default those of the profile. */
  gates?: LiveGates;
  /**
   * The addresses that a host name stands for, asked once per name before anything is sent; nothing else is contacted.
   * For callers that must check where a load goes. By default, the system's resolver is asked.
   */
  resolve?: (host: string) => Promise<string[]>;
  /** Goes on when no connection could be opened at all, instead of ending as `failed`. */
  startWithoutConnection?: boolean;
  /** Never sleeps between requests; for a processor core that nobody else needs. */
  spin?: boolean;
  /** Identity of the result; random by default. */
  id?: string;
  /** Makes only this part of the load; the result has what this part did. By default, all of it. */
  share?: LoadShare;
  /**
   * Asked when the connections are open; gives the begin of the warm-up in milliseconds since 1970 on this machine's clock,
   * for several generators that must begin together. By default at once.
   */
  awaitStart?: () => Promise<number>;
  /** @internal */
  launch?: ShardLauncher;
}

/** After a cancel or an abort, what is in flight has this long to come back. */
const EARLY_DRAIN_SECONDS = 1;
/** Threads need a moment to hear of the start, and must begin together. */
const START_DELAY_MS = 20;

/** Decides when a run ends before its time, and passes on how far it is. */
class RunControl {
  end: RunResult['end'] = 'complete';
  aborted: AbortReason | undefined;
  #handles: ShardHandle[] = [];
  #started = false;
  #stopping: { drainSeconds: number } | undefined;
  readonly #reported = new Set<number>();
  #onStopped: () => void = () => {};
  /** Resolves when the run is to end before its time. */
  readonly stopped = new Promise<void>(resolve => {
    this.#onStopped = resolve;
  });

  constructor(
    private readonly state: LiveState,
    private readonly options: RunLoadOptions & { gates: LiveGates },
  ) {}

  attach(handles: ShardHandle[]): void {
    this.#handles = handles;
    const { signal } = this.options;
    if (signal?.aborted) {
      this.#cancel();
    }
    signal?.addEventListener('abort', this.#cancel);
  }

  detach(): void {
    this.options.signal?.removeEventListener('abort', this.#cancel);
  }

  start(startAt: number): void {
    this.#started = true;
    for (const handle of this.#handles) {
      handle.start(startAt);
      if (this.#stopping) {
        handle.stop(this.#stopping.drainSeconds);
      }
    }
  }

  stop(end: RunResult['end'], drainSeconds: number): void {
    if (this.#stopping) {
      return;
    }
    this.end = end;
    this.#stopping = { drainSeconds };
    this.#onStopped();
    if (this.#started) {
      this.#handles.forEach(handle => handle.stop(drainSeconds));
    }
  }

  onProgress(shard: number, progress: ShardProgress): void {
    progress.slices.forEach(delta => this.state.add(delta));
    this.#reported.add(shard);
    if (this.#reported.size < this.#handles.length) {
      return;
    }
    this.#reported.clear();
    this.state.advance(progress.phase, progress.measuredMs / 1000);
    const { view } = this.state;
    this.options.onProgress?.(view);
    if (this.options.onSeconds) {
      const seconds = this.state.takeWholeSeconds();
      if (seconds.length > 0) this.options.onSeconds(seconds);
    }
    if (view.phase === 'measured' && !this.#stopping) {
      this.aborted = this.options.gates.shouldAbort(view);
      if (this.aborted) {
        this.stop('aborted-by-gate', EARLY_DRAIN_SECONDS);
      }
    }
  }

  #cancel = (): void => this.stop('cancelled', EARLY_DRAIN_SECONDS);
}

/**
 * Runs a load profile. The load comes from threads of its own, so the caller's event loop neither disturbs it nor is
 * kept busy by it.
 *
 * A run that the generator could not keep up with has a result too, marked `invalid`. One that ended early has what was
 * measured until then.
 *
 * @throws Error where the profile is not valid, a name cannot be resolved by `resolve`, or a thread fails.
 * @public
 */
export async function runLoad(
  input: LoadProfileInput,
  options: RunLoadOptions = {},
): Promise<RunResult> {
  const profile = loadProfileSchema.parse(input);
  const endpoints = prepareEndpoints(profile);
  endpoints.forEach(requestHeaders);
  const pinned = await pinAddresses(endpoints, options.resolve);
  const plans = planShards(
    profile,
    endpoints,
    { pinned, spin: options.spin ?? false },
    options.share,
  );
  const state = new LiveState(
    measuredSecondsOf(profile),
    endpoints.map(({ name }) => name),
  );
  const gates = options.gates ?? createLiveGates(profile.gates, profile);
  const control = new RunControl(state, { ...options, gates });
  const launch = options.launch ?? launchInThread;
  const handles = plans.map((plan, shard) =>
    launch(plan, progress => control.onProgress(shard, progress)),
  );
  try {
    control.attach(handles);
    const throttledBefore = throttledPeriods();
    // A cancel must not wait for connections that may take as long as the time limit.
    const ready = await Promise.race([
      Promise.all(handles.map(handle => handle.ready)),
      control.stopped.then(() => []),
    ]);
    const warnings = connectWarnings(ready);
    const connected = ready.reduce((sum, shard) => sum + shard.connected, 0);
    if (
      ready.length > 0 &&
      connected === 0 &&
      !options.startWithoutConnection
    ) {
      control.stop('failed', 0);
    }
    const startAt = await startOf(options, control);
    control.start(startAt);
    const shards = await Promise.all(handles.map(handle => handle.done));
    shards.forEach(shard => shard.slices.forEach(delta => state.add(delta)));
    const throttledAfter = throttledPeriods();
    const result = buildResult(
      {
        id: options.id ?? randomUUID(),
        profile,
        share: options.share,
        endpoints,
        startedAt: new Date(startAt + profile.warmupSeconds * 1000),
        end: control.end,
        warnings,
        throttledPeriods:
          throttledBefore === undefined || throttledAfter === undefined
            ? undefined
            : throttledAfter - throttledBefore,
        spin: options.spin ?? false,
        slices: state.slices(),
      },
      shards,
    );
    if (control.aborted) {
      result.warnings.push(`Ended by a gate: ${control.aborted.message}`);
    }
    result.gates = gates.judge(result, control.aborted);
    return result;
  } finally {
    control.detach();
    await Promise.all(handles.map(handle => handle.terminate()));
  }
}

/** A run that is stopped before its begin begins at once, and ends. */
async function startOf(
  { awaitStart }: RunLoadOptions,
  { end, stopped }: RunControl,
): Promise<number> {
  const soon = () => Date.now() + START_DELAY_MS;
  if (!awaitStart || end !== 'complete') return soon();
  return Promise.race([awaitStart(), stopped.then(soon)]);
}

async function pinAddresses(
  endpoints: readonly PreparedEndpoint[],
  resolve: RunLoadOptions['resolve'],
): Promise<PinnedAddresses> {
  const pinned: PinnedAddresses = {};
  if (resolve) {
    for (const { host } of originsOf(endpoints)) {
      pinned[host] = await resolve(host);
      if (pinned[host].length === 0) {
        throw new Error(`"${host}" has no address that may be used`);
      }
    }
  }
  return pinned;
}

function connectWarnings(ready: ShardReady[]): string[] {
  const connections = ready.reduce((sum, shard) => sum + shard.connections, 0);
  const connected = ready.reduce((sum, shard) => sum + shard.connected, 0);
  const failure = ready.find(shard => shard.failure)?.failure;
  if (connected === connections) {
    return [];
  }
  return [
    `${connected} of ${connections} connections could be opened at first${
      failure ? `: ${failure}` : ''
    }`,
  ];
}
