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

/** More keys than this are forgotten, oldest first. */
const MAX_ENTRIES = 500;

/** Answers that are kept for a while; those who ask meanwhile share one question. Failures are not kept. */
export class Remembered<T> {
  readonly #now: () => number;
  readonly #freshMs: number;
  readonly #entries = new Map<string, { at: number; value: Promise<T> }>();

  /** @param now - milliseconds */
  constructor(now: () => number, freshMs: number) {
    this.#now = now;
    this.#freshMs = freshMs;
  }

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && this.#now() - known.at < this.#freshMs) return known.value;
    const value = read();
    this.#entries.delete(key);
    this.#entries.set(key, { at: this.#now(), value });
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    return value;
  }
}
