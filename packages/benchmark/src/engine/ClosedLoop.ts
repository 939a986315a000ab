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
import type { Recorder } from './Recorder';
import type { Sender } from './Sender';

/**
 * Closed loop: every slot sends again as soon as it is free. It finds the maximum throughput; its latencies say little,
 * because a slow server is asked less.
 */
export class ClosedLoop implements Sender {
  #running = false;
  #stopped = false;
  #measuredStart = Infinity;
  /** Slots that came up before the start. */
  readonly #waiting: { lane: number; slot: Slot }[] = [];

  constructor(
    private readonly warmupMs: number,
    /** By lane; indexes into `endpoints` of the lane. */
    private readonly pickers: EndpointPicker[],
    /** Endpoint indexes by lane. */
    private readonly endpoints: number[][],
    private readonly recorder: Recorder,
  ) {}

  start(startAt: number): void {
    this.#running = true;
    this.#measuredStart = startAt + this.warmupMs;
    for (const { lane, slot } of this.#waiting.splice(0)) {
      if (slot.usable) {
        this.onFree(lane, slot);
      }
    }
  }

  onFree(lane: number, slot: Slot): void {
    if (!this.#running) {
      if (!this.#stopped) {
        this.#waiting.push({ lane, slot });
      }
      return;
    }
    const now = performance.now();
    const endpoint = this.endpoints[lane][this.pickers[lane].next()];
    slot.intended = now;
    slot.sentAt = now;
    slot.endpoint = endpoint;
    slot.measured = now >= this.#measuredStart;
    if (slot.measured) {
      this.recorder.onScheduled(now);
      this.recorder.onSent(slot, now);
    }
    slot.send(endpoint);
  }

  stop(): void {
    this.#running = false;
    this.#stopped = true;
  }
}
