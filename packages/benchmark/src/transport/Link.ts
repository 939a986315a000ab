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

import type { Outcome } from '../model/result';
import { backoffMs } from './connectErrors';
import type { TransportEvents } from './Slot';

/** What the connections of one transport share. */
export interface LinkShared {
  timeoutMs: number;
  events: TransportEvents;
  /** The connection came up, or failed, for the first time. */
  onFirstOutcome(): void;
}

/**
 * The life of one place for a connection: connect, be up, be replaced, with a pause where connecting fails or leads
 * nowhere. What a connection is and how requests go over it is the subclass's.
 */
export abstract class Link {
  up = false;
  #failures = 0;
  #hadOutcome = false;
  #timer: NodeJS.Timeout | undefined;
  protected closed = false;

  constructor(private readonly shared: LinkShared) {}

  abstract get inFlight(): number;

  /** Opens the socket; ends in `onUp` or `connectFailed`. */
  protected abstract open(): void;
  /** Destroys the socket and forgets its listeners. */
  protected abstract discard(): void;
  /** Settles all that is in flight as `aborted_at_end`. */
  protected abstract abort(): void;

  connect(): void {
    if (this.closed) {
      return;
    }
    this.#timer = setTimeout(
      () => this.connectFailed('connect_timeout', 'No answer in time'),
      this.shared.timeoutMs,
    );
    this.open();
  }

  close(): void {
    this.closed = true;
    this.drop();
    this.abort();
  }

  protected onUp(): void {
    clearTimeout(this.#timer);
    this.up = true;
    this.#firstOutcome();
  }

  /** The connection has given an answer: it is worth replacing without a pause. */
  protected onAnswer(): void {
    this.#failures = 0;
  }

  protected connectFailed(outcome: Outcome, message: string): void {
    this.drop();
    this.#failures++;
    this.shared.events.onConnectFailed(outcome, message);
    this.#firstOutcome();
    this.#connectLater();
  }

  protected drop(): void {
    clearTimeout(this.#timer);
    this.up = false;
    this.discard();
  }

  /** @param idle - whether the connection that has gone had no request. */
  protected replace(idle: boolean): void {
    if (this.closed) {
      return;
    }
    this.shared.events.onReconnect(idle);
    // A connection that gave no answer since the last failure is as good as a refused one: a server that accepts and
    // closes must not make the generator spin.
    if (this.#failures++ === 0) {
      this.connect();
    } else {
      this.#connectLater();
    }
  }

  #connectLater(): void {
    if (!this.closed) {
      this.#timer = setTimeout(() => this.connect(), backoffMs(this.#failures));
    }
  }

  #firstOutcome(): void {
    if (!this.#hadOutcome) {
      this.#hadOutcome = true;
      this.shared.onFirstOutcome();
    }
  }
}
