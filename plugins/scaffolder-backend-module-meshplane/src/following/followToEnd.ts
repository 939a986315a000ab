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
import { setTimeout as pause } from 'node:timers/promises';

/** Wait before the stream is opened anew, or something without one is looked at again. */
const RETRY_MS = 2_000;
/** Broken streams in a row until the task gives up. */
const MAX_FAILURES = 30;

/** How a task waits. */
export interface FollowOptions {
  readonly logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal;
  readonly retryMs?: number;
}

/** What is followed. */
export interface Followed<T> {
  read(): Promise<T>;
  hasEnded(state: T): boolean;
  /** Why nothing happens now, told once; undefined if something does. */
  waitsFor(state: T): string | undefined;
  /** Tells events until the stream ends, and calls `alive` with each. */
  stream(signal: AbortSignal, alive: () => void): Promise<void>;
  /** What is said when the time is over. */
  timeoutText(state: T | undefined): string;
}

/**
 * Follows something that the backend does to its end. A backend that restarts meanwhile is waited for.
 *
 * @returns its state at the end
 * @throws Error when the time is over, with what it waits for; the reason of the signal
 */
export async function followToEnd<T>(
  followed: Followed<T>,
  options: FollowOptions,
): Promise<T> {
  const { logger, retryMs = RETRY_MS } = options;
  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const signal = options.signal
    ? AbortSignal.any([options.signal, timeout])
    : timeout;
  /** Failures in a row. */
  const stream = { failures: 0 };
  let told: string | undefined;
  for (;;) {
    const state = await followed.read().catch(error => {
      stream.failures += 1;
      if (stream.failures > MAX_FAILURES) throw error;
      return undefined;
    });
    if (state !== undefined && followed.hasEnded(state)) return state;
    if (timeout.aborted) throw new Error(followed.timeoutText(state));
    options.signal?.throwIfAborted();
    const waits = state === undefined ? undefined : followed.waitsFor(state);
    if (waits && waits !== told) {
      logger.info(waits);
      told = waits;
    }
    await followed
      .stream(signal, () => {
        stream.failures = 0;
      })
      .catch(() => {
        stream.failures += 1;
      });
    if (!signal.aborted)
      await pause(retryMs, undefined, { signal }).catch(() => undefined);
  }
}
