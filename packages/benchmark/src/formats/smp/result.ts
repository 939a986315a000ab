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
import { percentileOf } from '../../statistics/distribution';
import { ImportContext, silentContext } from '../context';
import { FieldReader, MAX_RATE } from '../document/FieldReader';
import { foldKey, isData, overlayChanges } from '../document/overlay';
import { Path } from '../document/paths';
import { Exported, exportDocument, ExportError } from '../exported';
import {
  checkDistribution,
  contentId,
  generatorCaveats,
  headlineLatency,
  importedResult,
} from '../results';
import { withoutSecrets } from '../secrets';

type Data = Record<string, unknown>;
const KEY = 'smp-result';
/** Prefix of the labels that carry what SMP has no field for. */
const LABEL_PREFIX = 'meshplane.io/';
const PERCENTILES = ['50', '90', '99'];
/** No request over a network is answered within 50 µs. */
const IMPLAUSIBLE_P50_MS = 0.05;

/** What is kept of the file. */
interface KeptResult {
  document: Data;
  unit: 'ms' | 's';
  name: string;
  syntax: 'json' | 'yaml' | 'text';
}

/** True for a result of SMP: the form of its protos, or the older one with a `client`. */
export function isSmpResult(value: unknown): boolean {
  if (!isData(value)) {
    return false;
  }
  const has = (data: Data) =>
    Object.keys(data).map(foldKey).includes('latenciesms');
  return has(value) || (isData(value.client) && has(value.client));
}

/**
 * One result of SMP. Its latencies are taken in the unit of the context (milliseconds, as the keys say, unless the user
 * says otherwise) and never converted by guess; values that are no plausible milliseconds are flagged.
 */
export function importSmpResult(
  value: unknown,
  path: Path,
  context: ImportContext,
): RunResult | undefined {
  const { log, latencyUnit } = context;
  const original = withoutSecrets(value, path, log);
  const reader = FieldReader.of(original, path, log, 'an SMP result');
  if (!reader) {
    return undefined;
  }
  const errorsBefore = log.errors.length;
  const client = reader.has('latencies_ms')
    ? reader
    : reader.object('client') ?? reader;
  const latencies = client.object('latencies_ms');
  reader.text('smp_version');
  const id = reader.text('id') || reader.text('exp_uuid');
  const labels = reader.textMap('labels') ?? {};
  const startedAt = reader.time('start_time');
  const endedAt = reader.time('end_time');
  for (const name of ['details_uri', 'test_id', 'mesh_config_id', 'env_id']) {
    reader.text(name);
  }
  const endpoint = reader.text('endpoint_url');
  const rate = { min: 0, max: MAX_RATE };
  const achievedRate =
    reader.number('actual_qps', rate) ?? client.number('rps', rate);
  const connections = client.number('connections', {
    min: 0,
    max: 1_000_000,
    integer: true,
  });
  const distribution = latencies && readLatencies(latencies, latencyUnit);
  if (log.errors.length > errorsBefore || !latencies || !distribution) {
    return undefined;
  }
  const measuredSeconds =
    startedAt && endedAt
      ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
      : 0;
  if (measuredSeconds < 0) {
    reader.error('end_time', `"end_time" (${endedAt}) is before "start_time"`);
    return undefined;
  }
  const warnings: string[] = [];
  const note = (message: string, at: Path) => {
    warnings.push(message);
    log.warn(message, at);
  };
  const sent = Math.round((achievedRate ?? 0) * measuredSeconds);
  if (achievedRate === undefined) {
    note('The file tells no rate', path);
  }
  note(
    `The number of requests (${sent}) was computed from rate and duration; SMP keeps neither it nor the errors`,
    path,
  );
  flagUnit(latencies, latencyUnit, { achievedRate, connections }, note);
  distribution.count = sent;
  const name = context.baseName ?? 'SMP result';
  reader.countUnknown();
  return importedResult({
    id: id || contentId('smp', original),
    name,
    labels,
    generator: { name: 'unknown', caveats: [...generatorCaveats.unknown] },
    ...(startedAt ? { startedAt } : {}),
    measuredSeconds,
    precision: 'summary',
    counts: { sent, ok: sent, errors: {}, statuses: {} },
    achievedRate: achievedRate ?? 0,
    latency: { response: distribution },
    warnings,
    preserved: {
      [KEY]: {
        document: original,
        unit: latencyUnit,
        name,
        syntax: context.syntax,
        ...(endpoint ? { endpoint } : {}),
      },
    },
  });
}

function readLatencies(
  latencies: FieldReader,
  unit: 'ms' | 's',
): Distribution | undefined {
  const errorsBefore = latencies.log.errors.length;
  const factor = unit === 'ms' ? 1e3 : 1e6;
  const percentiles: Record<string, number> = {};
  for (const key of Object.keys(latencies.data)) {
    const match = /^p(\d{1,2}(?:[._]\d+)?)$/.exec(key);
    if (match) {
      const value = latencies.latency(key, factor);
      if (value !== undefined) {
        percentiles[String(Number(match[1].replace('_', '.')))] = value;
      }
    }
  }
  const min = latencies.latency('min', factor);
  const max = latencies.latency('max', factor);
  const mean = latencies.latency('average', factor);
  if (latencies.log.errors.length > errorsBefore) {
    return undefined;
  }
  if (Object.keys(percentiles).length === 0 && mean === undefined) {
    latencies.log.error(
      '"latencies_ms" has neither percentiles nor an average',
      latencies.path,
    );
    return undefined;
  }
  const distribution: Distribution = {
    count: 0,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(mean === undefined ? {} : { mean }),
    percentiles,
  };
  return checkDistribution(distribution, latencies.path, latencies.log)
    ? distribution
    : undefined;
}

