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
import { bucketMean, bucketPercentile, subtractBuckets } from '../buckets';
import { ImportContext } from '../context';
import {
  FieldReader,
  MAX_BYTES,
  MAX_RATE,
  MAX_RUN_SECONDS,
  toMicros,
} from '../document/FieldReader';
import { isData } from '../document/overlay';
import { Path } from '../document/paths';
import { contentId, generatorCaveats, importedResult } from '../results';
import { withoutSecrets } from '../secrets';
import { errorKind } from '../statuses';
import { readFortioHistogram } from './histogram';
import { readFortioProfile } from './profile';

/** How the fields of a Fortio result are spelled and which generator really produced the numbers. */
export interface FortioOptions {
  /** Meshery reshaped results of other generators into Fortio's form. */
  generator?: string;
  name?: string;
  id?: string;
}

/** gRPC health states and texts that Fortio counts as a good answer of protocols that have no HTTP status. */
const GOOD_CODES = new Set(['SERVING', 'OK', 'Ok', 'ok', '0']);

/** True for objects with Fortio's histogram at the top, in any casing. */
export function isFortio(value: unknown): boolean {
  return (
    isData(value) &&
    Object.keys(value).some(k => /^duration[_-]?histogram$/i.test(k))
  );
}

/**
 * One result in Fortio's JSON form: of Fortio itself (HTTP, gRPC, TCP, UDP), of Nighthawk's `--output-format fortio`, or
 * inside a Meshery result. Credentials are left out and reported; everything else is kept for export.
 */
export function importFortio(
  value: unknown,
  path: Path,
  context: ImportContext,
  options: FortioOptions = {},
): RunResult | undefined {
  const { log } = context;
  const original = withoutSecrets(value, path, log);
  const reader = FieldReader.of(original, path, log, 'a Fortio result');
  if (!reader) {
    return undefined;
  }
  const errorsBefore = log.errors.length;
  const runType = reader.text('RunType') ?? 'HTTP';
  const labels = reader.text('Labels') ?? '';
  const version = reader.text('Version');
  const startedAt = reader.time('StartTime');
  const rate = { min: 0, max: MAX_RATE };
  const achievedRate =
    reader.number('ActualQPS', rate) ??
    reader.number('qps', rate) ??
    (log.errors.length === errorsBefore
      ? reader.missing('ActualQPS')
      : undefined);
  const measuredSeconds = readSeconds(reader);
  const targetRate = readTargetRate(reader);
  const threads = reader.number('NumThreads', {
    min: 0,
    max: 10_000_000,
    integer: true,
  });
  const codes = reader.counts('RetCodes') ?? {};
  const histogramReader =
    reader.object('DurationHistogram') ??
    (reader.has('DurationHistogram')
      ? undefined
      : reader.missing('DurationHistogram'));
  const estimated =
    achievedRate === undefined || measuredSeconds === undefined
      ? undefined
      : Math.round(achievedRate * measuredSeconds);
  const all =
    histogramReader && readFortioHistogram(histogramReader, estimated);
  const errorReader = reader.object('ErrorsDurationHistogram');
  const errorPart = errorReader && readFortioHistogram(errorReader, 0);
  const sizes = reader.object('Sizes');
  const bytesReceived =
    reader.number('BytesReceived', { min: 0, max: MAX_BYTES }) ??
    sizes?.number('Sum', { min: 0, max: MAX_BYTES });
  if (
    log.errors.length > errorsBefore ||
    !all ||
    achievedRate === undefined ||
    measuredSeconds === undefined
  ) {
    return undefined;
  }
  const generator =
    options.generator ?? (/nighthawk/i.test(labels) ? 'nighthawk' : 'fortio');
  if (histogramReader && !histogramReader.has('Count')) {
    log.warn(
      `The number of requests (${estimated}) was computed from rate and duration, the file does not tell`,
      histogramReader.path,
    );
  }
  const counted = countCodes(codes, all.count);
  if (counted.total !== all.count && Object.keys(codes).length > 0) {
    log.warn(
      `${counted.total} return codes, but ${all.count} latencies`,
      reader.at('RetCodes'),
    );
  }
  const split = splitErrors(all, errorPart, counted);
  const warnings: string[] = [];
  if (split.mixed) {
    warnings.push(
      'The latencies include those of failed requests, which the file does not keep apart',
    );
    log.warn(warnings[0], reader.at('DurationHistogram'));
  }
  const profile = readFortioProfile(reader, {
    name: labels || context.baseName || 'Fortio run',
    runType,
    targetRate,
    seconds: measuredSeconds,
    threads,
  });
  reader.countUnknown();
  const latency = split.ok ? { [latencyKind(generator)]: split.ok } : {};
  const name = options.name ?? (labels || context.baseName || 'Fortio result');
  return importedResult({
    id: options.id ?? contentId(generator, original),
    name,
    ...(profile ? { profile } : {}),
    generator: {
      name: generator,
      ...(version ? { version } : {}),
      caveats: [...(generatorCaveats[generator] ?? generatorCaveats.unknown)],
      ...(threads === undefined ? {} : { threads }),
    },
    ...(startedAt ? { startedAt } : {}),
    measuredSeconds,
    precision: all.buckets ? 'bucketed' : 'summary',
    counts: {
      sent: Math.max(counted.total, all.count),
      ok: counted.ok,
      errors: counted.errors,
      statuses: counted.statuses,
    },
    ...(bytesReceived === undefined ? {} : { bytesReceived }),
    ...(targetRate === undefined ? {} : { targetRate }),
    achievedRate,
    latency: { ...latency, ...(split.errors ? { errors: split.errors } : {}) },
    warnings,
    preserved: { fortio: { document: original, generator, name } },
  });
}

