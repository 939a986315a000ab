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

import type { Timing } from '../timing';

interface Timer {
  at: number;
  callback: () => void;
}

/** A clock that a test moves on by hand. Chance is always in the middle, so that jitter adds nothing. */
export class FakeTiming implements Timing {
  #now = Date.parse('2026-01-01T00:00:00Z');
  #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Delay until the next timer in milliseconds; undefined if there is none. */
  nextDelay(): number | undefined {
    const times = [...this.#timers].map(({ at }) => at);
    return times.length ? Math.min(...times) - this.#now : undefined;
  }

  /** Lets time pass, runs what is due in its order, and lets promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers]
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at)[0];
      if (!due) {
        break;
      }
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything that waits for promises only come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise<void>(resolve => {
      setImmediate(resolve);
    });
  }
}
