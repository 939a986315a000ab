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
import type { PinnedAddresses } from '../transport/lookup';
import { originsOf, PreparedEndpoint } from '../transport/endpoints';
import { peakRate, secondsOf } from './schedule';

/** Everything that one shard of a run needs to know; can be sent to a thread. */
export interface ShardPlan {
  profile: LoadProfile;
  shard: number;
  shards: number;
  /** Connections of this shard by origin, in the order of `originsOf`. */
  connections: number[];
  pinned: PinnedAddresses;
  backlogCap: number;
  spin: boolean;
}

/** The part of a load that one of several generators makes, counted from 0. @public */
export interface LoadShare {
  index: number;
  of: number;
}

/** All of a load. */
export const WHOLE_LOAD: LoadShare = { index: 0, of: 1 };

/** Planned length of the measured phase in seconds. */
export function measuredSecondsOf({ load }: LoadProfile): number {
  return load.model === 'open' ? secondsOf(load.stages) : load.seconds;
}

/**
 * Splits the connections of a profile over its origins by the weights of their endpoints, and those over the shards.
 * Every origin has at least one connection in every shard, else what a shard has for it could never be sent.
 *
 * @param share - of several generators, each with `threads` threads; the shards of generator i are i, i + N, …, so that
 *   its arrivals are every N-th of the whole
 */
export function planShards(
  profile: LoadProfile,
  endpoints: readonly PreparedEndpoint[],
  options: { pinned: PinnedAddresses; spin: boolean },
  share: LoadShare = WHOLE_LOAD,
): ShardPlan[] {
  const shards = profile.threads * share.of;
  const origins = originsOf(endpoints);
  const totalWeight = sumOfWeights(endpoints);
  const perOrigin = origins.map(origin => {
    const weight = sumOfWeights(
      endpoints.filter(endpoint => endpoint.origin.key === origin.key),
    );
    return Math.max(
      1,
      Math.round((profile.connections * weight) / totalWeight),
    );
  });
  const backlogCap = backlogCapOf(profile, shards);
  return Array.from({ length: profile.threads }, (_, thread) => {
    const shard = share.index + thread * share.of;
    return {
      profile,
      shard,
      shards,
      connections: perOrigin.map(connections =>
        Math.max(1, splitEvenly(connections, shards, shard)),
      ),
      backlogCap,
      ...options,
    };
  });
}

/**
 * A request that waits longer than the time limit (10 s at least) would be hopeless anyway; the cap keeps a server that
 * hangs for minutes from filling the memory.
 */
function backlogCapOf(profile: LoadProfile, shards: number): number {
  if (profile.load.model === 'closed') {
    return 1;
  }
  const seconds = Math.max(10, profile.timeoutSeconds);
  const requests = (peakRate(profile.load.stages) * seconds) / shards;
  return Math.min(1_000_000, Math.max(1000, Math.ceil(requests)));
}

/** The parts differ by one at most; the first ones have the remainder. */
export function splitEvenly(
  total: number,
  parts: number,
  part: number,
): number {
  return Math.floor(total / parts) + (part < total % parts ? 1 : 0);
}

function sumOfWeights(endpoints: readonly PreparedEndpoint[]): number {
  return endpoints.reduce((sum, { endpoint }) => sum + endpoint.weight, 0);
}
