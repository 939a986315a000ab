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

import { ChunkedBody } from './ChunkedBody';
import { INVALID, NEED_MORE, ResponseHead } from './ResponseHead';

export { INVALID, NEED_MORE };

/** Node's own limit for a head. */
const MAX_HEAD_BYTES = 16 * 1024;

const enum State {
  Head,
  FixedBody,
  Chunks,
  UntilClose,
}

/**
 * Strict incremental parser of HTTP/1.1 responses (RFC 9112) that keeps nothing but what a load test needs: status,
 * length of the body, whether the body is the expected one, and whether the connection can be used again.
 *
 * Interim responses (1xx but 101) are skipped. A head that comes in one piece is parsed where it lies; pieces of one
 * are collected, checked as they come, so that garbage is noticed at once and not at the time limit.
 */
export class ResponseParser {
  status = 0;
  bodyBytes = 0;
  /** False as soon as the body differs from the expected one, or is too short at the end. */
  bodyMatches = true;
  /** Whether the connection can take another request after this response. */
  keepAlive = false;

  #state = State.Head;
  #remaining = 0;
  #bodiless = false;
  #expected: Buffer | undefined;
  readonly #head = new ResponseHead();
  readonly #chunks = new ChunkedBody();
  #collected = Buffer.alloc(0);
  #collectedLength = 0;

  /**
   * Makes ready for the response to the next request.
   *
   * @param isHead - the request is HEAD, so that no body follows whatever the head says
   * @param expected - the body that a good response has
   */
  begin(isHead: boolean, expected?: Buffer): void {
    this.status = 0;
    this.bodyBytes = 0;
    this.bodyMatches = true;
    this.keepAlive = false;
    this.#state = State.Head;
    this.#bodiless = isHead;
    this.#expected = expected;
    this.#collectedLength = 0;
  }

  /** Whether anything of the response has come. */
  get begun(): boolean {
    return this.#state !== State.Head || this.#collectedLength > 0;
  }

  /**
   * @returns the index after the response, {@link NEED_MORE} where it goes on, or {@link INVALID}, after which the
   *   connection cannot be used.
   */
  execute(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end) {
      if (this.#state === State.FixedBody) {
        const length = Math.min(this.#remaining, end - at);
        this.#takeBody(bytes, at, at + length);
        this.#remaining -= length;
        return this.#remaining === 0 ? this.#complete(at + length) : NEED_MORE;
      }
      if (this.#state === State.Chunks) {
        const next = this.#chunks.parse(bytes, at, end, this.#takeBody);
        return next >= 0 ? this.#complete(next) : next;
      }
      if (this.#state === State.UntilClose) {
        this.#takeBody(bytes, at, end);
        return NEED_MORE;
      }
      const next =
        this.#collectedLength === 0
          ? this.#parseHead(bytes, at, end)
          : this.#parseCollected(bytes, at, end);
      if (next < 0) {
        return next;
      }
      at = next;
      const { status } = this.#head;
      if (status >= 100 && status < 200 && status !== 101) {
        if (!this.#head.persistent) {
          // No final response can follow, and it is not one itself.
          return INVALID;
        }
        continue;
      }
      if (this.#startBody()) {
        return this.#complete(at);
      }
    }
    return NEED_MORE;
  }

  /** The server closed the connection: true where that ends the response as it should. */
  finish(): boolean {
    if (this.#state !== State.UntilClose) {
      return false;
    }
    this.#complete(0);
    return true;
  }

  #parseHead(bytes: Buffer, start: number, end: number): number {
    const next = this.#head.parse(bytes, start, end);
    if (next === NEED_MORE) {
      return this.#collect(bytes, start, end) ? NEED_MORE : INVALID;
    }
    return next - start > MAX_HEAD_BYTES ? INVALID : next;
  }

  #parseCollected(bytes: Buffer, start: number, end: number): number {
    const before = this.#collectedLength;
    if (!this.#collect(bytes, start, end)) {
      return INVALID;
    }
    const next = this.#head.parse(this.#collected, 0, this.#collectedLength);
    if (next < 0) {
      return next;
    }
    this.#collectedLength = 0;
    return start + next - before;
  }

  /** Keeps a copy: the bytes lie in a buffer that the next read overwrites. */
  #collect(bytes: Buffer, start: number, end: number): boolean {
    const take = Math.min(
      end - start,
      MAX_HEAD_BYTES + 1 - this.#collectedLength,
    );
    const length = this.#collectedLength + take;
    if (length > this.#collected.length) {
      const grown = Buffer.alloc(Math.max(1024, length * 2));
      this.#collected.copy(grown, 0, 0, this.#collectedLength);
      this.#collected = grown;
    }
    bytes.copy(this.#collected, this.#collectedLength, start, start + take);
    this.#collectedLength = length;
    return length <= MAX_HEAD_BYTES;
  }

  /** @returns true where there is no body. */
  #startBody(): boolean {
    const head = this.#head;
    this.status = head.status;
    this.keepAlive = head.persistent && head.status !== 101;
    if (
      this.#bodiless ||
      head.status === 101 ||
      head.status === 204 ||
      head.status === 304
    ) {
      return true;
    }
    if (head.chunked) {
      this.#chunks.reset();
      this.#state = State.Chunks;
      return false;
    }
    if (!head.hasTransferEncoding && head.contentLength >= 0) {
      this.#remaining = head.contentLength;
      this.#state = State.FixedBody;
      return head.contentLength === 0;
    }
    this.#state = State.UntilClose;
    this.keepAlive = false;
    return false;
  }

  #takeBody = (bytes: Uint8Array, start: number, end: number): void => {
    const from = this.bodyBytes;
    this.bodyBytes += end - start;
    const expected = this.#expected;
    if (expected && this.bodyMatches) {
      this.bodyMatches =
        this.bodyBytes <= expected.length &&
        expected.compare(bytes, start, end, from, this.bodyBytes) === 0;
    }
  };

  #complete(at: number): number {
    const expected = this.#expected;
    if (expected && expected.length !== this.bodyBytes) {
      this.bodyMatches = false;
    }
    this.#state = State.Head;
    return at;
  }
}
