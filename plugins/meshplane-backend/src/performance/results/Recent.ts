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

/** Keeps the answers that were asked for last: pages ask for the same again and again while they are open. */
export class Recent<T> {
  readonly #answers = new Map<string, Promise<T>>();
  readonly #most: number;

  /** @param most - answers that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was made for the key before, or what is made now; failures are not kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    // Put back at the end, where the latest are.
    this.#answers.delete(key);
    const answer = known ?? make();
    this.#answers.set(key, answer);
    if (!known)
      answer.catch(() => {
        if (this.#answers.get(key) === answer) this.#answers.delete(key);
      });
    if (this.#answers.size > this.#most)
      this.#answers.delete(this.#answers.keys().next().value!);
    return answer;
  }
}
