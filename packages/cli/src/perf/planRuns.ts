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

import {
  abbaSchedule,
  repeatRules,
  type LoadProfile,
} from '@meshplane/benchmark';

/** One run that is to be made. */
export interface PlannedRun {
  side: 'candidate' | 'baseline';
  profile: LoadProfile;
}

/**
 * The runs of one call, in their order. Two sides take turns, ABBA BAAB and so on, with the same seed for both runs of a
 * pair, so that a drift of the environment hits both alike.
 *
 * @param old - the side that the profile is held against
 */
export function planRuns(
  profile: LoadProfile,
  old: LoadProfile | undefined,
  repeats?: number,
): PlannedRun[] {
  if (!old) {
    return Array.from({ length: repeats ?? 1 }, (_, index) => ({
      side: 'candidate' as const,
      profile: withSeed(profile, seedOf(profile) + index),
    }));
  }
  return abbaSchedule(repeats ?? repeatRules.default, seedOf(profile)).map(
    ({ side, seed }) =>
      side === 'A'
        ? { side: 'baseline' as const, profile: withSeed(old, seed) }
        : { side: 'candidate' as const, profile: withSeed(profile, seed) },
  );
}

function seedOf({ load }: LoadProfile): number {
  return load.model === 'open' ? load.seed : 1;
}

function withSeed(profile: LoadProfile, seed: number): LoadProfile {
  const { load } = profile;
  return load.model === 'open'
    ? { ...profile, load: { ...load, seed } }
    : profile;
}
