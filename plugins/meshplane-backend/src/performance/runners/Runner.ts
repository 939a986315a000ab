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

import type { LoadProfile, RunResult, Slice } from '@meshplane/benchmark/model';
import type {
  LiveState,
  ResourceUse,
  RunnerChoice,
} from '@meshplane/plugin-meshplane-common';
import type { ProfileRow } from '../stores/model';

/** What a runner is told to do. */
export interface RunnerRequest {
  runId: string;
  /** With secrets filled in; never logged, stored or put into arguments of processes. */
  load: LoadProfile;
  /** Headers or cookies of it are secrets: they must not come where others of the machine or cluster can read them. */
  hasSecretHeaders?: boolean;
  choice: RunnerChoice;
  /** Addresses that the guard has checked, by host name; nothing else may be contacted. */
  addresses: ReadonlyMap<string, readonly string[]>;
  stopAtErrorRate: number;
  signal: AbortSignal;
  /** About once a second. */
  onLive(live: LiveState): void;
  /** Whole seconds of the measured phase, each once. */
  onSeconds(slices: readonly Slice[]): void;
  /** What happens, in sentences, for the log of the run. */
  onMessage(message: string): void;
}

/** What a runner gives back. */
export interface RunnerOutcome {
  result: RunResult;
  /** When the measured phase began and ended, epoch milliseconds: the window of resources. */
  window: { from: number; to: number };
  /** The host or node names on which the load was made. */
  hosts: string[];
  /** What the generator itself used, from its cgroup or process. */
  generatorUse?: ResourceUse;
}

/** One way to make load. */
export interface Runner {
  readonly type: RunnerChoice['type'];
  /** Whether it can be used now; `note` says the version, or what is missing. */
  offers(): Promise<
    { generator: string; cluster?: string; available: boolean; note: string }[]
  >;
  /** What of a profile it cannot do, as sentences; asked before a run is queued. */
  check?(input: ProfileRow['input']): Promise<string[]>;
  /**
   * Makes the load. When the signal aborts, the result says `cancelled` and holds what was measured until then.
   *
   * @throws if no load could be made at all; the message says why and what to do
   */
  run(request: RunnerRequest): Promise<RunnerOutcome>;
  /** Ends what a run of a backend that is gone has left behind: processes, Jobs. */
  cleanUp(runId: string, choice: RunnerChoice): Promise<void>;
}
