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

import { setTimeout as delay } from 'node:timers/promises';

/** How {@link waitFor} waits; times in milliseconds. */
export interface WaitOptions {
  timeoutMs: number;
  /** First pause between two looks; it grows to ten times this. */
  intervalMs?: number;
  signal?: AbortSignal;
}

/**
 * Looks again and again until `check` gives something other than `undefined`
 * or `false`.
 *
 * @param describe - says what is missing, for the error after the timeout
 * @throws Error with that description when the time is over
 */
export async function waitFor<T>(
  describe: string | (() => string),
  check: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const first = options.intervalMs ?? 25;
  const deadline = Date.now() + options.timeoutMs;
  for (let pause = first; ; pause = Math.min(pause * 1.3, first * 10)) {
    const result = await check();
    if (result !== undefined && result !== false) {
      return result;
    }
    options.signal?.throwIfAborted();
    if (Date.now() >= deadline) {
      const what = typeof describe === 'string' ? describe : describe();
      throw new Error(
        `Waited ${Math.round(options.timeoutMs / 1000)} s in vain: ${what}`,
      );
    }
    await delay(pause, undefined, { signal: options.signal });
  }
}
