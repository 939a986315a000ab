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

import { ServiceUnavailableError } from '@backstage/errors';

const MAX_PER_CALLER = 20;
const MAX_STREAMS = 500;

/** Bounds how many streams are open at a time: each holds a connection and memory. */
export class StreamRoom {
  readonly #byCaller = new Map<string, number>();
  #all = 0;

  /**
   * Takes a place; the returned function, called once, gives it back.
   *
   * @throws ServiceUnavailableError if there is none
   */
  enter(caller: string): () => void {
    const own = this.#byCaller.get(caller) ?? 0;
    if (own >= MAX_PER_CALLER)
      throw new ServiceUnavailableError(
        `"${caller}" follows ${own} runs, the most that one caller may; close some pages`,
      );
    if (this.#all >= MAX_STREAMS)
      throw new ServiceUnavailableError(
        `${MAX_STREAMS} runs are followed, the most that this backend serves`,
      );
    this.#byCaller.set(caller, own + 1);
    this.#all += 1;
    return () => {
      this.#all -= 1;
      const left = (this.#byCaller.get(caller) ?? 1) - 1;
      if (left > 0) this.#byCaller.set(caller, left);
      else this.#byCaller.delete(caller);
    };
  }
}
