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

import type { Slot } from '../transport/Slot';
import { Backlog } from './Backlog';

/** The free slots of one origin and the requests to it that wait for one. */
export class Lane {
  readonly backlog: Backlog;
  /** Ring of free slots, first in, first out, so that all connections are used alike. */
  readonly #free: (Slot | undefined)[];
  #head = 0;
  #length = 0;

  constructor(slots: number, backlogCap: number) {
    this.backlog = new Backlog(backlogCap);
    this.#free = new Array(slots).fill(undefined);
  }

  offer(slot: Slot): void {
    if (!slot.offered) {
      slot.offered = true;
      this.#free[(this.#head + this.#length) % this.#free.length] = slot;
      this.#length++;
    }
  }

  /**
   * Puts first slots of all connections before second ones: connections come up with all their slots at once, and the
   * first of them would otherwise get all requests of the beginning.
   */
  interleave(): void {
    const slots: Slot[] = [];
    for (let slot = this.take(); slot !== undefined; slot = this.take()) {
      slots.push(slot);
    }
    slots.sort((a, b) => a.position - b.position);
    slots.forEach(slot => this.offer(slot));
  }

  /** A slot that can send now; slots whose connection has gone meanwhile are forgotten until they are offered again. */
  take(): Slot | undefined {
    while (this.#length > 0) {
      const slot = this.#free[this.#head]!;
      this.#free[this.#head] = undefined;
      this.#head = (this.#head + 1) % this.#free.length;
      this.#length--;
      slot.offered = false;
      if (slot.usable) {
        return slot;
      }
    }
    return undefined;
  }
}
