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

/** Pauses between attempts, milliseconds: shorter together than a lease that is renewed meanwhile. */
const PAUSES = [200, 1_000, 3_000, 5_000];

/**
 * Tries to write what would be lost otherwise until the database takes it.
 *
 * @throws the last error
 */
export async function persistently<T>(
  timing: Pick<Timing, 'schedule'>,
  write: () => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await write();
    } catch {
      await new Promise<void>(resolve => {
        timing.schedule(pause, resolve);
      });
    }
  }
  return write();
}
