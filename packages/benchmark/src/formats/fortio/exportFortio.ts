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
import { bucketsOf } from '../../statistics/distribution';
import { Bucket } from '../buckets';
import { silentContext } from '../context';
import { formatGoDuration } from '../document/duration';
import { isData, overlayChanges } from '../document/overlay';
import { Exported, exportDocument, ExportError } from '../exported';
import { headlineLatency } from '../results';
import { fortioEdges } from './edges';
import { importFortio } from './importFortio';

type Data = Record<string, unknown>;

/** Up to 10 s Fortio's buckets in tenths of a millisecond reach, beyond that in milliseconds. */
const FINE_RESOLUTION_US = 100;
const FINE_REACH_US = FINE_RESOLUTION_US * 100_000;

/**
 * A result in Fortio's JSON form, which `fortio report` and Meshery read. A result that came from Fortio is given back as
 * it was, apart from what was changed since.
 */
export function exportFortio(result: RunResult): Exported {
  return exportDocument(fortioDocument(result), 'json', fortioLosses(result));
}

/** The document of {@link exportFortio} as data. */
export function fortioDocument(result: RunResult): Data {
  const kept = result.preserved?.fortio;
  if (isData(kept) && isData(kept.document)) {
    const baseline = importFortio(kept.document, [], silentContext(), {
      generator: String(kept.generator),
      name: String(kept.name),
      id: result.id,
    });
    if (baseline) {
      return overlayChanges(
        kept.document,
        projectResult(baseline),
        projectResult(result),
      );
    }
  }
  return projectResult(result);
}

function projectResult(result: RunResult): Data {
  const headline = headlineLatency(result)?.distribution;
  const errors = result.latency.errors;
  const all = mergeForFortio(headline, errors);
  if (!all) {
    throw new ExportError(
      `The result "${result.name}" has no latencies, Fortio's form cannot do without`,
    );
  }
  const profile = result.profile;
  return {
    RunType: profile?.transport === 'grpc' ? 'GRPC' : 'HTTP',
    Labels: result.name,
    ...(result.startedAt ? { StartTime: result.startedAt } : {}),
    RequestedQPS:
      result.targetRate === undefined ? 'max' : String(result.targetRate),
    RequestedDuration: formatGoDuration(
      profile ? plannedSeconds(profile.load) : result.measuredSeconds,
    ),
    ActualQPS: result.achievedRate,
    ActualDuration: Math.round(result.measuredSeconds * 1e9),
    NumThreads: profile?.connections ?? result.generator.threads ?? 1,
    Version: `${result.generator.name} ${
      result.generator.version ?? ''
    }`.trim(),
    DurationHistogram: all,
    ...(errors && errors.count > 0
      ? { ErrorsDurationHistogram: fortioHistogram(errors) }
      : {}),
    Exactly: 0,
    RetCodes: retCodes(result),
    ...(result.bytesReceived === undefined
      ? {}
      : { BytesReceived: result.bytesReceived }),
    ...(profile ? { URL: profile.endpoints[0].url } : {}),
  };
}

function plannedSeconds(
  load: NonNullable<RunResult['profile']>['load'],
): number {
  return load.model === 'closed'
    ? load.seconds
    : load.stages.reduce((sum, stage) => sum + stage.seconds, 0);
}

/** Statuses as they are; requests that got none are −1, Fortio's code for socket errors. */
function retCodes(result: RunResult): Record<string, number> {
  const codes: Record<string, number> = { ...result.counts.statuses };
  const answered = Object.values(codes).reduce((sum, n) => sum + n, 0);
  if (answered === 0 && result.counts.ok > 0) {
    codes[result.profile?.transport === 'grpc' ? 'SERVING' : '200'] =
      result.counts.ok;
  }
  const known = Object.values(codes).reduce((sum, n) => sum + n, 0);
  if (result.counts.sent > known) {
    codes['-1'] = result.counts.sent - known;
  }
  return codes;
}

