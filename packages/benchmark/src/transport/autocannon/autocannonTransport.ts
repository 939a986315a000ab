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
import { requestHeaders, requestTarget } from '../requestHeaders';
import type { Transport, TransportEvents } from '../Slot';
import type { TransportOptions } from '../TransportOptions';
import {
  AutocannonClient,
  AutocannonHead,
  AutocannonOptions,
  loadAutocannon,
} from './autocannonClient';

const READ_BUFFER_BYTES = 64 * 1024;

class AutocannonLink extends Http1Link {
  readonly #client: AutocannonClient;
  readonly #library = loadAutocannon();
  readonly #request: () => void;
  #answer: Answer | undefined;
  #keepAlive = true;
  #bodyMatches = true;

  constructor(
    shared: TransportShared,
    readBuffer: Uint8Array,
    options: Omit<AutocannonOptions, 'setupClient'>,
    /** Position in the client's requests by endpoint index. */
    private readonly positions: Map<number, number>,
  ) {
    super(shared, readBuffer);
    const { Client } = this.#library;
    this.#client = new Client({
      ...options,
      setupClient: client => {
        // The client connects in its constructor and asks again after each answer; both are decided elsewhere.
        client._connect = () => {};
        client._doRequest = () => {};
      },
    });
    this.#client.timeoutTicker.clear();
    this.#client.timeoutTicker = { clear: () => {}, reschedule: () => {} };
    this.#request = Client.prototype._doRequest.bind(this.#client);
    this.#patchParser();
    this.#client.on('headers', head => {
      this.#keepAlive = head.shouldKeepAlive;
    });
    this.#client.on('response', status => {
      this.#answer = {
        status,
        bodyMatches: this.#bodyMatches,
        keepAlive: this.#keepAlive,
      };
    });
  }

  protected expect(): void {
    this.#answer = undefined;
    this.#bodyMatches = true;
  }

  protected write(socket: net.Socket, slot: Http1Slot): void {
    const client = this.#client;
    const { requestIterator } = client;
    const position = this.positions.get(slot.endpoint)!;
    // The client steps to its next request before it sends, except before its very first.
    requestIterator.currentRequestIndex = position - 1;
    requestIterator.currentRequest = requestIterator.requests[position];
    client.conn = socket;
    this.#request();
  }

  protected read(bytes: Buffer, length: number): boolean {
    const slot = this.pending[0];
    if (slot === undefined) {
      this.fail('parse');
      return false;
    }
    slot.bytes += length;
    const client = this.#client;
    client.pipelinedRequests.addByteCount(length);
    // Its parser ignores what it cannot read, and the request would hang until its time limit.
    if (client.parser.execute(bytes.subarray(0, length)) instanceof Error) {
      this.fail('parse');
      return false;
    }
    const answer = this.#takeAnswer();
    return answer ? this.completed(answer, false) : true;
  }

  protected finish(): Answer | undefined {
    return this.#client.parser.finish() instanceof Error
      ? undefined
      : this.#takeAnswer();
  }

  protected override discard(): void {
    super.discard();
    // Requests and half a response of the old connection would be mixed up with those of the new one.
    this.#client.pipelinedRequests.clear();
    this.#client.parser.reinitialize(this.#library.HTTPParser.RESPONSE);
  }

  #takeAnswer(): Answer | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    return answer;
  }

  #patchParser(): void {
    const { HTTPParser } = this.#library;
    const { parser, pipelinedRequests } = this.#client;
    const onHead = parser[HTTPParser.kOnHeadersComplete] as (
      head: AutocannonHead,
    ) => void;
    let status = 0;
    parser[HTTPParser.kOnHeadersComplete] = ((head: AutocannonHead) => {
      status = head.statusCode;
      onHead(head);
      // True: no body follows. Its own handler never says so.
      const slot = this.pending[0];
      return (
        (slot !== undefined && this.endpointOf(slot).isHead) ||
        isInterim(status) ||
        status === 204 ||
        status === 304
      );
    }) as never;
    const onComplete = parser[HTTPParser.kOnMessageComplete] as () => void;
    parser[HTTPParser.kOnMessageComplete] = () => {
      const request = pipelinedRequests.peek();
      const slot = this.pending[0];
      if (isInterim(status) || !request || !slot) {
        return;
      }
      const { expectedBody } = this.endpointOf(slot);
      this.#bodyMatches =
        expectedBody === undefined || expectedBody.toString() === request.body;
      onComplete();
    };
  }
}

/**
 * HTTP/1.1 with the client of autocannon: how it builds requests and reads answers is kept. Its rate limiter, clock,
 * time limits, reconnects and unverified TLS are not, since these are what falsifies its results.
 */
export function autocannonTransport(
  options: TransportOptions,
  events: TransportEvents,
): Transport {
  const readBuffer = Buffer.alloc(READ_BUFFER_BYTES);
  const own = options.endpoints.filter(
    ({ origin }) => origin.key === options.origin.key,
  );
  const [{ url }] = own;
  const clientOptions: Omit<AutocannonOptions, 'setupClient'> = {
    protocol: url.protocol,
    hostname: options.origin.host,
    port: options.origin.port,
    host: url.host,
    timeout: options.timeoutMs / 1000,
    requests: own.map(prepared => ({
      method: prepared.endpoint.method,
      path: requestTarget(prepared),
      headers: Object.fromEntries(requestHeaders(prepared)),
      body: prepared.body,
    })),
  };
  const positions = new Map(
    own.map(({ index }, position) => [index, position]),
  );
  return new LinkedTransport(
    options,
    events,
    shared => new AutocannonLink(shared, readBuffer, clientOptions, positions),
  );
}

function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}
