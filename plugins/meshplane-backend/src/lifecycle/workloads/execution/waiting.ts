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

import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
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

/** Answers that stay the same however often one asks. */
const FINAL_ERRORS = [
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
] as const;

/**
 * Looks at something until it says that it is finished. An API server that does not answer for a while is asked again:
 * what was begun goes on without it.
 *
 * @returns the last look, and whether it was finished before the time was over
 * @throws the error of a look that will not get better, or of the last look when the time is over
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
    const seen = await attempt(look, options.signal);
    if ('value' in seen && finished(seen.value)) {
      return { value: seen.value, inTime: true };
    }
    const left = end - options.now().getTime();
    if (left <= 0) {
      if ('error' in seen) throw seen.error;
      return { value: seen.value, inTime: false };
    }
    await options.pause(Math.min(POLL_MS, left), options.signal);
  }
}

async function attempt<T>(
  look: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await look() };
  } catch (error) {
    signal.throwIfAborted();
    if (FINAL_ERRORS.some(type => error instanceof type)) throw error;
    return { error };
  }
}
