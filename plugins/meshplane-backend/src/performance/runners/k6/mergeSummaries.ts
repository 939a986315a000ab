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

import type { Distribution, RunResult } from '@meshplane/benchmark/model';

/**
 * Puts summaries of several k6 pods together as far as that is exact: counts, rates, and minimum, maximum and mean. k6
 * keeps no histogram, so that there are no percentiles of the whole; a mean of percentiles would be none.
 */
export function mergeSummaries(results: readonly RunResult[]): RunResult {
  const [first, ...others] = results;
  if (others.length === 0) return first;
  const sum = (value: (result: RunResult) => number | undefined) =>
    results.every(result => value(result) !== undefined)
      ? results.reduce((total, result) => total + value(result)!, 0)
      : undefined;
  const measuredSeconds = Math.max(...results.map(r => r.measuredSeconds));
  const counts = results.map(result => result.counts);
  return {
    ...first,
    precision: 'summary',
    measuredSeconds,
    counts: {
      scheduled: sum(r => r.counts.scheduled),
      sent: sum(r => r.counts.sent)!,
      ok: sum(r => r.counts.ok)!,
      errors: add(counts.map(({ errors }) => errors)),
      statuses: add(counts.map(({ statuses }) => statuses)),
    },
    bytesReceived: sum(r => r.bytesReceived),
    achievedRate: sum(r => r.counts.sent)! / (measuredSeconds || 1),
    latency: {
      service: mergeDistributions(results.map(r => r.latency.service)),
      response: mergeDistributions(results.map(r => r.latency.response)),
      errors: mergeDistributions(results.map(r => r.latency.errors)),
    },
    preserved: undefined,
    warnings: [
      ...new Set(results.flatMap(({ warnings }) => warnings)),
      `k6 keeps no histogram: percentiles of ${results.length} pods cannot be put together, only counts, minimum, maximum and mean. Take one pod for percentiles`,
    ],
  };
}

function mergeDistributions(
  parts: readonly (Distribution | undefined)[],
): Distribution | undefined {
  const known = parts.flatMap(part => (part ? [part] : []));
  if (known.length === 0) return undefined;
  const count = known.reduce((total, part) => total + part.count, 0);
  const all = (key: 'min' | 'max' | 'mean') => {
    const values = known.flatMap(part => part[key] ?? []);
    return values.length === known.length ? values : undefined;
  };
  const [min, max, mean] = [all('min'), all('max'), all('mean')];
  return {
    count,
    min: min && Math.min(...min),
    max: max && Math.max(...max),
    mean:
      mean &&
      mean.reduce((total, one, i) => total + one * known[i].count, 0) /
        (count || 1),
    percentiles: {},
  };
}

function add(records: readonly Record<string, number>[]) {
  const sums: Record<string, number> = {};
  for (const record of records)
    for (const [key, count] of Object.entries(record))
      sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
