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

/** Resolves at a time (epoch milliseconds), at once if it is over, or as soon as the signal aborts. */
export function waitUntil(
  timing: Timing,
  time: number,
  signal?: AbortSignal,
): Promise<void> {
  const delay = time - timing.now();
  if (delay <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise(resolve => {
    let cancel = () => {};
    const done = () => {
      signal?.removeEventListener('abort', done);
      cancel();
      resolve();
    };
    cancel = timing.schedule(delay, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
