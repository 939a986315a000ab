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

/** Why a run has to stop before its end. */
export class RunAbort extends Error {
  /**
   * @param kind - `cancel`: somebody asked for it; `shutdown`: this backend stops; `lease-lost`: another replica has taken
   *   over and nothing may be written any more
   */
  constructor(
    readonly kind: 'cancel' | 'shutdown' | 'lease-lost',
    message: string,
  ) {
    super(message);
    this.name = 'RunAbort';
  }
}

/** Why a signal has aborted; undefined if it has not. */
export function abortOf(signal: AbortSignal): RunAbort | undefined {
  if (!signal.aborted) return undefined;
  return signal.reason instanceof RunAbort
    ? signal.reason
    : new RunAbort('shutdown', String(signal.reason));
}
