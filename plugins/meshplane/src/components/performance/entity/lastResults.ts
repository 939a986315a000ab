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
  PerformanceProfile,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';

/** A profile with its newest run that ended with a result, and the one that is under way. */
export interface ProfileState {
  profile: PerformanceProfile;
  last?: RunSummary;
  active?: RunSummary;
}

const isActive = (run: RunSummary) =>
  ['queued', 'starting', 'running', 'collecting'].includes(run.state);

/** Puts runs, newest first, to their profiles. */
export function profileStates(
  profiles: readonly PerformanceProfile[],
  runs: readonly RunSummary[],
): ProfileState[] {
  return profiles.map(profile => {
    const own = runs.filter(run => run.profileId === profile.id);
    return {
      profile,
      last: own.find(run => run.headline && !isActive(run)),
      active: own.find(isActive),
    };
  });
}

const RANK = ['fail', 'borderline', 'not-judged', 'pass'] as const;

/** The worst gate among the last results of all profiles; `none` where no profile has gates. */
export function worstGate(
  states: readonly ProfileState[],
): (typeof RANK)[number] | 'none' {
  return (
    RANK.find(gate => states.some(({ last }) => last?.gate === gate)) ?? 'none'
  );
}
