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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Timing } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import type { OperationRecord } from '../../database/operations/records';
import { reasonOf } from '../secrets';

/** Changes of this replica are told together, this long after the first. */
const GATHER_MS = 200;
/** Clocks of replicas differ, and transactions take their time. */
const OVERLAP_MS = 10_000;
const BATCH = 500;
const MAX_REMEMBERED = 5000;

/** Notices that operations were planned, changed their state or came a step further, whichever replica did it. */
export class OperationWatch {
  readonly #options: {
    store: Pick<OperationStore, 'changedSince'>;
    timing: Timing;
    intervalMs: number;
    logger: LoggerService;
  };
  readonly #listeners = new Set<(operation: OperationRecord) => void>();
  readonly #told = new Map<string, string>();
  #since: number;
  #cancelTimer: (() => void) | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #stopped = true;

  constructor(options: {
    store: Pick<OperationStore, 'changedSince'>;
    timing: Timing;
    intervalMs: number;
    logger: LoggerService;
  }) {
    this.#options = options;
    this.#since = options.timing.now();
  }

  subscribe(listener: (operation: OperationRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {
    this.#stopped = false;
    this.#schedule(0);
  }

  stop() {
    this.#stopped = true;
    this.#cancelTimer?.();
  }

  /** This replica has written something. */
  changed() {
    this.#schedule(GATHER_MS);
  }

  #schedule(delayMs: number) {
    const { timing } = this.#options;
    const at = timing.now() + delayMs;
    if (this.#stopped || at >= this.#dueAt) return;
    this.#cancelTimer?.();
    this.#dueAt = at;
    this.#cancelTimer = timing.schedule(delayMs, () => {
      this.#dueAt = Number.POSITIVE_INFINITY;
      this.#look().finally(() => this.#schedule(this.#options.intervalMs));
    });
  }

  async #look() {
    const { store, timing, logger } = this.#options;
    const startedAt = timing.now();
    try {
      const changed = await store.changedSince(this.#since - OVERLAP_MS, BATCH);
      for (const operation of changed) this.#tell(operation);
      const last = changed.at(-1);
      this.#since =
        changed.length === BATCH && last
          ? last.updatedAt + OVERLAP_MS
          : startedAt;
    } catch (error) {
      logger.warn(
        `Changes of operations could not be read: ${reasonOf(error)}`,
      );
    }
  }

  #tell(operation: OperationRecord) {
    const { id, state, waiting, stepsDone } = operation;
    const now = `${state} ${waiting} ${stepsDone}`;
    if (this.#told.get(id) === now) return;
    this.#told.delete(id);
    this.#told.set(id, now);
    if (this.#told.size > MAX_REMEMBERED) {
      const [oldest] = this.#told.keys();
      this.#told.delete(oldest);
    }
    for (const listener of this.#listeners) listener(operation);
  }
}
