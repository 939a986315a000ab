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

/** Lets time pass; tests give one that does not. */
export type Pause = (
  milliseconds: number,
  signal: AbortSignal,
) => Promise<void>;

/** Waits, and throws the signal's reason when it is aborted. */
export const systemPause: Pause = async (milliseconds, signal) => {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

/** How often a condition of the cluster is looked at. */
export const POLL_MS = 1_000;

/**
 * Looks at something until it says that it is finished.
 *
 * @returns the last look; `undefined` as finished means that the time was over
 */
export async function pollUntil<T>(
  look: () => Promise<T>,
  finished: (value: T) => boolean,
  options: {
    timeoutMs: number;
    signal: AbortSignal;
    pause: Pause;
    now: () => Date;
  },
): Promise<{ value: T; inTime: boolean }> {
  const end = options.now().getTime() + options.timeoutMs;
  for (;;) {
    options.signal.throwIfAborted();
    const value = await look();
    if (finished(value)) return { value, inTime: true };
    const left = end - options.now().getTime();
    if (left <= 0) return { value, inTime: false };
    await options.pause(Math.min(POLL_MS, left), options.signal);
  }
}
