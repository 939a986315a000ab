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

import { mergeHistograms, toDistribution } from '../engine/histograms';
import { evaluateGates } from '../gates/evaluateGates';
import type { Distribution, RunResult } from '../model/result';
import { mergeSlices } from './mergeSlices';
import { mergeValidity } from './mergeValidity';
import { sumCounts, total } from './sums';

/** The result of one of several generators, each with its share of one load. @public */
export interface ShardPart {
  /** For messages, such as `shard 0`. */
  name: string;
  result: RunResult;
}

/** What the parts do not know. @public */
export interface MergedRun {
  id: string;
  /** Begin of the measured phase, ISO 8601. */
  startedAt?: string;
  /** Parts of the load that gave no result, in words: they make the whole invalid. */
  missing?: readonly string[];
}

const ENDS = ['failed', 'aborted-by-gate', 'cancelled', 'complete'] as const;
const LATENCIES = ['response', 'service', 'lag', 'late', 'errors'] as const;

/**
 * Puts the results of generators that made one load together, exactly: counts are added and histograms merged sample by
 * sample, so that percentiles are those of one generator that had done all. One part whose generator was the limit makes
 * the whole invalid. The gates of the profile are judged anew.
 *
 * @throws Error where there are no parts, one has no exact histograms, or samples were lost
 * @public
 */
export function mergeResults(
  parts: readonly ShardPart[],
  run: MergedRun,
): RunResult {
  if (parts.length === 0)
    throw new Error('There is no result of any shard to put together');
  const results = parts.map(({ result }) => result);
  const [first] = results;
  const { profile } = first;
  const measuredSeconds = Math.max(...results.map(r => r.measuredSeconds));
  const sent = total(results, r => r.counts.sent);
  const sumOf = (value: (result: RunResult) => number | undefined) =>
    results.every(r => value(r) !== undefined)
      ? total(results, value)
      : undefined;
  const loops = results.flatMap(r => r.generator.eventLoopUtilization ?? []);
  const merged: RunResult = {
    ...first,
    id: run.id,
    generator: {
      ...first.generator,
      caveats: [...new Set(results.flatMap(r => r.generator.caveats))],
      threads: sumOf(r => r.generator.threads),
      cpuSeconds: sumOf(r => r.generator.cpuSeconds),
      eventLoopUtilization: loops.length > 0 ? Math.max(...loops) : undefined,
    },
    startedAt: run.startedAt ?? earliest(results),
    measuredSeconds,
    end: run.missing?.length
      ? 'failed'
      : ENDS.find(end => results.some(r => r.end === end))!,
    validity: mergeValidity(parts, run.missing ?? []),
    counts: {
      scheduled: sumOf(r => r.counts.scheduled),
      sent,
      ok: total(results, r => r.counts.ok),
      errors: sumCounts(results.map(r => r.counts.errors)),
      statuses: sumCounts(results.map(r => r.counts.statuses)),
      reconnects: sumOf(r => r.counts.reconnects),
      idleRecycled: sumOf(r => r.counts.idleRecycled),
    },
    bytesReceived: sumOf(r => r.bytesReceived),
    targetRate: sumOf(r => r.targetRate),
    achievedRate: measuredSeconds > 0 ? sent / measuredSeconds : 0,
    latency: Object.fromEntries(
      LATENCIES.map(name => [
        name,
        mergeDistributions(
          parts.map(({ name: shard, result }) => ({
            shard,
            distribution: result.latency[name],
          })),
        ),
      ]),
    ),
    endpoints: mergeEndpoints(parts),
    slices: mergeSlices(results.map(r => r.slices)),
    gates: [],
    warnings: [
      ...(run.missing ?? []),
      ...parts.flatMap(({ name, result }) =>
        result.warnings.map(warning =>
          parts.length > 1 ? `${name}: ${warning}` : warning,
        ),
      ),
    ],
  };
  merged.gates = profile ? evaluateGates(merged, profile.gates) : [];
  return merged;
}

function earliest(results: readonly RunResult[]): string | undefined {
  return results.flatMap(({ startedAt }) => startedAt ?? []).sort()[0];
}

function mergeDistributions(
  parts: { shard: string; distribution: Distribution | undefined }[],
): Distribution | undefined {
  const known = parts.flatMap(({ shard, distribution }) =>
    distribution ? [{ shard, ...distribution }] : [],
  );
  const encoded = known.map(({ shard, hdr }) => {
    if (!hdr)
      throw new Error(
        `${shard} has no exact histogram: percentiles of several generators cannot be put together without`,
      );
    return hdr;
  });
  return toDistribution(
    mergeHistograms(
      encoded,
      total(known, ({ count }) => count),
    ),
  );
}

function mergeEndpoints(parts: readonly ShardPart[]): RunResult['endpoints'] {
  const names = new Set(
    parts.flatMap(({ result }) => Object.keys(result.endpoints ?? {})),
  );
  if (names.size === 0) return undefined;
  return Object.fromEntries(
    [...names].map(name => {
      const of = parts.flatMap(({ name: shard, result }) => {
        const endpoint = result.endpoints?.[name];
        return endpoint ? [{ shard, ...endpoint }] : [];
      });
      return [
        name,
        {
          sent: total(of, part => part.sent),
          ok: total(of, part => part.ok),
          errors: sumCounts(of.map(part => part.errors)),
          response: mergeDistributions(
            of.map(({ shard, response }) => ({
              shard,
              distribution: response,
            })),
          ),
        },
      ];
    }),
  );
}
