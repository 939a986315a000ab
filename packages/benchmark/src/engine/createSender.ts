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

import type { Origin, PreparedEndpoint } from '../transport/endpoints';
import { ClosedLoop } from './ClosedLoop';
import { EndpointPicker } from './EndpointPicker';
import { Pacer } from './Pacer';
import type { ShardPlan } from './plan';
import type { Recorder } from './Recorder';
import { Arrivals, seededRandom, warmupStages } from './schedule';
import type { Sender } from './Sender';

/** Makes what decides when a shard sends. */
export function createSender(
  { profile, shard, shards, connections, backlogCap, spin }: ShardPlan,
  endpoints: readonly PreparedEndpoint[],
  origins: readonly Origin[],
  requestsPerConnection: number,
  recorder: Recorder,
): Sender {
  const { load } = profile;
  const warmupMs = profile.warmupSeconds * 1000;
  const laneOf = endpoints.map(endpoint =>
    origins.findIndex(origin => origin.key === endpoint.origin.key),
  );
  if (load.model === 'closed') {
    const byLane = origins.map((_, lane) =>
      endpoints.filter(({ index }) => laneOf[index] === lane),
    );
    return new ClosedLoop(
      warmupMs,
      byLane.map(lane => new EndpointPicker(weightsOf(lane), shard, shards)),
      byLane.map(lane => lane.map(({ index }) => index)),
      recorder,
    );
  }
  // One stream of random numbers per phase and shard: a longer warm-up must not change the measured arrivals.
  const random = (phase: number) =>
    load.arrivals === 'poisson'
      ? seededRandom(load.seed * 1009 + shard * 2 + phase)
      : undefined;
  return new Pacer(
    {
      warmup: new Arrivals(warmupStages(load.stages, profile.warmupSeconds), {
        shard,
        shards,
        random: random(0),
      }),
      warmupMs,
      measured: new Arrivals(load.stages, { shard, shards, random: random(1) }),
      picker: new EndpointPicker(weightsOf(endpoints), shard, shards),
      laneOf,
      slots: connections.map(count => count * requestsPerConnection),
      backlogCap,
      spin,
    },
    recorder,
  );
}

function weightsOf(endpoints: readonly PreparedEndpoint[]): number[] {
  return endpoints.map(({ endpoint }) => endpoint.weight);
}
