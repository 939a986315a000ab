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

/** Time and chance, handed in so that tests decide over them. */
export interface Timing {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A number from 0 up to and without 1. */
  random(): number;
  /** Calls back once after the delay; the returned function cancels it. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** The real clock. Its timers do not keep the process alive. */
export const systemTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Name of the errors of {@link withTimeout}. */
export const TIMEOUT_ERROR = 'TimeoutError';

/**
 * Runs work with a time limit. It ends in time even if the work ignores its signal.
 *
 * @param subject - what is late, for the message: `<subject> did not answer within 10 s`
 * @throws an error named {@link TIMEOUT_ERROR} when the time is over
 */
export async function withTimeout<T>(
  options: {
    timing: Timing;
    timeoutMs: number;
    subject: string;
    signal?: AbortSignal;
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timing, timeoutMs, subject, signal: outer } = options;
  outer?.throwIfAborted();
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const giveUp = (reason: unknown) => {
      reject(reason);
      controller.abort(reason);
    };
    const cancel = timing.schedule(timeoutMs, () => {
      const error = new Error(
        `${subject} did not answer within ${formatDuration(timeoutMs)}`,
      );
      error.name = TIMEOUT_ERROR;
      giveUp(error);
    });
    const onOuterAbort = () => giveUp(outer?.reason);
    outer?.addEventListener('abort', onOuterAbort, { once: true });
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        cancel();
        outer?.removeEventListener('abort', onOuterAbort);
      });
  });
}

/** Spreads a delay by up to 20 % in both directions, so that many clusters are not asked at the same moment. */
export function withJitter(delayMs: number, timing: Timing): number {
  return Math.round(delayMs * (0.8 + 0.4 * timing.random()));
}

/** `250 ms`, `10 s`, `5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) {
    return `${ms} ms`;
  }
  return ms < 120_000
    ? `${Math.round(ms / 1000)} s`
    : `${Math.round(ms / 60_000)} min`;
}
