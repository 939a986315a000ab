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

/**
 * Why work on an experiment ends before its time. `cancel`: somebody wants that; what was changed is taken back.
 * `halt`: the backend stops or the lease was lost; another replica takes back.
 */
export class ExperimentStop extends Error {
  readonly kind: 'cancel' | 'halt';

  constructor(kind: 'cancel' | 'halt', message: string) {
    super(message);
    this.name = 'ExperimentStop';
    this.kind = kind;
  }
}

/** Resolves after a while, or as soon as one of the signals aborts. */
export function pause(
  timing: Timing,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted || ms <= 0) {
      resolve();
      return;
    }
    let cancel = () => {};
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    cancel = timing.schedule(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** The message of whatever was thrown, short enough for a page. */
export function reasonIn(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, 1000);
}
