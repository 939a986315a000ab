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
import type { Slot } from './Slot';

/**
 * Time limits of the requests in flight with one timer.
 *
 * All requests have the same time limit, so the order of sending is the order of deadlines: a linked list through the
 * slots, appended to and unlinked in constant time. The timer is set for the oldest; when that has been answered
 * meanwhile, it is set again for the then oldest, so it fires about once per time limit, not per request.
 */
export class DeadlineQueue {
  #first: Slot | undefined;
  #last: Slot | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly timeoutMs: number) {}

  add(slot: Slot): void {
    slot.waiting = true;
    slot.later = undefined;
    slot.earlier = this.#last;
    if (this.#last) {
      this.#last.later = slot;
    } else {
      this.#first = slot;
    }
    this.#last = slot;
    if (this.#timer === undefined) {
      this.#arm(this.timeoutMs);
    }
  }

  remove(slot: Slot): void {
    if (!slot.waiting) {
      return;
    }
    slot.waiting = false;
    if (slot.earlier) {
      slot.earlier.later = slot.later;
    } else {
      this.#first = slot.later;
    }
    if (slot.later) {
      slot.later.earlier = slot.earlier;
    } else {
      this.#last = slot.earlier;
    }
    slot.earlier = undefined;
    slot.later = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(milliseconds: number): void {
    this.#timer = setTimeout(
      this.#expire,
      Math.max(1, Math.ceil(milliseconds)),
    );
  }

  #expire = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    while (this.#first && this.#first.sentAt + this.timeoutMs <= now) {
      const slot = this.#first;
      this.remove(slot);
      slot.expire();
    }
    // Expiring can send and with that arm the timer.
    if (this.#first && this.#timer === undefined) {
      this.#arm(this.#first.sentAt + this.timeoutMs - now);
    }
  };
}
