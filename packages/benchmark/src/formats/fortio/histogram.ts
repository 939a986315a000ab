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

import { Distribution } from '../../model/result';
import { Bucket, bucketPercentile } from '../buckets';
import {
  FieldReader,
  MAX_LATENCY_SECONDS,
  toMicros,
} from '../document/FieldReader';
import { checkDistribution } from '../results';

/** Percentiles that every result shows, computed from the buckets where the file does not list them. */
const SHOWN_PERCENTILES = [50, 75, 90, 95, 99, 99.9];
const MICROS = 1e6;

/**
 * A distribution from Fortio's histogram form (seconds). Undefined with errors where it contradicts itself. `count` may
 * be absent in reduced forms, then the caller gives its best knowledge.
 */
export function readFortioHistogram(
  reader: FieldReader,
  countFallback: number | undefined,
): Distribution | undefined {
  const before = reader.log.errors.length;
  const count =
    reader.number('Count', { min: 0, integer: true }) ?? countFallback;
  const min = reader.latency('Min', MICROS);
  const max = reader.latency('Max', MICROS);
  const mean = reader.has('Avg')
    ? reader.latency('Avg', MICROS)
    : reader.latency('average', MICROS);
  const stddev = reader.latency('StdDev', MICROS);
  reader.number('Sum', { min: 0 });
  const buckets = readBuckets(reader);
  const percentiles = readPercentiles(reader);
  if (reader.log.errors.length > before) {
    return undefined;
  }
  const inBuckets = buckets?.reduce((sum, b) => sum + b.count, 0);
  if (buckets && count !== undefined && inBuckets !== count) {
    reader.error(
      'Data',
      `The buckets hold ${inBuckets} samples, "Count" says ${count}`,
    );
    return undefined;
  }
  if (count === undefined) {
    reader.missing('Count');
    return undefined;
  }
  if (buckets && count > 0) {
    for (const p of SHOWN_PERCENTILES) {
      percentiles[String(p)] ??= toMicros(bucketPercentile(buckets, p)!, 1);
    }
  }
  const hasValues = count > 0;
  if (
    hasValues &&
    Object.keys(percentiles).length === 0 &&
    mean === undefined
  ) {
    reader.log.error(
      'The histogram has neither buckets nor percentiles nor an average',
      reader.path,
    );
    return undefined;
  }
  const distribution: Distribution = {
    count,
    ...(hasValues && min !== undefined ? { min } : {}),
    ...(hasValues && max !== undefined ? { max } : {}),
    ...(hasValues && mean !== undefined ? { mean } : {}),
    ...(hasValues && stddev !== undefined ? { stddev } : {}),
    percentiles,
    ...(buckets && hasValues
      ? { buckets: buckets.filter(b => b.count > 0) }
      : {}),
  };
  return checkDistribution(distribution, reader.path, reader.log)
    ? distribution
    : undefined;
}

function readBuckets(reader: FieldReader): Bucket[] | undefined {
  const list = reader.list('Data');
  if (!list) {
    return undefined;
  }
  const buckets: Bucket[] = [];
  let end = 0;
  for (const [i, entry] of list.entries()) {
    const row = FieldReader.of(
      entry,
      [...reader.at('Data'), i],
      reader.log,
      'a bucket',
    );
    if (!row) {
      return undefined;
    }
    const rule = { min: 0, max: MAX_LATENCY_SECONDS };
    const start = row.number('Start', rule) ?? row.missing('Start');
    const stop = row.number('End', rule) ?? row.missing('End');
    const count =
      row.number('Count', { min: 0, integer: true }) ?? row.missing('Count');
    row.number('Percent', { min: 0, max: 100.000001 });
    if (start === undefined || stop === undefined || count === undefined) {
      return undefined;
    }
    if (stop < start || start < end - 1e-9) {
      row.log.error(
        `The bucket ${start} to ${stop} is out of order: the one before it ends at ${end}`,
        row.path,
      );
      return undefined;
    }
    end = stop;
    buckets.push({
      from: toMicros(start, MICROS),
      to: toMicros(stop, MICROS),
      count,
    });
  }
  return buckets;
}

function readPercentiles(reader: FieldReader): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [i, entry] of (reader.list('Percentiles') ?? []).entries()) {
    const row = FieldReader.of(
      entry,
      [...reader.at('Percentiles'), i],
      reader.log,
      'a percentile',
    );
    if (!row) {
      continue;
    }
    const percentile =
      row.number('Percentile', { min: 0, max: 100 }) ??
      row.missing('Percentile');
    const value = row.latency('Value', MICROS) ?? row.missing('Value');
    if (percentile !== undefined && value !== undefined) {
      out[String(percentile)] = value;
    }
  }
  return out;
}
