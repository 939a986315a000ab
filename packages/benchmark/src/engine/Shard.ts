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

import { EventLoopUtilization, performance } from 'node:perf_hooks';
import type { LoadProfile } from '../model/profile';
import { createTransport } from '../transport/createTransport';
import { originsOf, prepareEndpoints } from '../transport/endpoints';
import { createLookup } from '../transport/lookup';
import type { Slot, Transport } from '../transport/Slot';
import { cpuSeconds } from './cpuSeconds';
import { createSender } from './createSender';
import { measuredSecondsOf, ShardPlan } from './plan';
import { RecordedShard, Recorder } from './Recorder';
import type { Sender } from './Sender';
import type { SliceDelta } from './SecondSlices';

const DEFAULT_STREAMS = 10;

/** How the connect phase of a shard went. */
export interface ShardReady {
  connected: number;
  connections: number;
  /** Message of the last failed attempt. */
  failure?: string;
}

/** Where a shard is, once a second. */
export interface ShardProgress {
  phase: 'warm-up' | 'measured' | 'drain';
  /** Milliseconds of the measured phase so far. */
  measuredMs: number;
  slices: SliceDelta[];
}

/** What a shard has to tell at its end. */
export interface ShardResult extends RecordedShard {
  /** Real length of the measured phase. */
  measuredSeconds: number;
  /** Of the shard's thread in the measured phase. */
  cpuSeconds: number;
  eventLoopUtilization: number;
  slices: SliceDelta[];
}

/**
 * One thread's part of a run: connect, warm up on the same connections, measure, drain. Whatever could take time beside
 * sending and recording is left to the other side.
 */
export class Shard {
  readonly #plan: ShardPlan;
  readonly #recorder: Recorder;
  readonly #transports: Transport[];
  readonly #sender: Sender;
  readonly #onProgress: (progress: ShardProgress) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  #measuredStart = Infinity;
  #measuredEnd = Infinity;
  #phase: ShardProgress['phase'] = 'warm-up';
  #cpuAtStart = 0;
  #loopAtStart: EventLoopUtilization | undefined;
  #usage = { cpuSeconds: 0, eventLoopUtilization: 0 };
  #drained: (() => void) | undefined;
  #resolve: (result: ShardResult) => void = () => {};
  /** Resolves after the drain. */
  readonly done: Promise<ShardResult>;

