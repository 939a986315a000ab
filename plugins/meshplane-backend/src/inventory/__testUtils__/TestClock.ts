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

import type { Clock } from '../clock';

interface Timer {
  due: number;
  milliseconds: number;
  callback: () => void;
}

/**
 * A clock for tests. Short timers fire as soon as the event loop is free, with the time moved on accordingly; longer ones
 * wait for {@link TestClock.elapse}.
 */
export class TestClock implements Clock {
  private time = Date.parse('2026-03-01T00:00:00Z');
  private readonly timers = new Set<Timer>();

  constructor(private readonly longMs = 1_000) {}

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  schedule(callback: () => void, milliseconds: number): () => void {
    if (milliseconds < this.longMs) {
      const immediate = setImmediate(() => {
        this.time += milliseconds;
        callback();
      });
      return () => clearImmediate(immediate);
    }
    const timer = { due: this.time + milliseconds, milliseconds, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Lets so much time pass and fires what is due in it. */
  elapse(milliseconds: number): void {
    this.time += milliseconds;
    for (const timer of [...this.timers]) {
      if (timer.due <= this.time && this.timers.delete(timer)) timer.callback();
    }
  }

  /** Waits that have not ended, shortest first, in milliseconds from their beginning. */
  pending(): number[] {
    return [...this.timers]
      .map(({ milliseconds }) => milliseconds)
      .sort((a, b) => a - b);
  }
}
