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

import type net from 'node:net';
import type { Outcome } from '../model/result';
import { connectOutcome, requestOutcome } from './connectErrors';
import type { PreparedEndpoint } from './endpoints';
import { Link } from './Link';
import type { TransportShared } from './LinkedTransport';
import { openSocket, readyEvent } from './openSocket';
import { Slot } from './Slot';

/** A place in the line of requests on an HTTP/1.1 connection. */
export class Http1Slot extends Slot {
  bytes = 0;

  constructor(private readonly link: Http1Link, position: number) {
    super(position);
  }

  get usable(): boolean {
    return this.link.up;
  }

  send(endpoint: number): void {
    this.endpoint = endpoint;
    this.link.send(this);
  }

  expire(): void {
    this.link.fail('request_timeout', this);
  }
}

/** A complete answer. */
export interface Answer {
  status: number;
  bodyMatches: boolean;
  keepAlive: boolean;
}

/**
 * One HTTP/1.1 connection: answers come in the order of the requests. How requests become bytes and bytes become
 * answers is the subclass's, so that two independent clients run under the same rules.
 */
export abstract class Http1Link extends Link {
  protected readonly pending: Http1Slot[] = [];
  protected socket: net.Socket | undefined;
  readonly #slots: Http1Slot[];

  constructor(
    protected readonly transport: TransportShared,
    private readonly readBuffer: Uint8Array,
  ) {
    super(transport);
    this.#slots = Array.from(
      { length: transport.options.requestsPerConnection },
      (_, position) => new Http1Slot(this, position),
    );
  }

  get inFlight(): number {
    return this.pending.length;
  }

  /** The slot's answer is the next to come. */
  protected abstract expect(slot: Http1Slot): void;
  protected abstract write(socket: net.Socket, slot: Http1Slot): void;
  /**
   * Takes what came in; the buffer is reused after the call.
   *
   * @returns false where the connection was given up.
   */
  protected abstract read(bytes: Buffer, length: number): boolean;
  /** The server closed the connection: the answer where that is how it ends. */
  protected abstract finish(): Answer | undefined;

  send(slot: Http1Slot): void {
    slot.bytes = 0;
    if (this.pending.push(slot) === 1) {
      this.expect(slot);
    }
    this.transport.deadlines.add(slot);
    this.write(this.socket!, slot);
  }

  /**
   * Ends the connection with everything in flight, and opens a new one.
   *
   * @param outcome - of the request that is to blame; what else is in the line was closed before its response.
   */
  fail(outcome: Outcome, culprit = this.pending[0]): void {
    const lost = this.pending.splice(0);
    this.drop();
    for (const slot of lost) {
      this.#settle(
        slot,
        slot === culprit ? outcome : 'closed_before_response',
        0,
      );
    }
    this.replace(lost.length === 0);
  }

  /**
   * The answer to the first in the line is complete.
   *
   * @param more - whether more bytes came behind it
   * @returns false where the connection is not to be read any further.
   */
  protected completed(answer: Answer, more: boolean): boolean {
    const { pending } = this;
    const slot = pending.shift()!;
    const { status, bodyMatches, keepAlive } = answer;
    const prepared = this.endpointOf(slot);
    if (pending.length > 0) {
      this.expect(pending[0]);
    }
    this.onAnswer();
    this.#settle(slot, prepared.judge(status, bodyMatches), status);
    if (this.closed) {
      return false;
    }
    // Bytes that nobody asked for could be taken for the answer to the next request.
    if (!keepAlive || (more && pending.length === 0)) {
      this.fail('closed_before_response');
      return false;
    }
    this.transport.events.onFree(slot);
    return true;
  }

  protected endpointOf(slot: Slot): PreparedEndpoint {
    return this.transport.options.endpoints[slot.endpoint];
  }

  protected open(): void {
    const { options } = this.transport;
    const socket = openSocket(options, ['http/1.1'], {
      buffer: this.readBuffer,
      callback: (length, bytes) => this.read(bytes as Buffer, length),
    });
    this.socket = socket;
    let handshake = false;
    socket.on('connect', () => {
      handshake = options.origin.secure;
    });
    socket.on(readyEvent(options), this.#onReady);
    socket.on('error', error => this.#onError(error, handshake));
    socket.on('end', this.#onEnd);
    // A socket may go without `error` or `end`, for instance when it is reset while it is closing.
    socket.on('close', this.#onEnd);
  }

  protected discard(): void {
    const { socket } = this;
    this.socket = undefined;
    if (socket) {
      socket.removeAllListeners();
      // Late errors of a socket that nobody listens to would end the process.
      socket.on('error', () => {});
      socket.destroy();
    }
  }

  protected abort(): void {
    for (const slot of this.pending.splice(0)) {
      this.#settle(slot, 'aborted_at_end', 0);
    }
  }

  #onReady = (): void => {
    this.onUp();
    for (const slot of this.#slots) {
      this.transport.events.onFree(slot);
    }
  };

  #onEnd = (): void => {
    if (!this.up) {
      this.connectFailed('connect_failed', 'Closed before it could be used');
      return;
    }
    const answer = this.pending.length > 0 ? this.finish() : undefined;
    if (answer) {
      this.completed(answer, false);
    } else {
      this.fail('closed_before_response');
    }
  };

  #onError(error: NodeJS.ErrnoException, handshake: boolean): void {
    if (this.up) {
      this.fail(requestOutcome(error));
    } else {
      this.connectFailed(connectOutcome(error, handshake), error.message);
    }
  }

  #settle(slot: Http1Slot, outcome: Outcome | 'ok', status: number): void {
    this.transport.deadlines.remove(slot);
    this.transport.events.onSettled(slot, outcome, status, slot.bytes);
  }
}
