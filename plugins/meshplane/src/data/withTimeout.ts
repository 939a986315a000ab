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

/** Longest time that a view waits for an answer, in milliseconds. */
export const QUERY_TIMEOUT_MS = 30_000;

/**
 * Rejects when `work` has not settled in time, so that no loading skeleton stays for ever.
 *
 * @param what - what was asked for, for the message: "the coverage of cluster \"prod\""
 */
export function withTimeout<T>(
  work: Promise<T>,
  what: string,
  timeoutMs: number = QUERY_TIMEOUT_MS,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Error(
            `No answer for ${what} within ${Math.round(
              timeoutMs / 1000,
            )} s. The backend is busy or cannot be reached; try again in a moment.`,
          ),
        ),
      timeoutMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
