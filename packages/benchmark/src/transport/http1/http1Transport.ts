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
import { Answer, Http1Link, Http1Slot } from '../Http1Link';
import { LinkedTransport, TransportShared } from '../LinkedTransport';
import type { Transport, TransportEvents } from '../Slot';
import type { TransportOptions } from '../TransportOptions';
import { INVALID, NEED_MORE, ResponseParser } from './ResponseParser';
import { serializeRequest } from './serializeRequest';

const READ_BUFFER_BYTES = 64 * 1024;

class FastLink extends Http1Link {
  readonly #parser = new ResponseParser();

  constructor(
    shared: TransportShared,
    readBuffer: Uint8Array,
    private readonly requests: Buffer[],
  ) {
    super(shared, readBuffer);
  }

  protected expect(slot: Http1Slot): void {
    const prepared = this.endpointOf(slot);
    this.#parser.begin(prepared.isHead, prepared.expectedBody);
  }

  protected write(socket: net.Socket, slot: Http1Slot): void {
    socket.write(this.requests[slot.endpoint]);
  }

  protected read(bytes: Buffer, length: number): boolean {
    let at = 0;
    while (at < length) {
      const slot = this.pending[0];
      if (slot === undefined) {
        this.fail('parse');
        return false;
      }
      const next = this.#parser.execute(bytes, at, length);
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
      if (!this.completed(this.#parser, at < length)) {
        return false;
      }
    }
    return true;
  }

  protected finish(): Answer | undefined {
    return this.#parser.finish() ? this.#parser : undefined;
  }
}

/** HTTP/1.1 with our own client: requests are bytes made once, answers are looked at only where it matters. */
export function http1Transport(
  options: TransportOptions,
  events: TransportEvents,
): Transport {
  const requests = options.endpoints.map(serializeRequest);
  // All sockets of a thread read into this one: what came is parsed before the next read.
  const readBuffer = Buffer.alloc(READ_BUFFER_BYTES);
  return new LinkedTransport(
    options,
    events,
    shared => new FastLink(shared, readBuffer, requests),
  );
}
