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

import type {
  ClientHttp2Stream,
  IncomingHttpHeaders,
  IncomingHttpStatusHeader,
} from 'node:http2';
import http2 from 'node:http2';
import type { Outcome } from '../../model/result';
import { Slot } from '../Slot';
import type { Http2Link } from './Http2Link';

/** One stream at a time of an HTTP/2 connection. */
export class Http2Slot extends Slot {
  /** Body bytes of the answer so far; HTTP/2 does not tell what came over the wire for a stream. */
  bytes = 0;
  #stream: ClientHttp2Stream | undefined;

  constructor(private readonly link: Http2Link, position: number) {
    super(position);
  }

  get busy(): boolean {
    return this.#stream !== undefined;
  }

  get usable(): boolean {
    return this.link.up && !this.busy;
  }

  send(endpoint: number): void {
    this.endpoint = endpoint;
    this.bytes = 0;
    const stream = this.link.request(this);
    const { session } = stream;
    this.#stream = stream;
    const { expectedBody } = this.link.requestOf(this);
    let status = 0;
    let grpcStatus: string | undefined;
    let matches = true;
    let ended = false;
    let failure: Error | undefined;
    stream.on(
      'response',
      (headers: IncomingHttpHeaders & IncomingHttpStatusHeader) => {
        status = Number(headers[':status']);
        // An answer without a message has its status among the headers.
        grpcStatus = headers['grpc-status'] as string | undefined;
      },
    );
    stream.on('trailers', (trailers: IncomingHttpHeaders) => {
      grpcStatus =
        (trailers['grpc-status'] as string | undefined) ?? grpcStatus;
    });
    stream.on('data', (chunk: Buffer) => {
      const from = this.bytes;
      this.bytes += chunk.length;
      if (expectedBody && matches) {
        matches =
          this.bytes <= expectedBody.length &&
          expectedBody.compare(chunk, 0, chunk.length, from, this.bytes) === 0;
      }
    });
    stream.on('end', () => {
      ended = true;
    });
    stream.on('error', error => {
      failure = error;
    });
    stream.on('close', () => {
      if (this.#stream !== stream) {
        return;
      }
      this.#stream = undefined;
      const complete =
        status > 0 &&
        ended &&
        !failure &&
        stream.rstCode === http2.constants.NGHTTP2_NO_ERROR;
      if (!complete) {
        this.link.settled(
          this,
          this.link.outcomeOf(stream, session, failure),
          0,
        );
        return;
      }
      const request = this.link.requestOf(this);
      const bodyMatches =
        matches && (!expectedBody || expectedBody.length === this.bytes);
      const answer = { status, grpcStatus, bodyMatches };
      this.link.settled(this, request.judge(answer), request.statusOf(answer));
    });
  }

  /** Gives up the stream, not the connection: the other streams are not to blame. */
  expire(): void {
    this.#giveUp('request_timeout');
  }

  abort(): void {
    this.#giveUp('aborted_at_end');
  }

  #giveUp(outcome: Outcome): void {
    const stream = this.#stream;
    if (stream) {
      this.#stream = undefined;
      stream.close(http2.constants.NGHTTP2_CANCEL);
      this.link.settled(this, outcome, 0);
    }
  }
}