/** Fortio's main histogram holds good and failed answers together. */
function mergeForFortio(
  ok: Distribution | undefined,
  errors: Distribution | undefined,
): Data | undefined {
  if (!ok || ok.count === 0) {
    return errors && errors.count > 0
      ? fortioHistogram(errors)
      : ok && fortioHistogram(ok);
  }
  const okBuckets = bucketsOf(ok);
  const errorBuckets = errors && bucketsOf(errors);
  if (!errors || errors.count === 0 || !okBuckets || !errorBuckets) {
    return fortioHistogram(ok);
  }
  const count = ok.count + errors.count;
  const merged: Distribution = {
    count,
    min: smallest(ok.min, errors.min),
    max: largest(ok.max, errors.max),
    ...(ok.mean !== undefined && errors.mean !== undefined
      ? { mean: (ok.mean * ok.count + errors.mean * errors.count) / count }
      : {}),
    percentiles: {},
    buckets: [...okBuckets, ...errorBuckets].sort((a, b) => a.to - b.to),
  };
  return fortioHistogram(merged);
}

function smallest(a: number | undefined, b: number | undefined) {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}

function largest(a: number | undefined, b: number | undefined) {
  return a === undefined || b === undefined ? a ?? b : Math.max(a, b);
}

/** Fortio's histogram in seconds, on its own bucket edges where the distribution is finer than those. */
function fortioHistogram(distribution: Distribution): Data {
  const source = bucketsOf(distribution);
  const buckets = source && rebin(source);
  const { count, min, max, mean, stddev } = distribution;
  const seconds = (us: number) => us / 1e6;
  let below = 0;
  return {
    Count: count,
    ...(min === undefined ? {} : { Min: seconds(min) }),
    ...(max === undefined ? {} : { Max: seconds(max) }),
    ...(mean === undefined
      ? {}
      : { Sum: seconds(mean) * count, Avg: seconds(mean) }),
    ...(stddev === undefined ? {} : { StdDev: seconds(stddev) }),
    Data: buckets
      ? buckets.map((bucket, i) => {
          below += bucket.count;
          const first = i === 0 ? min ?? bucket.from : bucket.from;
          const last = i === buckets.length - 1 ? max ?? bucket.to : bucket.to;
          return {
            Start: seconds(first),
            End: seconds(Math.max(first, last)),
            Percent: (100 * below) / count,
            Count: bucket.count,
          };
        })
      : null,
    Percentiles: Object.entries(distribution.percentiles)
      .map(([p, value]) => ({
        Percentile: Number(p),
        Value: seconds(value),
      }))
      .sort((a, b) => a.Percentile - b.Percentile),
  };
}

function rebin(source: readonly Bucket[]): Bucket[] {
  const top = source[source.length - 1]?.to ?? 0;
  const unit = top <= FINE_REACH_US ? FINE_RESOLUTION_US : 1000;
  const edges = fortioEdges.map(edge => edge * unit);
  const bins = new Map<number, Bucket>();
  for (const { to, count } of source) {
    const index = edges.findIndex(edge => to <= edge);
    const at = index === -1 ? edges.length : index;
    const bin = bins.get(at) ?? {
      from: at === 0 ? 0 : edges[at - 1],
      to: at === edges.length ? top : edges[at],
      count: 0,
    };
    bin.count += count;
    bins.set(at, bin);
  }
  return [...bins.entries()].sort(([a], [b]) => a - b).map(([, bin]) => bin);
}

function fortioLosses(result: RunResult): string[] {
  if (result.preserved?.fortio) {
    return [];
  }
  const losses = [
    "Latencies were put into Fortio's coarse buckets",
    ...(result.slices.length > 0 ? ['The course over time'] : []),
    ...(result.validity.status === 'unknown' ? [] : ['The validity gates']),
  ];
  const count = result.profile?.endpoints.length ?? 1;
  return count > 1 ? [...losses, `${count - 1} of ${count} endpoints`] : losses;
}
