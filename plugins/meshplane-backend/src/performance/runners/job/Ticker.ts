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

import type { Timing } from '../../../clusters/timing';

const TICK_MS = 1000;

/** Waits a second, or until something has happened that is worth a look at once. */
export class Ticker {
  #woken = false;
  #wake: () => void = () => {};

  constructor(private readonly timing: Timing) {}

  async next(): Promise<void> {
    if (!this.#woken)
      await new Promise<void>(resolve => {
        const stop = this.timing.schedule(TICK_MS, resolve);
        this.#wake = () => {
          stop();
          resolve();
        };
      });
    this.#woken = false;
    this.#wake = () => {};
  }

  wake(): void {
    this.#woken = true;
    this.#wake();
  }
}
