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

import { DeadlineQueue } from '../DeadlineQueue';
import type { Transport, TransportEvents } from '../Slot';
import type { TransportOptions } from '../TransportOptions';
import { Http1Connection } from './Http1Connection';
import { serializeRequest } from './serializeRequest';

const READ_BUFFER_BYTES = 64 * 1024;

/** HTTP/1.1 over plain sockets or TLS with our own parser: the fast transport. */
export class Http1Transport implements Transport {
  readonly settled: Promise<void>;
  readonly #connections: Http1Connection[];
  readonly #deadlines: DeadlineQueue;

  constructor(options: TransportOptions, events: TransportEvents) {
    let open = options.connections;
    let resolve: () => void;
    this.settled = new Promise(done => {
      resolve = done;
    });
    this.#deadlines = new DeadlineQueue(options.timeoutMs);
    const shared = {
      options,
      events,
      deadlines: this.#deadlines,
      requests: options.endpoints.map(serializeRequest),
      readBuffer: Buffer.alloc(READ_BUFFER_BYTES),
      onFirstOutcome: () => {
        open--;
        if (open === 0) {
          resolve();
        }
      },
    };
    this.#connections = Array.from(
      { length: options.connections },
      () => new Http1Connection(shared),
    );
  }

  start(): void {
    for (const connection of this.#connections) {
      connection.connect();
    }
  }

  get connected(): number {
    return this.#connections.filter(connection => connection.up).length;
  }

  get inFlight(): number {
    return this.#connections.reduce((sum, c) => sum + c.inFlight, 0);
  }

  close(): void {
    this.#deadlines.close();
    for (const connection of this.#connections) {
      connection.close();
    }
  }
}
