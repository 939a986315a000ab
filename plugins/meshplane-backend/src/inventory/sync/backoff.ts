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

import type { Clock } from '../clock';

/** Wait before the next attempt: doubles with each failure in a row, at least half of it, the rest by chance. */
export function backoffMs(
  clock: Clock,
  failures: number,
  limits: { backoffInitialMs: number; backoffMaxMs: number },
): number {
  const full = Math.min(
    limits.backoffMaxMs,
    limits.backoffInitialMs * 2 ** Math.max(0, failures - 1),
  );
  return full / 2 + clock.random() * (full / 2);
}

/** The same spread for a fixed wait, so that what failed together does not come back together. */
export function jitteredMs(clock: Clock, milliseconds: number): number {
  return milliseconds * (0.75 + clock.random() * 0.5);
}