/** wrk2 reports from the intended start; the others from the actual send. */
function latencyKind(generator: string): 'response' | 'service' {
  return generator === 'wrk2' ? 'response' : 'service';
}

/** `ActualDuration`: nanoseconds, or a protobuf duration as text. */
function readSeconds(reader: FieldReader): number | undefined {
  const raw = reader.raw('ActualDuration');
  if (raw === undefined) {
    return reader.missing('ActualDuration');
  }
  if (typeof raw === 'string' && /[a-z]$/.test(raw)) {
    return reader.goDuration('ActualDuration');
  }
  const ns = reader.number('ActualDuration', {
    min: 0,
    max: MAX_RUN_SECONDS * 1e9,
  });
  return ns === undefined ? undefined : ns / 1e9;
}

/** `RequestedQPS`: a number, often as text; "max" or 0 for as fast as possible. */
function readTargetRate(reader: FieldReader): number | undefined {
  const raw = reader.raw('RequestedQPS');
  if (raw === undefined || raw === 'max' || raw === '') {
    return undefined;
  }
  const rate = reader.number('RequestedQPS', { min: -1, max: MAX_RATE });
  return rate === undefined || rate <= 0 ? undefined : rate;
}

interface CountedCodes {
  total: number;
  ok: number;
  errors: Record<string, number>;
  statuses: Record<string, number>;
}

function countCodes(
  codes: Record<string, number>,
  samples: number,
): CountedCodes {
  const out: CountedCodes = { total: 0, ok: 0, errors: {}, statuses: {} };
  const fail = (kind: string, count: number) => {
    out.errors[kind] = (out.errors[kind] ?? 0) + count;
  };
  for (const [code, count] of Object.entries(codes)) {
    out.total += count;
    const status = /^\d{3}$/.test(code) ? Number(code) : undefined;
    if (status !== undefined) {
      out.statuses[code] = count;
    }
    if (GOOD_CODES.has(code) || (status && status >= 200 && status < 400)) {
      out.ok += count;
    } else if (status) {
      fail(errorKind(status), count);
    } else if (code === '-1') {
      fail('socket_error', count);
    } else {
      fail('grpc_status', count);
    }
  }
  if (Object.keys(codes).length === 0) {
    // Reduced forms keep no codes: nothing says that a request failed.
    out.total = samples;
    out.ok = samples;
  }
  return out;
}

/** Keeps latencies of failed requests off the headline: a server that refuses fast is not a fast server. */
function splitErrors(
  all: Distribution,
  errorPart: Distribution | undefined,
  counted: CountedCodes,
): { ok?: Distribution; errors?: Distribution; mixed: boolean } {
  if (all.count === 0) {
    return { mixed: false };
  }
  if (counted.ok === 0 && counted.total > 0) {
    return { errors: all, mixed: false };
  }
  if (counted.ok === counted.total) {
    return { ok: all, mixed: false };
  }
  const rest =
    errorPart?.buckets && all.buckets && errorPart.count > 0
      ? subtractBuckets(all.buckets, errorPart.buckets)
      : undefined;
  if (!rest || rest.length === 0) {
    return {
      ok: all,
      ...(errorPart && errorPart.count > 0 ? { errors: errorPart } : {}),
      mixed: true,
    };
  }
  const percentiles: Record<string, number> = {};
  for (const p of Object.keys(all.percentiles)) {
    percentiles[p] = toMicros(bucketPercentile(rest, Number(p))!, 1);
  }
  return {
    ok: {
      count: rest.reduce((sum, b) => sum + b.count, 0),
      min: rest[0].from,
      max: rest[rest.length - 1].to,
      mean: toMicros(bucketMean(rest), 1),
      percentiles,
      buckets: rest,
    },
    errors: errorPart,
    mixed: false,
  };
}
