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

import type { Timing } from '../../clusters/timing';
import type { OperationStore } from '../../database/OperationStore';
import {
  LeaseLostError,
  type OperationRecord,
} from '../../database/operations/records';

export interface HeartbeatOptions {
  store: Pick<OperationStore, 'renew'>;
  operation: string;
  owner: string;
  timing: Timing;
  intervalMs: number;
  leaseMs: number;
  onCancel(cancel: NonNullable<OperationRecord['cancel']>): void;
  onLost(): void;
}

/** Keeps a lease alive and hears of wishes to cancel that were made at other replicas. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #stopTimer = () => {};
  #stopped = false;
  #validUntil: number;

  constructor(options: HeartbeatOptions, validUntil: number) {
    this.#options = options;
    this.#validUntil = validUntil;
    this.#schedule();
  }

  stop() {
    this.#stopped = true;
    this.#stopTimer();
  }

  #schedule() {
    const { timing, intervalMs } = this.#options;
    this.#stopTimer = timing.schedule(intervalMs, () => {
      this.#beat().finally(() => {
        if (!this.#stopped) this.#schedule();
      });
    });
  }

  async #beat() {
    const { store, operation, owner, timing, leaseMs } = this.#options;
    const expiresAt = timing.now() + leaseMs;
    try {
      const cancel = await store.renew(operation, { owner, expiresAt });
      this.#validUntil = expiresAt;
      if (cancel && !this.#stopped) this.#options.onCancel(cancel);
    } catch (error) {
      // A database that cannot be reached is given as long as nobody else may take over.
      if (!(error instanceof LeaseLostError) && timing.now() < this.#validUntil)
        return;
      if (this.#stopped) return;
      this.stop();
      this.#options.onLost();
    }
  }
}
