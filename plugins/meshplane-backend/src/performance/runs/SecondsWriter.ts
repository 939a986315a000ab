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

import type { Slice } from '@meshplane/benchmark/model';
import type { RunStore } from '../stores/model';

/**
 * Writes the seconds of a running load, one write at a time. A second that could not be written is tried again with the
 * next: the load goes on when the database does not answer for a while.
 */
export class SecondsWriter {
  readonly #store: Pick<RunStore, 'appendSeconds'>;
  readonly #run: string;
  readonly #onWritten: () => void;
  readonly #pending = new Map<number, Slice>();
  #writing: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(options: {
    store: Pick<RunStore, 'appendSeconds'>;
    run: string;
    onWritten: () => void;
  }) {
    this.#store = options.store;
    this.#run = options.run;
    this.#onWritten = options.onWritten;
  }

  add(slices: readonly Slice[]) {
    for (const slice of slices) this.#pending.set(slice.second, slice);
    if (!this.#busy) this.#writing = this.#write().catch(() => {});
  }

  /** Resolves when everything is written. @throws Error of the database */
  async flush() {
    await this.#writing;
    await this.#write();
  }

  async #write() {
    this.#busy = true;
    try {
      while (this.#pending.size > 0) {
        const slices = [...this.#pending.values()];
        this.#pending.clear();
        try {
          await this.#store.appendSeconds(this.#run, slices);
        } catch (error) {
          for (const slice of slices)
            if (!this.#pending.has(slice.second))
              this.#pending.set(slice.second, slice);
          throw error;
        }
        this.#onWritten();
      }
    } finally {
      this.#busy = false;
    }
  }
}
