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
import { ImportContext } from '../context';
import {
  FieldReader,
  MAX_BYTES,
  MAX_RATE,
  MAX_RUN_SECONDS,
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

type Shape = 'machine' | 'legacy' | 'export';

/** True for a summary of k6: machine readable, of `handleSummary`, or of `--summary-export`. */
export function isK6Summary(value: unknown): boolean {
  return shapeOf(value) !== undefined;
}

/** True for the data that k6 gives to `handleSummary`. */
export function isHandleSummary(value: unknown): boolean {
  return shapeOf(value) === 'legacy';
}

function shapeOf(value: unknown): Shape | undefined {
  if (!isData(value)) {
    return undefined;
  }
  if (
    isData(value.results) &&
    'metrics' in value.results &&
    isData(value.metadata) &&
    'k6Version' in value.metadata
  ) {
    return 'machine';
  }
  if (!isData(value.metrics)) {
    return undefined;
  }
  const metrics = Object.values(value.metrics);
  const isK6 =
    'root_group' in value ||
    'http_reqs' in value.metrics ||
    'iterations' in value.metrics ||
    'http_req_duration' in value.metrics;
  if (!isK6) {
    return undefined;
  }
  const hasValues = metrics.some(m => isData(m) && 'values' in m);
  return hasValues || 'state' in value ? 'legacy' : 'export';
}

/**
 * The result in a summary of k6. Times are milliseconds there; latencies are measured from the actual send. A summary has
 * no histogram, so that such a result describes and is judged only beside its like.
 */
export function importK6(
  value: unknown,
  path: Path,
  context: ImportContext,
): RunResult | undefined {
  const { log } = context;
  const original = withoutSecrets(value, path, log);
  const root = FieldReader.of(original, path, log, 'a summary of k6');
  const shape = shapeOf(original);
  if (!root || !shape) {
    return undefined;
  }
  const errorsBefore = log.errors.length;
  const metrics = readMetrics(root, shape);
  const protocol = metrics.has('grpc_req_duration') ? 'grpc' : 'http';
  const trend = metrics.get(`${protocol}_req_duration`);
  if (!trend) {
    if (log.errors.length === errorsBefore) {
      log.error('The summary has no metric "http_req_duration"', path);
    }
    return undefined;
  }
  const requests = readRequests(metrics, protocol);
  const seconds = readSeconds(root, shape, requests);
  const failedShare = readShare(metrics.get(`${protocol}_req_failed`));
  const failed = Math.round((failedShare ?? 0) * requests.count);
  const okTrend = metrics.get(
    `${protocol}_req_duration{expected_response:true}`,
  );
  const all = readTrend(trend, requests.count);
  const ok = okTrend && readTrend(okTrend, requests.count - failed);
  const dropped = metrics
    .get('dropped_iterations')
    ?.number('count', { min: 0, integer: true });
  const bytesReceived = metrics
    .get('data_received')
    ?.number('count', { min: 0, max: MAX_BYTES });
  const version = root.object('metadata')?.text('k6Version');
  if (log.errors.length > errorsBefore || !all || seconds === undefined) {
    return undefined;
  }
  const warnings: string[] = [];
  const isMixed = failed > 0 && !ok;
  if (isMixed) {
    warnings.push(
      'The latencies include those of failed requests, which the file does not keep apart',
    );
    log.warn(warnings[0], trend.path);
  }
  if (!metrics.has(`${protocol}_reqs`)) {
    warnings.push('The summary does not count requests');
    log.warn(warnings[warnings.length - 1], path);
  }
  const latency = ok ?? all;
  root.countUnknown();
  return importedResult({
    id: contentId('k6', original),
    name: context.baseName ?? 'k6 summary',
    generator: {
      name: 'k6',
      ...(version ? { version } : {}),
      caveats: [...generatorCaveats.k6],
    },
    measuredSeconds: seconds,
    precision: 'summary',
    counts: {
      sent: requests.count,
      ok: requests.count - failed,
      errors: {
        ...(failed > 0 ? { http_failed: failed } : {}),
        ...(dropped ? { dropped } : {}),
      },
      statuses: {},
    },
    ...(bytesReceived === undefined ? {} : { bytesReceived }),
    // The machine readable form counts without a rate.
    achievedRate: requests.rate ?? (seconds > 0 ? requests.count / seconds : 0),
    latency: latency.count > 0 ? { service: latency } : {},
    warnings,
    preserved: { 'k6-summary': { document: original } },
  });
}

/** Metrics by name; sub-metrics keep their `{tag:value}`. */
function readMetrics(
  root: FieldReader,
  shape: Shape,
): Map<string, FieldReader> {
  const metrics = new Map<string, FieldReader>();
  const add = (name: string, reader: FieldReader | undefined) => {
    const values = shape === 'export' ? reader : reader?.object('values');
    if (values) {
      metrics.set(name, values);
    } else if (reader) {
      reader.missing('values');
    }
  };
  if (shape === 'machine') {
    const results = root.object('results');
    for (const [i, entry] of (results?.list('metrics') ?? []).entries()) {
      const reader = FieldReader.of(
        entry,
        [...results!.at('metrics'), i],
        root.log,
        'a metric',
      );
      const name = reader && (reader.text('name') ?? reader.missing('name'));
      if (name) {
        add(name, reader);
      }
    }
    return metrics;
  }
  const list = root.object('metrics');
  for (const name of Object.keys(list?.data ?? {})) {
    add(
      name,
      FieldReader.of(
        list!.data[name],
        [...list!.path, name],
        root.log,
        'a metric',
      ),
    );
  }
  return metrics;
}

interface Requests {
  count: number;
  rate: number | undefined;
}

function readRequests(
  metrics: Map<string, FieldReader>,
  protocol: string,
): Requests {
  const counter = metrics.get(`${protocol}_reqs`) ?? metrics.get('iterations');
  return {
    count: counter?.number('count', { min: 0, integer: true }) ?? 0,
    rate: counter?.number('rate', { min: 0, max: MAX_RATE }),
  };
}

/** The duration of the test as told, else what count and rate say together. */
function readSeconds(
  root: FieldReader,
  shape: Shape,
  requests: Requests,
): number | undefined {
  const rule = { min: 0, max: MAX_RUN_SECONDS };
  if (shape === 'machine') {
    const config = root.object('config');
    const raw = config?.raw('duration');
    const told =
      typeof raw === 'string' && /[a-z]$/.test(raw)
        ? config?.goDuration('duration')
        : config?.number('duration', rule);
    if (told !== undefined) {
      return told;
    }
  }
  if (shape === 'legacy') {
    const ms = root
      .object('state')
      ?.number('testRunDurationMs', { min: 0, max: MAX_RUN_SECONDS * 1000 });
    if (ms !== undefined) {
      return ms / 1000;
    }
  }
  return requests.rate ? requests.count / requests.rate : 0;
}

/** A rate metric: `rate`, or `value` in the exported form. */
function readShare(metric: FieldReader | undefined): number | undefined {
  const rule = { min: 0, max: 1 };
  for (const name of ['passes', 'fails', 'matches', 'total']) {
    metric?.number(name, { min: 0, integer: true });
  }
  return metric?.number('rate', rule) ?? metric?.number('value', rule);
}

function readTrend(
  trend: FieldReader,
  count: number,
): Distribution | undefined {
  const MS = 1000;
  const errorsBefore = trend.log.errors.length;
  const percentiles: Record<string, number> = {};
  const median = trend.latency('med', MS);
  if (median !== undefined) {
    percentiles['50'] = median;
  }
  for (const key of Object.keys(trend.data)) {
    const match = /^p\((\d{1,3}(?:\.\d+)?)\)$/.exec(key);
    const value = match ? trend.latency(key, MS) : undefined;
    if (match && value !== undefined) {
      percentiles[String(Number(match[1]))] = value;
    }
  }
  const min = trend.latency('min', MS);
  const max = trend.latency('max', MS);
  const mean = trend.latency('avg', MS);
  if (trend.log.errors.length > errorsBefore) {
    return undefined;
  }
  if (Object.keys(percentiles).length === 0 && mean === undefined) {
    trend.log.error(
      'The metric has neither percentiles nor an average',
      trend.path,
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
  return checkDistribution(distribution, trend.path, trend.log)
    ? distribution
    : undefined;
}
