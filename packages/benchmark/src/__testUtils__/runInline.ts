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

import { runLoad, RunLoadOptions } from '../engine/runLoad';
import { launchInline } from '../engine/ShardHandle';
import type { LoadProfileInput } from '../model/profile';
import type { RunResult } from '../model/result';

/** Runs in the test's own thread: starting one takes longer than most of these runs. */
export function runInline(
  profile: Partial<LoadProfileInput> & Pick<LoadProfileInput, 'endpoints'>,
  options: RunLoadOptions = {},
): Promise<RunResult> {
  return runLoad(
    {
      name: 'test',
      load: openLoad(400, 0.5),
      // Enough to send all that is due at the end, even where a busy machine has held the thread up for a while.
      connections: 300,
      ...profile,
    },
    { launch: launchInline, ...options },
  );
}

/** What became of the requests of a run; for comparing as a whole. */
export function tally({ counts }: RunResult): {
  sent: number;
  ok: number;
  errors: Record<string, number>;
} {
  const { sent, ok, errors } = counts;
  return { sent, ok, errors };
}

/** A constant rate. */
export function openLoad(
  rate: number,
  seconds: number,
): LoadProfileInput['load'] {
  return { model: 'open', stages: [{ seconds, from: rate, to: rate }] };
}
