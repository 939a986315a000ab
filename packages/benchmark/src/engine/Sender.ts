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

import type { Slot } from '../transport/Slot';

/** Decides when requests are sent: by a schedule, or as fast as answers come. */
export interface Sender {
  /** @param startAt - begin of the warm-up on the clock of `performance.now()`. */
  start(startAt: number): void;
  /** A slot of the origin of this index can take a request. */
  onFree(lane: number, slot: Slot): void;
  /** Sends what is due now and nothing after that. */
  stop(): void;
}
