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
  BACKSLASH,
  COLON,
  CR,
  EQUALS,
  HEX_VALUE,
  IS_TOKEN,
  IS_VALUE,
  LF,
  QUOTE,
  SEMICOLON,
  SPACE,
  TAB,
} from './characters';
import { INVALID, NEED_MORE } from './ResponseHead';

/** Bytes of extensions and trailers that one message may have; a server that sends more is not a server to trust. */
const MAX_OVERHEAD_BYTES = 16 * 1024;

const enum State {
  SizeStart,
  Size,
  ExtensionStart,
  ExtensionName,
  ExtensionValueStart,
  ExtensionValue,
  ExtensionQuoted,
  ExtensionEscaped,
  ExtensionQuotedEnd,
  SizeLineFeed,
  Data,
  DataCarriageReturn,
  DataLineFeed,
  TrailerStart,
  TrailerName,
  TrailerValue,
  TrailerLineFeed,
  FinalLineFeed,
}

/** Decodes the chunked transfer coding (RFC 9112, 7.1), strictly and from pieces of any size. */
export class ChunkedBody {
  #state = State.SizeStart;
  #remaining = 0;
  #overhead = 0;

  reset(): void {
    this.#state = State.SizeStart;
    this.#remaining = 0;
    this.#overhead = 0;
  }

  /**
   * @param onData - told the range of every piece of the body
   * @returns the index after the message, {@link NEED_MORE} or {@link INVALID}.
   */
  parse(
    bytes: Uint8Array,
    start: number,
    end: number,
    onData: (bytes: Uint8Array, start: number, end: number) => void,
  ): number {
    let at = start;
    while (at < end) {
      if (this.#state === State.Data) {
        const length = Math.min(this.#remaining, end - at);
        onData(bytes, at, at + length);
        this.#remaining -= length;
        at += length;
        if (this.#remaining === 0) {
          this.#state = State.DataCarriageReturn;
        }
        continue;
      }
      const byte = bytes[at++];
      if (this.#state === State.FinalLineFeed) {
        return byte === LF ? at : INVALID;
      }
      if (!this.#step(byte)) {
        return INVALID;
      }
    }
    return NEED_MORE;
  }

  #step(byte: number): boolean {
    switch (this.#state) {
      case State.SizeStart:
      case State.Size:
        return this.#size(byte);
      case State.SizeLineFeed:
        this.#state = this.#remaining === 0 ? State.TrailerStart : State.Data;
        return byte === LF;
      case State.DataCarriageReturn:
        this.#state = State.DataLineFeed;
        return byte === CR;
      case State.DataLineFeed:
        this.#state = State.SizeStart;
        return byte === LF;
      case State.TrailerStart:
      case State.TrailerName:
      case State.TrailerValue:
      case State.TrailerLineFeed:
        return ++this.#overhead <= MAX_OVERHEAD_BYTES && this.#trailer(byte);
      default:
        return ++this.#overhead <= MAX_OVERHEAD_BYTES && this.#extension(byte);
    }
  }

  #size(byte: number): boolean {
    const digit = HEX_VALUE[byte];
    if (digit >= 0) {
      this.#remaining =
        this.#state === State.SizeStart ? digit : this.#remaining * 16 + digit;
      this.#state = State.Size;
      return this.#remaining <= Number.MAX_SAFE_INTEGER;
    }
    if (this.#state === State.SizeStart) {
      return false;
    }
    if (byte === CR) {
      this.#state = State.SizeLineFeed;
      return true;
    }
    this.#state = State.ExtensionStart;
    return byte === SEMICOLON;
  }

  #extension(byte: number): boolean {
    switch (this.#state) {
      case State.ExtensionStart:
        this.#state = State.ExtensionName;
        return IS_TOKEN[byte] === 1;
      case State.ExtensionName:
        if (byte === EQUALS) {
          this.#state = State.ExtensionValueStart;
          return true;
        }
        return IS_TOKEN[byte] === 1 || this.#endOfExtension(byte);
      case State.ExtensionValueStart:
        this.#state =
          byte === QUOTE ? State.ExtensionQuoted : State.ExtensionValue;
        return byte === QUOTE || IS_TOKEN[byte] === 1;
      case State.ExtensionValue:
        return IS_TOKEN[byte] === 1 || this.#endOfExtension(byte);
      case State.ExtensionQuoted:
        if (byte === QUOTE) {
          this.#state = State.ExtensionQuotedEnd;
        } else if (byte === BACKSLASH) {
          this.#state = State.ExtensionEscaped;
        }
        return IS_VALUE[byte] === 1;
      case State.ExtensionEscaped:
        this.#state = State.ExtensionQuoted;
        return IS_VALUE[byte] === 1;
      default:
        return this.#endOfExtension(byte);
    }
  }

  #endOfExtension(byte: number): boolean {
    this.#state = byte === CR ? State.SizeLineFeed : State.ExtensionStart;
    return byte === CR || byte === SEMICOLON;
  }

  #trailer(byte: number): boolean {
    switch (this.#state) {
      case State.TrailerStart:
        this.#state = byte === CR ? State.FinalLineFeed : State.TrailerName;
        return byte === CR || IS_TOKEN[byte] === 1;
      case State.TrailerName:
        if (byte === COLON) {
          this.#state = State.TrailerValue;
          return true;
        }
        return IS_TOKEN[byte] === 1;
      case State.TrailerValue:
        if (byte === CR) {
          this.#state = State.TrailerLineFeed;
          return true;
        }
        return IS_VALUE[byte] === 1 || byte === SPACE || byte === TAB;
      default:
        this.#state = State.TrailerStart;
        return byte === LF;
    }
  }
}
