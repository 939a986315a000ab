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

import type {
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import { type Failure, classifyFailure } from '../failures';
import { type Timing, withJitter, withTimeout } from '../timing';

/** How a source is asked; times in milliseconds. */
export interface PollSettings {
  intervalMs: number;
  /** While one of its clusters is starting, so that progress is seen. */
  startingIntervalMs: number;
  timeoutMs: number;
  /** First pause after a failure; it doubles up to the interval. */
  retryMs: number;
}

export const DEFAULT_POLL_SETTINGS: PollSettings = {
  intervalMs: 30_000,
  startingIntervalMs: 2_000,
  timeoutMs: 10_000,
  retryMs: 1_000,
};

/**
 * Asks one source for its clusters again and again. A source that fails or hangs keeps its last clusters and holds up
 * no other source.
 */
export class SourcePoller {
  readonly source: ClusterSource;
  readonly #timing: Timing;
  readonly #settings: PollSettings;
  readonly #onResult: () => void;
  readonly #abort = new AbortController();
  #clusters: readonly ClusterDescription[] = [];
  #asked = false;
  #failure: Failure | undefined;
  #failures = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #cancelTimer: (() => void) | undefined;

  /** @param onResult - called after each answer or failure */
  constructor(options: {
    source: ClusterSource;
    timing: Timing;
    settings: PollSettings;
    onResult: () => void;
  }) {
    this.source = options.source;
    this.#timing = options.timing;
    this.#settings = options.settings;
    this.#onResult = options.onResult;
  }

  /** The newest clusters that the source gave. */
  get clusters(): readonly ClusterDescription[] {
    return this.#clusters;
  }

  /** Why the last call failed, if it did. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Whether the source has answered or failed at least once. */
  get asked(): boolean {
    return this.#asked;
  }

  start(): void {
    this.source.onChange?.(() => void this.poll());
    void this.poll();
  }

  /** Asks now; resolves when the answer has been taken in. A call during another one asks once more after it. */
  async poll(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#cancelTimer?.();
    this.#running = this.#askUntilQuiet().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  stop(): void {
    this.#abort.abort();
    this.#cancelTimer?.();
  }

  async #askUntilQuiet(): Promise<void> {
    do {
      this.#again = false;
      await this.#ask();
    } while (this.#again && !this.#abort.signal.aborted);
    if (!this.#abort.signal.aborted) {
      this.#cancelTimer = this.#timing.schedule(
        withJitter(this.#pauseMs(), this.#timing),
        () => void this.poll(),
      );
    }
  }

  async #ask(): Promise<void> {
    const { timeoutMs } = this.#settings;
    try {
      this.#clusters = await withTimeout(
        {
          timing: this.#timing,
          timeoutMs,
          subject: `The cluster source '${this.source.id}'`,
          signal: this.#abort.signal,
        },
        async signal => this.source.list(signal),
      );
      this.#failure = undefined;
      this.#failures = 0;
    } catch (error) {
      if (this.#abort.signal.aborted) {
        return;
      }
      this.#failure = classifyFailure(error);
      this.#failures += 1;
    }
    this.#asked = true;
    this.#onResult();
  }

  #pauseMs(): number {
    const { intervalMs, startingIntervalMs, retryMs } = this.#settings;
    if (this.#failures > 0) {
      return Math.min(retryMs * 2 ** (this.#failures - 1), intervalMs);
    }
    return this.#clusters.some(({ state }) => state === 'starting')
      ? startingIntervalMs
      : intervalMs;
  }
}
