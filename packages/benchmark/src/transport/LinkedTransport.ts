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

import { DeadlineQueue } from './DeadlineQueue';
import type { Link, LinkShared } from './Link';
import type { Transport, TransportEvents } from './Slot';
import type { TransportOptions } from './TransportOptions';

/** What every connection of a transport gets. */
export interface TransportShared extends LinkShared {
  options: TransportOptions;
  deadlines: DeadlineQueue;
}

/** A transport that is a number of equal connections. */
export class LinkedTransport implements Transport {
  readonly settled: Promise<void>;
  readonly #links: Link[];
  readonly #deadlines: DeadlineQueue;

  constructor(
    options: TransportOptions,
    events: TransportEvents,
    createLink: (shared: TransportShared) => Link,
  ) {
    let open = options.connections;
    let resolve: () => void;
    this.settled = new Promise(done => {
      resolve = done;
    });
    this.#deadlines = new DeadlineQueue(options.timeoutMs);
    const shared: TransportShared = {
      options,
      events,
      timeoutMs: options.timeoutMs,
      deadlines: this.#deadlines,
      onFirstOutcome: () => {
        open--;
        if (open === 0) {
          resolve();
        }
      },
    };
    this.#links = Array.from({ length: options.connections }, () =>
      createLink(shared),
    );
  }

  start(): void {
    for (const link of this.#links) {
      link.connect();
    }
  }

  get connected(): number {
    return this.#links.filter(link => link.up).length;
  }

  get inFlight(): number {
    return this.#links.reduce((sum, link) => sum + link.inFlight, 0);
  }

  close(): void {
    this.#deadlines.close();
    for (const link of this.#links) {
      link.close();
    }
  }
}
