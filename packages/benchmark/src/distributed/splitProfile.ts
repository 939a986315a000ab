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

import type { LoadProfile } from '../model/profile';
import { type LoadShare, splitEvenly } from '../engine/plan';
import { plannedRequests, secondsOf } from '../engine/schedule';

/** What one of several generators does of a load. @public */
export interface ProfileShare {
  share: LoadShare;
  connections: number;
  /**
   * Of an open loop: requests of uniform arrivals, exactly, and the mean rate per second. Poisson arrivals vary around it,
   * each share with random numbers of its own.
   */
  requests?: number;
  rate?: number;
  /** How much later than the whole load the share begins at the initial rate, milliseconds. */
  offsetMs?: number;
}

/** Arrivals are counted with this tolerance, as the schedule does. */
const TOLERANCE = 1e-9;

/**
 * Divides a load over several generators. Generator i of N makes the arrivals i, i + N, … of the schedule of the whole:
 * at a constant rate R that is R / N with an offset of i / R, the remainder goes to the first ones, and together they
 * make exactly the arrivals of one generator.
 *
 * @throws Error where there are fewer connections than threads of all generators together, since each needs one
 * @public
 */
export function splitProfile(
  profile: LoadProfile,
  generators: number,
): ProfileShare[] {
  if (!Number.isInteger(generators) || generators < 1)
    throw new Error(`A load cannot be divided over "${generators}" generators`);
  const threads = generators * profile.threads;
  if (generators > 1 && profile.connections < threads)
    throw new Error(
      `"connections": ${
        profile.connections
      } cannot be divided over ${generators} generators with ${
        profile.threads
      } thread${
        profile.threads === 1 ? '' : 's'
      } each; take ${threads} at least, or fewer shards`,
    );
  return Array.from({ length: generators }, (_, index) => ({
    share: { index, of: generators },
    connections: connectionsOf(profile, threads, index, generators),
    ...openLoop(profile, index, generators),
  }));
}

function connectionsOf(
  { connections, threads: own }: LoadProfile,
  threads: number,
  index: number,
  generators: number,
): number {
  let sum = 0;
  for (let thread = 0; thread < own; thread++)
    sum += Math.max(
      1,
      splitEvenly(connections, threads, index + thread * generators),
    );
  return sum;
}

function openLoop({ load }: LoadProfile, index: number, of: number) {
  if (load.model === 'closed') return {};
  const planned = plannedRequests(load.stages);
  const arrivals = Math.ceil(planned - TOLERANCE);
  const first = load.stages[0].from;
  return {
    requests: Math.max(0, Math.ceil((arrivals - index) / of)),
    rate: planned / secondsOf(load.stages) / of,
    offsetMs: first > 0 ? (index * 1000) / first : undefined,
  };
}
