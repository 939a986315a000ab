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

import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Pause between two batches in milliseconds: a rollout changes pods faster than anybody reads. */
const PAUSE_MS = 500;

/**
 * Refreshes queries one batch at a time. Events may come faster than answers: keys that arrive while a batch is fetched
 * wait for the next one, so that no fetch is cancelled for ever and no change is lost.
 */
export class RefreshPump {
  readonly #client: QueryClient;
  readonly #pending = new Map<string, QueryKey>();
  readonly #pause: () => Promise<void>;
  #running = false;

  constructor(
    client: QueryClient,
    pause: () => Promise<void> = () =>
      new Promise(resolve => setTimeout(resolve, PAUSE_MS)),
  ) {
    this.#client = client;
    this.#pause = pause;
  }

  /** Asks for a refresh of all queries that start with one of the keys. */
  request(keys: readonly QueryKey[]): void {
    for (const key of keys) this.#pending.set(JSON.stringify(key), key);
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#pending.size > 0) {
        const batch = [...this.#pending.values()];
        this.#pending.clear();
        await Promise.all(
          batch.map(queryKey => this.#client.invalidateQueries({ queryKey })),
        );
        if (this.#pending.size > 0) await this.#pause();
      }
    } finally {
      this.#running = false;
    }
  }
}