  constructor(plan: ShardPlan, onProgress: (progress: ShardProgress) => void) {
    const { profile } = plan;
    const endpoints = prepareEndpoints(profile);
    const origins = originsOf(endpoints);
    const requestsPerConnection = requestsPerConnectionOf(profile);
    this.#plan = plan;
    this.#onProgress = onProgress;
    this.#recorder = new Recorder(measuredSecondsOf(profile), endpoints.length);
    this.#sender = createSender(
      plan,
      endpoints,
      origins,
      requestsPerConnection,
      this.#recorder,
    );
    const lookup = createLookup(plan.pinned);
    this.#transports = origins.map((origin, lane) =>
      createTransport(
        profile.transport,
        {
          origin,
          endpoints,
          connections: plan.connections[lane],
          requestsPerConnection,
          timeoutMs: profile.timeoutSeconds * 1000,
          tls: profile.tls,
          lookup,
        },
        {
          onFree: (slot: Slot) => this.#sender.onFree(lane, slot),
          onSettled: (slot, settlement, status, bytes) => {
            if (slot.measured) {
              this.#recorder.onSettled(slot, settlement, status, bytes);
            }
            if (this.#drained) {
              this.#checkDrained();
            }
          },
          onConnectFailed: (outcome, message) =>
            this.#recorder.onConnectFailed(outcome, message),
          onReconnect: idle => this.#recorder.onReconnect(idle),
        },
      ),
    );
    this.done = new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  /** Opens the connections. Resolves when each is up or has failed once. */
  async connect(): Promise<ShardReady> {
    for (const transport of this.#transports) {
      transport.start();
    }
    await Promise.all(this.#transports.map(({ settled }) => settled));
    return {
      connected: this.#transports.reduce((sum, t) => sum + t.connected, 0),
      connections: this.#plan.connections.reduce((sum, n) => sum + n, 0),
      failure: this.#recorder.lastConnectFailure,
    };
  }

  /** @param startAt - begin of the warm-up in milliseconds since 1970, so that all threads begin together. */
  start(startAt: number): void {
    const { profile } = this.#plan;
    const begin = startAt - performance.timeOrigin;
    this.#measuredStart = begin + profile.warmupSeconds * 1000;
    this.#recorder.begin(this.#measuredStart);
    this.#after(begin, () => this.#sender.start(begin));
    this.#after(this.#measuredStart, () => this.#beginMeasured());
    const end = this.#measuredStart + measuredSecondsOf(profile) * 1000;
    this.#after(end, () => this.#endMeasured(end, profile.drainSeconds));
    this.#reportEverySecond();
  }

  /**
   * Ends the run before its time: nothing more is sent, what is in flight has a moment to come back.
   *
   * @param drainSeconds - at most this long, and not longer than the profile says.
   */
  stop(drainSeconds: number): void {
    if (this.#phase !== 'drain') {
      this.#endMeasured(
        performance.now(),
        Math.min(drainSeconds, this.#plan.profile.drainSeconds),
      );
    }
  }

  #beginMeasured(): void {
    this.#phase = 'measured';
    this.#cpuAtStart = cpuSeconds();
    this.#loopAtStart = performance.eventLoopUtilization();
  }

  #endMeasured(end: number, drainSeconds: number): void {
    this.#clearTimers();
    this.#sender.stop();
    this.#measuredEnd = Math.max(
      Math.min(end, performance.now()),
      Math.min(this.#measuredStart, performance.now()),
    );
    if (this.#loopAtStart) {
      this.#usage = {
        cpuSeconds: cpuSeconds() - this.#cpuAtStart,
        eventLoopUtilization: performance.eventLoopUtilization(
          this.#loopAtStart,
        ).utilization,
      };
    }
    this.#phase = 'drain';
    this.#reportEverySecond();
    this.#drained = () => this.#finish();
    this.#after(performance.now() + drainSeconds * 1000, () =>
      this.#drained?.(),
    );
    this.#checkDrained();
  }

  #checkDrained(): void {
    if (this.#transports.every(transport => transport.inFlight === 0)) {
      this.#drained?.();
    }
  }

  #finish(): void {
    this.#drained = undefined;
    this.#clearTimers();
    for (const transport of this.#transports) {
      transport.close();
    }
    const connections = this.#plan.connections.reduce((sum, n) => sum + n, 0);
    this.#resolve({
      ...this.#recorder.finish(connections),
      ...this.#usage,
      measuredSeconds:
        Math.max(0, this.#measuredEnd - this.#measuredStart) / 1000,
      slices: this.#recorder.takeSlices(),
    });
  }

  #reportEverySecond(): void {
    const timer = setInterval(() => {
      this.#onProgress({
        phase: this.#phase,
        measuredMs: Math.max(
          0,
          Math.min(performance.now(), this.#measuredEnd) - this.#measuredStart,
        ),
        slices: this.#recorder.takeSlices(),
      });
    }, 1000);
    this.#timers.add(timer);
  }

  #after(time: number, action: () => void): void {
    this.#timers.add(
      setTimeout(action, Math.max(0, Math.ceil(time - performance.now()))),
    );
  }

  #clearTimers(): void {
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }
}

function requestsPerConnectionOf(profile: LoadProfile): number {
  if (profile.transport === 'http2' || profile.transport === 'grpc') {
    return profile.streams ?? DEFAULT_STREAMS;
  }
  return profile.load.model === 'closed' ? profile.load.pipelining : 1;
}
