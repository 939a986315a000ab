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

import net from 'node:net';
import type { Outcome } from '../../model/result';
import { backoffMs, connectOutcome, requestOutcome } from '../connectErrors';
import type { DeadlineQueue } from '../DeadlineQueue';
import type { PreparedEndpoint } from '../endpoints';
import { openSocket, readyEvent } from '../openSocket';
import { Slot, TransportEvents } from '../Slot';
import type { TransportOptions } from '../TransportOptions';
import { INVALID, NEED_MORE, ResponseParser } from './ResponseParser';

/** What the connections of one transport share. */
export interface Http1Shared {
  options: TransportOptions;
  events: TransportEvents;
  deadlines: DeadlineQueue;
  /** By endpoint index. */
  requests: Buffer[];
  /** All sockets of a thread read into this one: what came is parsed before the next read. */
  readBuffer: Uint8Array;
  /** The connection came up, or failed, for the first time. */
  onFirstOutcome(): void;
}

export class Http1Slot extends Slot {
  bytes = 0;

  constructor(private readonly connection: Http1Connection) {
    super();
  }

  get usable(): boolean {
    return this.connection.up;
  }

  send(endpoint: number): void {
    this.endpoint = endpoint;
    this.connection.send(this);
  }

  expire(): void {
    this.connection.fail('request_timeout', this);
  }
}

/** One keep-alive connection, replaced by a new one whenever it ends. */
export class Http1Connection {
  up = false;
  readonly #slots: Http1Slot[];
  /** Slots with a request, in order of sending; answers come in the same order. */
  readonly #pending: Http1Slot[] = [];
  readonly #parser = new ResponseParser();
  #socket: net.Socket | undefined;
  #failures = 0;
  #hadOutcome = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly shared: Http1Shared) {
    this.#slots = Array.from(
      { length: shared.options.requestsPerConnection },
      () => new Http1Slot(this),
    );
  }

  get inFlight(): number {
    return this.#pending.length;
  }

  connect(): void {
    if (this.#closed) {
      return;
    }
    const { options } = this.shared;
    const socket = openSocket(options, ['http/1.1'], {
      buffer: this.shared.readBuffer,
      callback: this.#onRead,
    });
    this.#socket = socket;
    let handshake = false;
    socket.on('connect', () => {
      handshake = options.origin.secure;
    });
    socket.on(readyEvent(options), this.#onReady);
    socket.on('end', this.#onEnd);
    socket.on('error', error => this.#onError(error, handshake));
    // A socket may also go without `error` or `end`, for instance when the peer resets it while it is closing.
    socket.on('close', this.#onEnd);
    this.#timer = setTimeout(
      () => this.#connectFailed('connect_timeout', 'no answer in time'),
      options.timeoutMs,
    );
  }

  send(slot: Http1Slot): void {
    const { requests, deadlines } = this.shared;
    slot.bytes = 0;
    if (this.#pending.push(slot) === 1) {
      this.#expect(slot);
    }
    deadlines.add(slot);
    this.#socket!.write(requests[slot.endpoint]);
  }

  /**
   * Ends the connection with everything in flight, and opens a new one.
   *
   * @param outcome - of the request that is to blame; what waits behind it was closed before its response.
   */
  fail(outcome: Outcome, culprit = this.#pending[0]): void {
    const lost = this.#pending.splice(0);
    this.#drop();
    for (const slot of lost) {
      this.#settle(
        slot,
        slot === culprit ? outcome : 'closed_before_response',
        0,
      );
    }
    this.#replace(lost.length === 0);
  }

  close(): void {
    this.#closed = true;
    const lost = this.#pending.splice(0);
    this.#drop();
    for (const slot of lost) {
      this.#settle(slot, 'aborted_at_end', 0);
    }
  }

  #onReady = (): void => {
    clearTimeout(this.#timer);
    this.up = true;
    this.#firstOutcome();
    for (const slot of this.#slots) {
      this.shared.events.onFree(slot);
    }
  };

  #onRead = (length: number, bytes: Uint8Array): boolean => {
    const buffer = bytes as Buffer;
    const parser = this.#parser;
    const pending = this.#pending;
    let at = 0;
    while (at < length) {
      const slot = pending[0];
      if (slot === undefined) {
        // Nobody asked: what follows on this connection could be taken for the answer to the next request.
        this.fail('parse');
        return false;
      }
      const next = parser.execute(buffer, at, length);
      if (next === NEED_MORE) {
        slot.bytes += length - at;
        return true;
      }
      if (next === INVALID) {
        this.fail('parse');
        return false;
      }
      slot.bytes += next - at;
      at = next;
      pending.shift();
      if (!this.#completed(slot, at < length)) {
        return false;
      }
    }
    return true;
  };

  /** @returns false where the connection is not to be read any further. */
  #completed(slot: Http1Slot, more: boolean): boolean {
    const parser = this.#parser;
    const { keepAlive, status, bodyMatches } = parser;
    const pending = this.#pending;
    if (pending.length > 0) {
      this.#expect(pending[0]);
    }
    const prepared = this.#endpointOf(slot);
    this.#failures = 0;
    this.#settle(slot, prepared.judge(status, bodyMatches), status);
    if (!keepAlive || (more && pending.length === 0)) {
      this.fail('closed_before_response');
      return false;
    }
    if (this.#closed) {
      return false;
    }
    this.shared.events.onFree(slot);
    return true;
  }

  #onEnd = (): void => {
    if (!this.up) {
      this.#connectFailed('connect_failed', 'closed before it was usable');
      return;
    }
    const slot = this.#pending[0];
    if (slot !== undefined && this.#parser.finish()) {
      this.#pending.shift();
      this.#completed(slot, false);
    } else {
      this.fail('closed_before_response');
    }
  };

  #onError(error: NodeJS.ErrnoException, handshake: boolean): void {
    if (this.up) {
      this.fail(requestOutcome(error));
    } else {
      this.#connectFailed(connectOutcome(error, handshake), error.message);
    }
  }

  #connectFailed(outcome: Outcome, message: string): void {
    this.#drop();
    this.#failures++;
    this.shared.events.onConnectFailed(outcome, message);
    this.#firstOutcome();
    this.#connectLater();
  }

  #replace(idle: boolean): void {
    if (this.#closed) {
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
    this.#timer = setTimeout(() => this.connect(), backoffMs(this.#failures));
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.up = false;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.removeAllListeners();
      // Late errors of a socket that nobody listens to would end the process.
      socket.on('error', () => {});
      socket.destroy();
    }
  }

  #expect(slot: Http1Slot): void {
    const prepared = this.#endpointOf(slot);
    this.#parser.begin(prepared.isHead, prepared.expectedBody);
  }

  #endpointOf(slot: Http1Slot): PreparedEndpoint {
    return this.shared.options.endpoints[slot.endpoint];
  }

  #settle(slot: Http1Slot, outcome: Outcome | 'ok', status: number): void {
    this.shared.deadlines.remove(slot);
    this.shared.events.onSettled(slot, outcome, status, slot.bytes);
  }

  #firstOutcome(): void {
    if (!this.#hadOutcome) {
      this.#hadOutcome = true;
      this.shared.onFirstOutcome();
    }
  }
}
