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

import { Distribution, RunResult } from '../../model/result';
import { Bucket } from '../buckets';
import { ImportContext } from '../context';
import {
  FieldReader,
  MAX_BYTES,
  MAX_LATENCY_SECONDS,
  MAX_RATE,
  MAX_RUN_SECONDS,
  toMicros,
} from '../document/FieldReader';
import { isData } from '../document/overlay';
import { Path } from '../document/paths';
import {
  checkDistribution,
  contentId,
  generatorCaveats,
  importedResult,
} from '../results';
import { withoutSecrets } from '../secrets';
import { countStatuses } from '../statuses';

const NS_TO_US = 1e-3;

/** True for the output of `vegeta report -type=json`. */
export function isVegetaReport(value: unknown): boolean {
  return (
    isData(value) &&
    'latencies' in value &&
    'status_codes' in value &&
    'success' in value
  );
}

/** A report of vegeta; all its durations are nanoseconds. */
export function importVegetaReport(
  value: unknown,
  path: Path,
  context: ImportContext,
): RunResult | undefined {
  const { log } = context;
  const original = withoutSecrets(value, path, log);
  const reader = FieldReader.of(original, path, log, 'a report of vegeta');
  if (!reader) {
    return undefined;
  }
  const errorsBefore = log.errors.length;
  const requests =
    reader.number('requests', { min: 0, integer: true }) ??
    reader.missing('requests');
  const rate = reader.number('rate', { min: 0, max: MAX_RATE });
  const duration =
    reader.number('duration', { min: 0, max: MAX_RUN_SECONDS * 1e9 }) ??
    reader.missing('duration');
  reader.number('wait', { min: 0, max: MAX_RUN_SECONDS * 1e9 });
  reader.number('throughput', { min: 0, max: MAX_RATE });
  const success = reader.number('success', { min: 0, max: 1 });
  const codes = reader.counts('status_codes') ?? {};
  const startedAt = reader.time('earliest');
  reader.time('latest');
  reader.time('end');
  const bytes = reader
    .object('bytes_in')
    ?.number('total', { min: 0, max: MAX_BYTES });
  reader.list('errors');
  const latencies =
    reader.object('latencies') ??
    (reader.has('latencies') ? undefined : reader.missing('latencies'));
  const distribution = latencies && readLatencies(latencies, requests ?? 0);
  const buckets = readBuckets(reader, distribution);
  if (
    log.errors.length > errorsBefore ||
    !distribution ||
    requests === undefined ||
    duration === undefined
  ) {
    return undefined;
  }
  const counted = countStatuses(codes);
  if (counted.total !== requests) {
    reader.error(
      'status_codes',
      `The status codes count ${counted.total} requests, "requests" says ${requests}`,
    );
    return undefined;
  }
  if (
    success !== undefined &&
    requests > 0 &&
    Math.abs(success - counted.ok / requests) > 1e-6
  ) {
    reader.error(
      'success',
      `"success" is ${success}, the status codes say ${counted.ok / requests}`,
    );
    return undefined;
  }
  const warnings: string[] = [];
  if (counted.ok < requests) {
    warnings.push(
      'The latencies include those of failed requests, which the file does not keep apart',
    );
    log.warn(warnings[0], reader.at('latencies'));
  }
  reader.countUnknown();
  const isAllFailed = counted.ok === 0;
  const full = buckets ? { ...distribution, buckets } : distribution;
  return importedResult({
    id: contentId('vegeta', original),
    name: context.baseName ?? 'vegeta report',
    generator: { name: 'vegeta', caveats: [...generatorCaveats.vegeta] },
    ...(startedAt ? { startedAt } : {}),
    measuredSeconds: duration / 1e9,
    precision: buckets ? 'bucketed' : 'summary',
    counts: {
      sent: requests,
      ok: counted.ok,
      errors: counted.errors,
      statuses: counted.statuses,
    },
    ...(bytes === undefined ? {} : { bytesReceived: bytes }),
    achievedRate: rate ?? 0,
    latency:
      requests === 0 ? {} : { [isAllFailed ? 'errors' : 'service']: full },
    warnings,
    preserved: { 'vegeta-report': { document: original } },
  });
}

function readLatencies(
  latencies: FieldReader,
  count: number,
): Distribution | undefined {
  const errorsBefore = latencies.log.errors.length;
  const percentiles: Record<string, number> = {};
  for (const key of Object.keys(latencies.data)) {
    const match = /^(\d{1,3}(?:\.\d+)?)th$/.exec(key);
    const value = match ? latencies.latency(key, NS_TO_US) : undefined;
    if (match && value !== undefined) {
      percentiles[String(Number(match[1]))] = value;
    }
  }
  latencies.number('total', { min: 0 });
  const mean = latencies.latency('mean', NS_TO_US);
  const max = latencies.latency('max', NS_TO_US);
  const min = latencies.latency('min', NS_TO_US);
  if (latencies.log.errors.length > errorsBefore) {
    return undefined;
  }
  if (Object.keys(percentiles).length === 0 && mean === undefined) {
    latencies.log.error(
      '"latencies" has neither percentiles nor a mean',
      latencies.path,
    );
    return undefined;
  }
  const distribution: Distribution = {
    count,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(mean === undefined ? {} : { mean }),
    percentiles,
  };
  return checkDistribution(distribution, latencies.path, latencies.log)
    ? distribution
    : undefined;
}

/** `buckets`: lower edge in nanoseconds → count; the last bucket is open and ends at the maximum. */
function readBuckets(
  reader: FieldReader,
  distribution: Distribution | undefined,
): Bucket[] | undefined {
  const counts = reader.counts('buckets');
  if (!counts || Object.keys(counts).length === 0 || !distribution) {
    return undefined;
  }
  const edges = Object.keys(counts).map(Number);
  if (edges.some(e => !(e >= 0 && e <= MAX_LATENCY_SECONDS * 1e9))) {
    return reader.error('buckets', 'A bucket must begin at nanoseconds');
  }
  const sorted = Object.entries(counts)
    .map(([edge, count]) => ({ edge: Number(edge), count }))
    .sort((a, b) => a.edge - b.edge);
  const total = sorted.reduce((s, b) => s + b.count, 0);
  if (total !== distribution.count) {
    return reader.error(
      'buckets',
      `The buckets hold ${total} samples, "requests" says ${distribution.count}`,
    );
  }
  return sorted
    .map(({ edge, count }, i) => {
      const from = toMicros(edge, NS_TO_US);
      const next = sorted[i + 1];
      return {
        from,
        to: next
          ? toMicros(next.edge, NS_TO_US)
          : Math.max(from, distribution.max ?? from),
        count,
      };
    })
    .filter(bucket => bucket.count > 0);
}
