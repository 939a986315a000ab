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
import type { StepPatch } from '../../database/operations/records';

const PROGRESS_INTERVAL_MS = 500;

/** Writes the newest progress of a step, not more often than a reader could notice. */
export class ProgressWriter {
  readonly #timing: Timing;
  readonly #write: (patch: StepPatch) => Promise<void>;
  #latest: { progress: number; detail?: string } | undefined;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(timing: Timing, write: (patch: StepPatch) => Promise<void>) {
    this.#timing = timing;
    this.#write = write;
  }

  /** @param text - shown with the step until it ends; what is to stay is logged */
  set(percent: number, text?: string) {
    const detail = text ?? this.#latest?.detail;
    this.#latest = {
      progress: Math.min(100, Math.max(0, percent)),
      ...(detail !== undefined && { detail }),
    };
    this.#cancelTimer ??= this.#timing.schedule(PROGRESS_INTERVAL_MS, () => {
      this.#cancelTimer = undefined;
      this.#flush();
    });
  }

  /** A progress that cannot be written stops nobody: the state of the step that follows will be. */
  async end() {
    this.#cancelTimer?.();
    this.#flush();
    await this.#writing;
  }

  #flush() {
    const latest = this.#latest;
    if (!latest) return;
    this.#latest = undefined;
    this.#writing = this.#writing
      .then(() => this.#write(latest))
      .catch(() => undefined);
  }
}
