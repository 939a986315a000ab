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

import type { LoadProfile } from '@meshplane/benchmark/model';
import type { ProfileRow } from '../stores/model';

/** Why a load may not be sent. */
export interface GuardProblem {
  /** Path in the input, such as `load.endpoints.0.url`. */
  path?: string;
  message: string;
}

/** A load that may be sent, with the addresses that were checked and secrets filled in. */
export interface AdmittedLoad {
  load: LoadProfile;
  addresses: ReadonlyMap<string, readonly string[]>;
  /** `host:port` of every endpoint, sorted. */
  targets: string[];
}

/** Decides where load may go and how much of it. Asked when a run is queued and again when it starts. */
export interface TargetGuard {
  /** Everything that speaks against it; resolves names, sends nothing. */
  check(input: ProfileRow['input']): Promise<GuardProblem[]>;
  /**
   * Resolves and pins the names and fills in the secrets.
   *
   * @throws NotAllowedError with every problem in its message
   */
  admit(input: ProfileRow['input']): Promise<AdmittedLoad>;
}