/**
 * Some producers wrote seconds under keys that say milliseconds. That is flagged where the median is no plausible
 * number of milliseconds, unless rate and connections show that it cannot be seconds either: `connections` clients that
 * wait p50 seconds each send at most connections / p50 requests per second.
 */
function flagUnit(
  latencies: FieldReader,
  unit: 'ms' | 's',
  load: { achievedRate: number | undefined; connections: number | undefined },
  note: (message: string, at: Path) => void,
): void {
  const p50 = latencies.number('p50') ?? latencies.number('average');
  if (
    unit === 's' ||
    p50 === undefined ||
    p50 <= 0 ||
    p50 >= IMPLAUSIBLE_P50_MS
  ) {
    return;
  }
  const { achievedRate, connections } = load;
  const fitsSeconds =
    achievedRate === undefined ||
    !connections ||
    achievedRate <= connections / p50;
  if (fitsSeconds) {
    note(
      `The median of ${p50} is implausibly small for milliseconds and was probably written in seconds. ` +
        'It was taken as milliseconds, as its key says; import with the latency unit "s" to read it as seconds',
      latencies.path,
    );
  }
}

/**
 * The result in the form of SMP's protos. A result that came from SMP is given back as it was, apart from what was
 * changed since. What SMP has no field for (p95, p99.9, precision, validity) goes into labels.
 */
export function exportSmpResult(
  result: RunResult,
  syntax?: 'json' | 'yaml',
): Exported {
  const kept = result.preserved?.[KEY] as KeptResult | undefined;
  const keptSyntax = kept?.syntax === 'json' ? 'json' : 'yaml';
  if (!kept) {
    return exportDocument(projectSmpResult(result, 'ms'), syntax ?? 'yaml', [
      'Counts of requests, errors and statuses',
      'Histograms and the course over time',
    ]);
  }
  const baseline = importSmpResult(
    kept.document,
    [],
    silentContext({ baseName: kept.name, latencyUnit: kept.unit }),
  );
  if (!baseline) {
    throw new ExportError(
      `The result "${result.name}" keeps an SMP document that can no longer be read`,
    );
  }
  const before = projectSmpResult(baseline, kept.unit);
  const after = projectSmpResult(result, kept.unit);
  const isOld = isData(kept.document.client);
  return exportDocument(
    overlayChanges(
      kept.document,
      isOld ? toOldForm(before) : before,
      isOld ? toOldForm(after) : after,
    ),
    syntax ?? keptSyntax,
  );
}

function projectSmpResult(result: RunResult, unit: 'ms' | 's'): Data {
  const distribution = headlineLatency(result)?.distribution;
  if (!distribution) {
    throw new ExportError(
      `The result "${result.name}" has no latencies, SMP's form cannot do without`,
    );
  }
  const scale = (us: number | undefined) =>
    us === undefined ? undefined : us / (unit === 'ms' ? 1e3 : 1e6);
  const latencies: Data = {
    min: scale(distribution.min),
    average: scale(distribution.mean),
  };
  for (const p of PERCENTILES) {
    latencies[`p${p}`] = scale(percentileOf(distribution, Number(p)));
  }
  latencies.max = scale(distribution.max);
  const start = result.startedAt;
  return {
    smp_version: 'v0.0.1',
    id: result.id,
    labels: { ...result.labels, ...extraLabels(result, distribution) },
    ...(start
      ? {
          start_time: start,
          end_time: new Date(
            Date.parse(start) + result.measuredSeconds * 1000,
          ).toISOString(),
        }
      : {}),
    latencies_ms: Object.fromEntries(
      Object.entries(latencies).filter(([, v]) => v !== undefined),
    ),
    actual_qps: result.achievedRate,
  };
}

function extraLabels(
  result: RunResult,
  distribution: Distribution,
): Record<string, string> {
  const labels: Record<string, string> = {
    generator: `${result.generator.name} ${
      result.generator.version ?? ''
    }`.trim(),
    precision: result.precision,
    validity: result.validity.status,
    requests: String(result.counts.sent),
    ok: String(result.counts.ok),
  };
  for (const p of [95, 99.9]) {
    const us = percentileOf(distribution, p);
    if (us !== undefined) {
      labels[`p${p}-ms`] = String(us / 1000);
    }
  }
  return Object.fromEntries(
    Object.entries(labels).map(([key, text]) => [LABEL_PREFIX + key, text]),
  );
}

/** The form of 2020 nests latencies and rate under the client and calls the id differently. */
function toOldForm(document: Data): Data {
  const { latencies_ms, actual_qps, id, ...rest } = document;
  return {
    ...rest,
    exp_uuid: id,
    client: { rps: actual_qps, latencies_ms },
  };
}
