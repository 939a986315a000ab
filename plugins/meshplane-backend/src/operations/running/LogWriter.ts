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

import type { OperationStore } from '../../database/OperationStore';
import type { NewLogEntry } from '../../database/operations/records';
import { cleanText } from '../secrets';

/**
 * Writes the log of a running operation in order. What comes while a write is under way goes along with the next one, so
 * that a chatty step costs few transactions.
 */
export class LogWriter {
  readonly #write: (entries: NewLogEntry[]) => Promise<void>;
  #waiting: NewLogEntry[] = [];
  #writing: Promise<void> | undefined;
  #failure: unknown;

  constructor(options: {
    store: Pick<OperationStore, 'appendLog'>;
    operation: string;
    owner: string;
    cap: number;
    /** Called after each write. */
    onWritten(): void;
  }) {
    const { store, operation, owner, cap } = options;
    this.#write = async entries => {
      await store.appendLog(operation, entries, { cap, owner });
      options.onWritten();
    };
  }

  add(entry: NewLogEntry) {
    this.#waiting.push({ ...entry, text: cleanText(entry.text) });
    this.#writing ??= this.#drain();
  }

  /** @throws what a write has failed with: a log with holes is no log */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #drain() {
    // Lets the caller finish its turn first: what it logs together is written together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && this.#failure === undefined) {
      const entries = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(entries);
      } catch (error) {
        this.#failure = error;
      }
    }
    this.#writing = undefined;
  }
}
