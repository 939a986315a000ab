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

import type {
  RunEnvironment,
  RunResources,
  ProfileInput,
} from '@meshplane/plugin-meshplane-common';

export interface MeasuredWindow {
  /** Epoch milliseconds of the measured phase, warm-up excluded. */
  from: number;
  to: number;
  /** Requests per second that were answered. */
  achievedRate: number;
}

/** Watches a run from its start, because some sources keep no past. */
export interface ResourceWatch {
  /** What the measured workloads used in the window. Never throws: notes say what is missing. */
  read(window: MeasuredWindow): Promise<RunResources>;
  stop(): void;
}

/** Reads CPU and memory of what is measured. */
export interface ResourceReader {
  watch(input: ProfileInput, signal: AbortSignal): ResourceWatch;
}

/** Describes what a run was made on. Never throws: `unknown` says what could not be read. */
export interface EnvironmentReader {
  read(
    input: ProfileInput,
    generator: RunEnvironment['generator'],
  ): Promise<RunEnvironment>;
}

/** Marks runs on boards. Failures are logged, and never end a run. */
export interface RunAnnotator {
  begin(run: {
    id: string;
    name: string;
    cluster?: string;
    at: number;
  }): Promise<void>;
  end(run: { id: string; at: number; text: string }): Promise<void>;
}
