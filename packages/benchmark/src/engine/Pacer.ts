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

import { performance } from 'node:perf_hooks';
import type { Slot } from '../transport/Slot';
import type { EndpointPicker } from './EndpointPicker';
import { Lane } from './Lane';
import type { Recorder } from './Recorder';
import type { Arrivals } from './schedule';
import type { Sender } from './Sender';

/** Longest sleep between two looks at the clock. */
const MAX_SLEEP_MS = 50;

export interface PacerOptions {
  warmup: Arrivals;
  warmupMs: number;
  measured: Arrivals;
  picker: EndpointPicker;
  /** Index of the lane by index of the endpoint. */
  laneOf: number[];
  /** Slots by lane. */
  slots: number[];
  backlogCap: number;
  /** Never sleeps: exact to microseconds at the cost of a whole core, which must then be nobody else's. */
  spin: boolean;
}

/**
 * Open loop: sends requests at the times of a schedule, whatever the server does. A request that finds no free
 * connection waits in the backlog, and its latency counts from when it should have been sent.
 */
export class Pacer implements Sender {
  readonly #lanes: Lane[];
  #running = false;
  #warmupStart = 0;
  #measuredStart = 0;
  #inWarmup = true;
  /** Intended start of the next request; Infinity when there is none. */
  #next = Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: PacerOptions,
    private readonly recorder: Recorder,
  ) {
    this.#lanes = options.slots.map(
      slots => new Lane(slots, options.backlogCap),
    );
  }

  start(startAt: number): void {
    this.#warmupStart = startAt;
    this.#measuredStart = startAt + this.options.warmupMs;
    this.#running = true;
    this.#lanes.forEach(lane => lane.interleave());
    this.#advance();
    this.#loop();
  }

  onFree(lane: number, slot: Slot): void {
    this.#lanes[lane].offer(slot);
    if (this.#running) {
      this.#pump();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (!this.#running) {
      return;
    }
    this.#pump();
    this.#running = false;
    for (const { backlog } of this.#lanes) {
      for (; backlog.length > 0; backlog.shift()) {
        if (this.recorder.isMeasured(backlog.intended)) {
          this.recorder.onUnsent(backlog.intended, 'not_sent');
        }
      }
    }
  }

  #advance(): void {
    if (this.#inWarmup) {
      const time = this.options.warmup.next();
      if (time >= 0) {
        this.#next = this.#warmupStart + time;
        return;
      }
      this.#inWarmup = false;
    }
    const time = this.options.measured.next();
    this.#next = time < 0 ? Infinity : this.#measuredStart + time;
  }

  #pump(): void {
    const seen = performance.now();
    const { laneOf, picker } = this.options;
    while (this.#next <= seen) {
      const measured = !this.#inWarmup;
      const endpoint = picker.next();
      if (measured) {
        this.recorder.onScheduled(this.#next);
      }
      const { backlog } = this.#lanes[laneOf[endpoint]];
      if (!backlog.push(this.#next, seen, endpoint) && measured) {
        this.recorder.onUnsent(this.#next, 'dropped');
      }
      this.#advance();
    }
    for (const lane of this.#lanes) {
      this.#send(lane);
    }
  }

  #send(lane: Lane): void {
    const { backlog } = lane;
    if (backlog.length > this.recorder.maxBacklog) {
      this.recorder.maxBacklog = backlog.length;
    }
    while (backlog.length > 0) {
      const slot = lane.take();
      if (slot === undefined) {
        return;
      }
      const { seen, endpoint } = backlog;
      slot.intended = backlog.intended;
      slot.endpoint = endpoint;
      slot.measured = this.recorder.isMeasured(slot.intended);
      slot.sentAt = performance.now();
      backlog.shift();
      if (slot.measured) {
        this.recorder.onSent(slot, seen);
      }
      slot.send(endpoint);
    }
  }

  #loop = (): void => {
    this.#pump();
    if (!this.#running || this.#next === Infinity) {
      return;
    }
    if (this.options.spin) {
      setImmediate(this.#loop);
      return;
    }
    const sleep = Math.min(this.#next - performance.now(), MAX_SLEEP_MS);
    this.#timer = setTimeout(this.#loop, Math.max(1, sleep));
  };
}
