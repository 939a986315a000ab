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
import {
  encodeHistogram,
  newHistogram,
  toDistribution,
} from '../../engine/histograms';
import { RunResult, Slice } from '../../model/result';
import { ImportContext } from '../context';
import {
  FieldReader,
  MAX_LATENCY_SECONDS,
  MAX_RUN_SECONDS,
} from '../document/FieldReader';
import { isData } from '../document/overlay';
import { ParsedDocument } from '../document/parseDocuments';
import { contentId, generatorCaveats, importedResult } from '../results';
import { ImportLog } from '../document/ImportLog';
import { countStatuses } from '../statuses';

/** Longest latency that fits into our histograms, microseconds. */
const MAX_TRACKED_US = 120e6;

/** True for one row of `vegeta encode --to json`. */
export function isVegetaRecord(value: unknown): boolean {
  return (
    isData(value) &&
    'latency' in value &&
    'code' in value &&
    'timestamp' in value
  );
}

interface VegetaRecord {
  code: number;
  startMs: number;
  latencyUs: number;
  bytesIn: number;
}

/** The requests of an attack, one per row, into exact histograms and seconds. */
export function importVegetaRecords(
  documents: readonly ParsedDocument[],
  context: ImportContext,
): RunResult | undefined {
  const { log } = context;
  const records: VegetaRecord[] = [];
  for (const document of documents) {
    const rowLog = new ImportLog(document.locate);
    const record = readRecord(document.value, rowLog);
    log.errors.push(...rowLog.errors);
    if (log.errors.length >= 20) {
      log.error('Further rows are not read');
      break;
    }
    if (record) {
      records.push(record);
    }
  }
  if (log.errors.length > 0) {
    return undefined;
  }
  records.sort((a, b) => a.startMs - b.startMs);
  const first = records[0].startMs;
  const last = records[records.length - 1].startMs;
  const measuredSeconds = (last - first) / 1000;
  if (measuredSeconds > MAX_RUN_SECONDS) {
    log.error('The rows span more than a year');
    return undefined;
  }
  const good = newHistogram();
  const bad = newHistogram();
  const codes: Record<string, number> = {};
  const seconds = new Map<number, VegetaRecord[]>();
  for (const record of records) {
    codes[String(record.code)] = (codes[String(record.code)] ?? 0) + 1;
    const target = isGood(record) ? good : bad;
    target.recordValue(tracked(record.latencyUs));
    const second = Math.floor((record.startMs - first) / 1000);
    const rows = seconds.get(second);
    if (rows) {
      rows.push(record);
    } else {
      seconds.set(second, [record]);
    }
  }
  const counted = countStatuses(codes);
  const service = toDistribution(good);
  const errors = toDistribution(bad);
  return importedResult({
    id: contentId('vegeta', [first, last, records.length, codes]),
    name: context.baseName ?? 'vegeta attack',
    generator: { name: 'vegeta', caveats: [...generatorCaveats.vegeta] },
    startedAt: new Date(first).toISOString(),
    measuredSeconds,
    precision: 'exact',
    counts: {
      sent: records.length,
      ok: counted.ok,
      errors: counted.errors,
      statuses: counted.statuses,
    },
    bytesReceived: records.reduce((sum, r) => sum + r.bytesIn, 0),
    achievedRate: measuredSeconds > 0 ? records.length / measuredSeconds : 0,
    latency: {
      ...(service ? { service } : {}),
      ...(errors ? { errors } : {}),
    },
    slices: [...seconds.entries()].map(([second, rows]) => slice(second, rows)),
  });
}

function isGood(record: VegetaRecord): boolean {
  return record.code >= 200 && record.code < 400;
}

function tracked(us: number): number {
  return Math.min(MAX_TRACKED_US, Math.max(1, Math.round(us)));
}

function slice(second: number, rows: readonly VegetaRecord[]): Slice {
  const codes: Record<string, number> = {};
  const histogram: Histogram = newHistogram(2);
  for (const row of rows) {
    codes[String(row.code)] = (codes[String(row.code)] ?? 0) + 1;
    if (isGood(row)) {
      histogram.recordValue(tracked(row.latencyUs));
    }
  }
  const { ok, errors } = countStatuses(codes);
  return {
    second,
    scheduled: rows.length,
    sent: rows.length,
    ok,
    errors,
    bytes: rows.reduce((sum, row) => sum + row.bytesIn, 0),
    ...(ok > 0 ? { hdr: encodeHistogram(histogram) } : {}),
  };
}

function readRecord(value: unknown, log: ImportLog): VegetaRecord | undefined {
  const reader = FieldReader.of(value, [], log, 'a row of vegeta');
  if (!reader) {
    return undefined;
  }
  const code =
    reader.number('code', { min: 0, max: 999, integer: true }) ??
    (reader.has('code') ? undefined : reader.missing('code'));
  const latencyNs =
    reader.number('latency', {
      min: 0,
      max: MAX_LATENCY_SECONDS * 1e9,
      integer: true,
    }) ?? (reader.has('latency') ? undefined : reader.missing('latency'));
  const timestamp =
    reader.time('timestamp') ??
    (reader.has('timestamp') ? undefined : reader.missing('timestamp'));
  const bytesIn = reader.number('bytes_in', { min: 0, integer: true }) ?? 0;
  reader.number('bytes_out', { min: 0, integer: true });
  reader.number('seq', { min: 0, integer: true });
  if (
    code === undefined ||
    latencyNs === undefined ||
    timestamp === undefined ||
    log.errors.length > 0
  ) {
    return undefined;
  }
  return {
    code,
    startMs: Date.parse(timestamp),
    latencyUs: latencyNs / 1000,
    bytesIn,
  };
}
