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
import { assertError } from '@backstage/errors';
import type { MeshplaneApi } from '@meshplane/plugin-meshplane-common';

/** Least time between two refreshes, however many events come. */
const THROTTLE_MS = 15_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 5 * 60_000;

/** How events are followed. */
export interface FollowOptions {
  api: Pick<MeshplaneApi, 'streamEvents'>;
  logger: LoggerService;
  /** Ends following, at shutdown. */
  signal: AbortSignal;
  /** Called after changes, never twice at the same time. */
  onChange: () => Promise<void>;
  /** Resolves after that time, or when the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Runs at most one call at a time, and the next one not before some time has passed. */
class Throttle {
  readonly #options: FollowOptions;
  #busy = false;
  #again = false;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  async notify() {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    const { signal, wait, onChange, logger } = this.#options;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        await onChange();
      } catch (error) {
        assertError(error);
        logger.warn('Clusters and meshes could not be read', error);
      }
      await wait(THROTTLE_MS, signal);
    }
    this.#busy = false;
  }
}

/** Calls back soon after something has changed; reconnects for ever. */
export function followEvents(options: FollowOptions) {
  const { api, logger, signal, wait } = options;
  const changes = new Throttle(options);
  let retryMs = FIRST_RETRY_MS;
  const onEvent = () => {
    retryMs = FIRST_RETRY_MS;
    // `hello` counts as well: nobody knows what was missed before.
    void changes.notify();
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        await api.streamEvents(onEvent, signal);
      } catch (error) {
        assertError(error);
        logger.debug(
          `Events of the meshplane backend cannot be followed (${error.message}); the next attempt is in ${retryMs} ms`,
        );
      }
      await wait(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  };
  void run();
}
