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

import http2 from 'node:http2';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Outcome } from '../../model/result';
import { connectOutcome } from '../connectErrors';
import { Link } from '../Link';
import type { TransportShared } from '../LinkedTransport';
import { openSocket } from '../openSocket';
import type { Settlement } from '../Slot';
import type { Http2Request } from './Http2Request';
import { Http2Slot } from './Http2Slot';

const { NGHTTP2_NO_ERROR } = http2.constants;

/**
 * One HTTP/2 connection with a number of streams. After a GOAWAY it sends nothing more, lets the streams that the
 * server still serves come to their end, and is replaced at once.
 */
export class Http2Link extends Link {
  readonly #slots: Http2Slot[];
  #session: http2.ClientHttp2Session | undefined;
  /** Streams that the server has allowed. */
  #allowed = 0;
  /** Highest stream that the server will serve, after a GOAWAY. */
  readonly #lastServed = new WeakMap<http2.Http2Session, number>();

  constructor(
    private readonly transport: TransportShared,
    private readonly requests: Http2Request[],
  ) {
    super(transport);
    this.#slots = Array.from(
      { length: transport.options.requestsPerConnection },
      (_, position) => new Http2Slot(this, position),
    );
  }

  get inFlight(): number {
    return this.#slots.reduce((sum, slot) => sum + (slot.busy ? 1 : 0), 0);
  }

  /** Opens the stream of a slot's request. */
  request(slot: Http2Slot): http2.ClientHttp2Stream {
    const { headers, body } = this.requestOf(slot);
    this.transport.deadlines.add(slot);
    const stream = this.#session!.request(headers, {
      endStream: body === undefined,
    });
    if (body !== undefined) {
      stream.end(body);
    }
    return stream;
  }

  requestOf(slot: Http2Slot): Http2Request {
    return this.requests[slot.endpoint];
  }

  /**
   * What became of a stream that ended without a complete answer.
   *
   * @param session - the stream's, which it no longer knows itself once it is closed
   */
  outcomeOf(
    stream: http2.ClientHttp2Stream,
    session: http2.Http2Session | undefined,
    error?: Error,
  ): Outcome {
    const lastServed = session && this.#lastServed.get(session);
    if (lastServed !== undefined && (stream.id ?? Infinity) > lastServed) {
      return 'goaway';
    }
    if (stream.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM) {
      return 'refused_stream';
    }
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ECONNRESET' || code === 'EPIPE') {
      return 'reset';
    }
    if (code === 'ERR_HTTP2_SESSION_ERROR') {
      return 'goaway';
    }
    if (
      code === 'ERR_HTTP2_STREAM_ERROR' ||
      (stream.rstCode ?? NGHTTP2_NO_ERROR) !== NGHTTP2_NO_ERROR
    ) {
      return stream.rstCode === http2.constants.NGHTTP2_PROTOCOL_ERROR
        ? 'parse'
        : 'reset';
    }
    return 'closed_before_response';
  }

  /** A slot's request has ended. */
  settled(slot: Http2Slot, settlement: Settlement, status: number): void {
    const { deadlines, events } = this.transport;
    deadlines.remove(slot);
    if (status > 0) {
      this.onAnswer();
    }
    events.onSettled(slot, settlement, status, slot.bytes);
    this.#offer(slot);
  }

  protected open(): void {
    const { options } = this.transport;
    const { origin } = options;
    const socket = openSocket(options, ['h2']);
    let handshake = false;
    socket.on('connect', () => {
      handshake = origin.secure;
    });
    const authority = `${origin.secure ? 'https' : 'http'}://${
      origin.host.includes(':') ? `[${origin.host}]` : origin.host
    }:${origin.port}`;
    const session = http2.connect(authority, {
      createConnection: () => socket,
    });
    this.#session = session;
    const isCurrent = () => this.#session === session;
    session.on('connect', () => this.#onConnect(session, socket));
    session.on('remoteSettings', settings => {
      if (isCurrent()) {
        this.#onSettings(settings);
      }
    });
    session.on('goaway', (_code, lastStreamId) => {
      this.#lastServed.set(session, lastStreamId);
      if (isCurrent()) {
        this.#leave();
      }
    });
    session.on('error', (error: NodeJS.ErrnoException) => {
      if (isCurrent() && !this.up) {
        this.connectFailed(connectOutcome(error, handshake), error.message);
      }
    });
    session.on('close', () => {
      if (isCurrent()) {
        if (this.up) {
          this.#leave();
        } else {
          this.connectFailed(
            'connect_failed',
            'Closed before it could be used',
          );
        }
      }
    });
  }

  protected discard(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.destroy();
  }

  protected abort(): void {
    for (const slot of this.#slots) {
      slot.abort();
    }
  }

  #onConnect(session: http2.ClientHttp2Session, socket: net.Socket): void {
    if (this.#session !== session) {
      return;
    }
    if (
      this.transport.options.origin.secure &&
      (socket as TLSSocket).alpnProtocol !== 'h2'
    ) {
      this.connectFailed('connect_failed', 'The server does not offer HTTP/2');
    }
  }

  /** The server's settings are its first frame: before them, nobody knows whether it speaks HTTP/2, and how much. */
  #onSettings(settings: http2.Settings): void {
    this.#allowed = settings.maxConcurrentStreams ?? Infinity;
    if (!this.up) {
      this.onUp();
    }
    for (const slot of this.#slots) {
      if (!slot.busy) {
        this.#offer(slot);
      }
    }
  }

  /** The current session takes nothing more; it closes by itself when its streams have ended. */
  #leave(): void {
    const session = this.#session;
    this.#session = undefined;
    this.up = false;
    session?.close();
    this.replace(this.inFlight === 0);
  }

  #offer(slot: Http2Slot): void {
    if (this.up && slot.position < this.#allowed) {
      this.transport.events.onFree(slot);
    }
  }
}
