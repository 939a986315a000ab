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

import type { Histogram } from 'hdr-histogram-js';
import type { LoadProfile } from '../model/profile';
import type { RunResult, Slice } from '../model/result';
import type { PreparedEndpoint } from '../transport/endpoints';
import { profileWithoutSecrets } from '../model/profileWithoutSecrets';
import { mergeHistograms, toDistribution } from './histograms';
import { type LoadShare, measuredSecondsOf, WHOLE_LOAD } from './plan';
import type { EncodedHistogram } from './Recorder';
import { plannedRequests } from './schedule';
import type { ShardResult } from './Shard';
import { judgeValidity } from './validity';

/** What a run is told apart by, beside what its shards have recorded. */
export interface RunFacts {
  id: string;
  profile: LoadProfile;
  /** The part of the load that was made here; absent: all of it. */
  share?: LoadShare;
  endpoints: readonly PreparedEndpoint[];
  startedAt: Date;
  end: RunResult['end'];
  warnings: string[];
  throttledPeriods?: number;
  spin: boolean;
  slices: Slice[];
}

/** Version of the generator that results name. */
const GENERATOR = { name: 'meshplane', version: '0.1.0' };

/**
 * Merges the shards of a run into its result.
 *
 * @throws Error where samples were lost between the threads.
 */
export function buildResult(facts: RunFacts, shards: ShardResult[]): RunResult {
  const { profile, endpoints } = facts;
  const histogram = (name: keyof ShardResult['histograms']) =>
    merged(shards.map(shard => shard.histograms[name]));
  const response = histogram('response');
  const late = histogram('late');
  const wait = histogram('wait');
  const sent = total(shards, shard => shard.sent);
  const ok = total(shards, shard => shard.ok);
  const scheduled = total(shards, shard => shard.scheduled);
  const errors = sumRecords(shards.map(shard => shard.errors));
  const measuredSeconds = Math.max(0, ...shards.map(s => s.measuredSeconds));
  const utilization = Math.max(0, ...shards.map(s => s.eventLoopUtilization));
  return {
    version: 'meshplane.io/run-result/v1',
    id: facts.id,
    name: profile.name,
    labels: profile.labels,
    profile: profileWithoutSecrets(profile),
    generator: {
      ...GENERATOR,
      caveats: [],
      threads: profile.threads,
      cpuSeconds: total(shards, shard => shard.cpuSeconds),
      eventLoopUtilization: utilization,
    },
    startedAt: facts.startedAt.toISOString(),
    measuredSeconds,
    end: facts.end,
    precision: 'exact',
    validity: judgeValidity({
      model: profile.load.model,
      scheduled,
      sent,
      dropped: errors.dropped ?? 0,
      lateP99Ms: percentileMs(late, 99),
      waitP99Ms: percentileMs(wait, 99),
      responseP50Ms: percentileMs(response, 50),
      eventLoopUtilization: utilization,
      throttledPeriods: facts.throttledPeriods,
      spin: facts.spin,
      connects: total(shards, shard => shard.connects),
      connectFailures: total(shards, shard => shard.connectFailures),
    }),
    counts: {
      scheduled,
      sent,
      ok,
      errors,
      statuses: sumRecords(shards.map(shard => shard.statuses)),
      reconnects: total(shards, shard => shard.reconnects),
      idleRecycled: total(shards, shard => shard.idleRecycled),
    },
    bytesReceived: total(shards, shard => shard.bytes),
    targetRate:
      profile.load.model === 'open'
        ? plannedRequests(profile.load.stages) /
          measuredSecondsOf(profile) /
          (facts.share ?? WHOLE_LOAD).of
        : undefined,
    achievedRate: measuredSeconds > 0 ? sent / measuredSeconds : 0,
    latency: {
      response: toDistribution(response),
      service: toDistribution(histogram('service')),
      lag: toDistribution(histogram('lag')),
      late: toDistribution(late),
      errors: toDistribution(histogram('errors')),
    },
    endpoints: endpointResults(endpoints, shards),
    slices: facts.slices,
    gates: [],
    tls: tlsOf(profile, endpoints),
    warnings: facts.warnings,
  };
}

function endpointResults(
  endpoints: readonly PreparedEndpoint[],
  shards: ShardResult[],
): RunResult['endpoints'] {
  if (endpoints.length < 2) {
    return undefined;
  }
  return Object.fromEntries(
    endpoints.map(({ name, index }) => {
      const parts = shards.map(shard => shard.endpoints[index]);
      return [
        name,
        {
          sent: total(parts, part => part.sent),
          ok: total(parts, part => part.ok),
          errors: sumRecords(parts.map(part => part.errors)),
          response: toDistribution(merged(parts.map(part => part.response))),
        },
      ];
    }),
  );
}

function tlsOf(
  profile: LoadProfile,
  endpoints: readonly PreparedEndpoint[],
): RunResult['tls'] {
  if (!endpoints.some(({ origin }) => origin.secure)) {
    return 'none';
  }
  return profile.tls?.verify ?? true ? 'verified' : 'unverified';
}

function merged(parts: EncodedHistogram[]): Histogram {
  return mergeHistograms(
    parts.map(({ hdr }) => hdr),
    total(parts, ({ count }) => count),
  );
}

function percentileMs(histogram: Histogram, percentile: number): number {
  return histogram.getValueAtPercentile(percentile) / 1000;
}

function total<T>(items: T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function sumRecords(records: Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const record of records) {
    for (const [key, count] of Object.entries(record)) {
      sums[key] = (sums[key] ?? 0) + count;
    }
  }
  return sums;
}
