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

import {
  COLON,
  COMMA,
  CR,
  equalsWord,
  IS_TOKEN,
  IS_VALUE,
  LF,
  SPACE,
  TAB,
  word,
  ZERO,
} from './characters';

export const NEED_MORE = -1;
export const INVALID = -2;

const PREFIX = word('HTTP/1.');
const CONTENT_LENGTH = word('content-length');
const TRANSFER_ENCODING = word('transfer-encoding');
const CONNECTION = word('connection');
const PROXY_CONNECTION = word('proxy-connection');
const CHUNKED = word('chunked');
const CLOSE = word('close');
const KEEP_ALIVE = word('keep-alive');

/**
 * Status line and headers of a response, read straight from the bytes. Only the three headers that decide where the
 * message ends are looked at; no header becomes a string.
 */
export class ResponseHead {
  status = 0;
  /** -1: none. */
  contentLength = -1;
  hasTransferEncoding = false;
  /** `chunked` is the last transfer coding. */
  chunked = false;
  /** What version and Connection header say, without regard to how the body ends. */
  persistent = true;
  #sawClose = false;
  #sawKeepAlive = false;

  /** @returns the index after the empty line, {@link NEED_MORE} or {@link INVALID}. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    this.contentLength = -1;
    this.hasTransferEncoding = false;
    this.chunked = false;
    this.#sawClose = false;
    this.#sawKeepAlive = false;

    for (let i = 0; i < 7; i++) {
      if (start + i >= end) {
        return NEED_MORE;
      }
      if (bytes[start + i] !== PREFIX[i]) {
        return INVALID;
      }
    }
    let at = start + 7;
    // Minor version, space, three digits, and the character behind them.
    if (end - at < 6) {
      return this.#statusLinePrefixIsValid(bytes, at, end)
        ? NEED_MORE
        : INVALID;
    }
    if (!this.#statusLinePrefixIsValid(bytes, at, at + 6)) {
      return INVALID;
    }
    const minor = bytes[at] - ZERO;
    this.status =
      (bytes[at + 2] - ZERO) * 100 +
      (bytes[at + 3] - ZERO) * 10 +
      (bytes[at + 4] - ZERO);
    at += 5;
    while (at < end && bytes[at] !== CR) {
      if (bytes[at] === LF) {
        return INVALID;
      }
      at++;
    }
    at = expectLineEnd(bytes, at, end);
    while (at >= 0) {
      if (at >= end) {
        return NEED_MORE;
      }
      if (bytes[at] === CR) {
        at = expectLineEnd(bytes, at, end);
        if (at >= 0) {
          this.persistent =
            minor === 1
              ? !this.#sawClose
              : this.#sawKeepAlive && !this.#sawClose;
        }
        return at;
      }
      at = this.#parseHeader(bytes, at, end);
    }
    return at;
  }

  #statusLinePrefixIsValid(
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    for (let at = start; at < end; at++) {
      if (!isValidAt(at - start, bytes[at])) {
        return false;
      }
    }
    return true;
  }

  #parseHeader(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && IS_TOKEN[bytes[at]] === 1) {
      at++;
    }
    if (at >= end) {
      return NEED_MORE;
    }
    if (bytes[at] !== COLON || at === start) {
      return INVALID;
    }
    const nameEnd = at;
    at++;
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) {
      at++;
    }
    const valueStart = at;
    while (at < end && IS_VALUE[bytes[at]] === 1) {
      at++;
    }
    const next = expectLineEnd(bytes, at, end);
    if (next < 0) {
      return next;
    }
    const length = nameEnd - start;
    // The length alone rules out nearly all headers.
    if (length === 14 && equalsWord(bytes, start, nameEnd, CONTENT_LENGTH)) {
      return this.#readContentLength(bytes, valueStart, at) ? next : INVALID;
    }
    if (length === 17 && equalsWord(bytes, start, nameEnd, TRANSFER_ENCODING)) {
      if (this.contentLength >= 0) {
        return INVALID;
      }
      this.hasTransferEncoding = true;
      this.chunked = lastItemIs(bytes, valueStart, at, CHUNKED);
    } else if (
      (length === 10 && equalsWord(bytes, start, nameEnd, CONNECTION)) ||
      (length === 16 && equalsWord(bytes, start, nameEnd, PROXY_CONNECTION))
    ) {
      this.#readConnection(bytes, valueStart, at);
    }
    return next;
  }

  /** A second length, or one beside a transfer coding, is how responses are smuggled: never accepted. */
  #readContentLength(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    let value = 0;
    while (at < end && bytes[at] >= ZERO && bytes[at] <= ZERO + 9) {
      value = value * 10 + (bytes[at] - ZERO);
      at++;
    }
    const digits = at - start;
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) {
      at++;
    }
    if (
      digits === 0 ||
      at < end ||
      value > Number.MAX_SAFE_INTEGER ||
      this.contentLength >= 0 ||
      this.hasTransferEncoding
    ) {
      return false;
    }
    this.contentLength = value;
    return true;
  }

  #readConnection(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      let itemEnd = at;
      while (itemEnd < end && bytes[itemEnd] !== COMMA) {
        itemEnd++;
      }
      const [from, to] = trim(bytes, at, itemEnd);
      if (equalsWord(bytes, from, to, CLOSE)) {
        this.#sawClose = true;
      } else if (equalsWord(bytes, from, to, KEEP_ALIVE)) {
        this.#sawKeepAlive = true;
      }
      at = itemEnd + 1;
    }
  }
}

/** Position 0 is the minor version, 1 a space, 2–4 the status, 5 what follows it. */
function isValidAt(position: number, byte: number): boolean {
  switch (position) {
    case 0:
      return byte === ZERO || byte === ZERO + 1;
    case 1:
      return byte === SPACE;
    case 5:
      return byte === SPACE || byte === CR;
    default:
      return byte >= ZERO && byte <= ZERO + 9;
  }
}

function expectLineEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) {
    return NEED_MORE;
  }
  if (bytes[at] !== CR) {
    return INVALID;
  }
  if (at + 1 >= end) {
    return NEED_MORE;
  }
  return bytes[at + 1] === LF ? at + 2 : INVALID;
}

function lastItemIs(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: Uint8Array,
): boolean {
  let itemStart = end;
  while (itemStart > start && bytes[itemStart - 1] !== COMMA) {
    itemStart--;
  }
  const [from, to] = trim(bytes, itemStart, end);
  return equalsWord(bytes, from, to, wanted);
}

function trim(bytes: Uint8Array, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) {
    from++;
  }
  while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) {
    to--;
  }
  return [from, to];
}
