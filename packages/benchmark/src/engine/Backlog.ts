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

/**
 * Requests that are due and wait for a free connection, first in, first out, in a ring that grows up to a cap.
 * Three numbers per request and no object, because a stalled server makes it long.
 */
export class Backlog {
  #intended: Float64Array;
  #seen: Float64Array;
  #endpoint: Uint16Array;
  #head = 0;
  length = 0;

  constructor(private readonly cap: number) {
    const size = Math.min(1024, 2 ** Math.ceil(Math.log2(Math.max(1, cap))));
    this.#intended = new Float64Array(size);
    this.#seen = new Float64Array(size);
    this.#endpoint = new Uint16Array(size);
  }

  /**
   * @param intended - when the request should have been sent
   * @param seen - when the generator noticed that it is due
   * @param endpoint - index of the endpoint
   * @returns false where the backlog is full: the request is dropped.
   */
  push(intended: number, seen: number, endpoint: number): boolean {
    if (this.length >= this.cap) {
      return false;
    }
    if (this.length === this.#intended.length) {
      this.#grow();
    }
    const at = (this.#head + this.length) & (this.#intended.length - 1);
    this.#intended[at] = intended;
    this.#seen[at] = seen;
    this.#endpoint[at] = endpoint;
    this.length++;
    return true;
  }

  /** When the oldest request should have been sent. */
  get intended(): number {
    return this.#intended[this.#head];
  }

  /** When the generator noticed that the oldest request is due. */
  get seen(): number {
    return this.#seen[this.#head];
  }

  /** Index of the endpoint of the oldest request. */
  get endpoint(): number {
    return this.#endpoint[this.#head];
  }

  /** Removes the oldest request. */
  shift(): void {
    this.#head = (this.#head + 1) & (this.#intended.length - 1);
    this.length--;
  }

  #grow(): void {
    const size = this.#intended.length;
    const intended = new Float64Array(size * 2);
    const seen = new Float64Array(size * 2);
    const endpoint = new Uint16Array(size * 2);
    for (let i = 0; i < size; i++) {
      intended[i] = this.#intended[(this.#head + i) & (size - 1)];
      seen[i] = this.#seen[(this.#head + i) & (size - 1)];
      endpoint[i] = this.#endpoint[(this.#head + i) & (size - 1)];
    }
    this.#intended = intended;
    this.#seen = seen;
    this.#endpoint = endpoint;
    this.#head = 0;
  }
}
