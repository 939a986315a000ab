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

/** One event of a server-sent event stream. */
export interface SseMessage {
  /** `message` unless the stream names another. */
  event: string;
  data: string;
}

/**
 * Takes a server-sent event stream in pieces of any size, as the network delivers them, and calls back per event.
 *
 * Browsers' `EventSource` cannot send an Authorization header, therefore the stream is read with `fetch` and parsed
 * here. Field `id` and `retry` are ignored: this suite's events say that something has changed, not what has been
 * missed.
 */
export class SseParser {
  readonly #onMessage: (message: SseMessage) => void;
  readonly #maxLength: number;
  #rest = '';
  #atStart = true;
  #event = '';
  #data: string[] = [];
  #dataLength = 0;

  /**
   * @param onMessage - called for each complete event, in order
   * @param options - `maxLength`: most characters that one event may have
   */
  constructor(
    onMessage: (message: SseMessage) => void,
    options: { maxLength?: number } = {},
  ) {
    this.#onMessage = onMessage;
    this.#maxLength = options.maxLength ?? 1_000_000;
  }

  /**
   * @param chunk - decoded text that follows directly on the chunk before
   * @throws Error if one event is longer than allowed: a server that never ends its events must not fill the memory
   */
  push(chunk: string) {
    let text = this.#rest + chunk;
    if (this.#atStart && text.length > 0) {
      this.#atStart = false;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    let start = 0;
    for (;;) {
      const end = nextLineEnd(text, start);
      if (!end) break;
      this.#line(text.slice(start, end.at));
      start = end.at + end.length;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length + this.#dataLength > this.#maxLength)
      throw new Error(
        `An event of the stream is longer than ${this.#maxLength} characters`,
      );
  }

  #line(line: string) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    let value = colon === -1 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'data') {
      this.#data.push(value);
      this.#dataLength += value.length;
    } else if (field === 'event') {
      this.#event = value;
    }
  }

  #dispatch() {
    const data = this.#data;
    const event = this.#event;
    this.#data = [];
    this.#dataLength = 0;
    this.#event = '';
    if (data.length > 0)
      this.#onMessage({ event: event || 'message', data: data.join('\n') });
  }
}

/** The next line end at or after `from`: `\n`, `\r\n` or `\r`. A `\r` at the very end waits for what follows it. */
function nextLineEnd(text: string, from: number) {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) return { at, length: 1 };
    if (code === 0x0d) {
      if (at + 1 === text.length) return undefined;
      return { at, length: text.charCodeAt(at + 1) === 0x0a ? 2 : 1 };
    }
  }
  return undefined;
}
