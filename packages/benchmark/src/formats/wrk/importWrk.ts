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
import { parseGoDuration } from '../document/duration';
import { quote, toMicros } from '../document/FieldReader';
import { ImportLog } from '../document/ImportLog';
import {
  checkDistribution,
  contentId,
  generatorCaveats,
  importedResult,
} from '../results';
import {
  isTableHeader,
  PercentileTable,
  readPercentileTable,
} from './percentileTable';

const START = /^Running (\S+) test @ (\S+)\s*$/m;
const THREADS = /^\s+(\d+) threads and (\d+) connections/m;
const TOTAL = /^\s*(\d+) requests in ([\d.]+[a-z]+), ([\d.]+)([KMGT]?)B read/m;
const RATE = /^Requests\/sec:\s+(\S+)/m;
const TRANSFER = /^Transfer\/sec:\s+\S+/m;
const SOCKET =
  /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/m;
const STATUS = /^\s*Non-2xx or 3xx responses: (\d+)/m;
const SIZE = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** True for the output of wrk or wrk2. */
export function isWrk(text: string): boolean {
  return START.test(text);
}

/** A run as wrk or wrk2 prints it; with `--latency` (wrk) or `-L` (wrk2) it has percentiles. */
export function importWrk(
  text: string,
  context: ImportContext,
): RunResult | undefined {
  const { log } = context;
  const lines = text.split(/\r?\n/);
  const errorsBefore = log.errors.length;
  const start = START.exec(text);
  const total = TOTAL.exec(text);
  const rate = RATE.exec(text);
  if (!start || !total || !rate || !TRANSFER.test(text)) {
    log.errorAt(
      lines.length,
      'The output has no totals ("… requests in …", "Requests/sec:", "Transfer/sec:"): it is cut off or the run did not end',
    );
    return undefined;
  }
  const seconds = parseGoDuration(total[2]);
  const achievedRate = Number(rate[1]);
  const requests = Number(total[1]);
  if (seconds === undefined || !(seconds > 0)) {
    log.errorAt(lineOf(text, TOTAL), `No duration: ${quote(total[2])}`);
  }
  if (!(achievedRate >= 0 && achievedRate < 1e9)) {
    log.errorAt(lineOf(text, RATE), `No rate: ${quote(rate[1])}`);
  }
  if (!Number.isSafeInteger(requests)) {
    log.errorAt(lineOf(text, TOTAL), `No count: ${quote(total[1])}`);
  }
  const isWrk2 = /HdrHistogram/.test(text) || /Thread calibration/.test(text);
  const latency = isWrk2
    ? readWrk2Latency(lines, log)
    : { service: readWrkLatency(lines, requests, log) };
  if (log.errors.length > errorsBefore) {
    return undefined;
  }
  const generator = isWrk2 ? 'wrk2' : 'wrk';
  const socket = (SOCKET.exec(text) ?? []).slice(1).map(Number);
  const [connect = 0, read = 0, write = 0, timeout = 0] = socket;
  const badStatus = Number(STATUS.exec(text)?.[1] ?? 0);
  const errors = nonZero({
    connect_failed: connect,
    reset: read + write,
    request_timeout: timeout,
    http_failed: badStatus,
  });
  const counts = THREADS.exec(text);
  const warnings: string[] = [];
  if (badStatus > 0 && requests > 0) {
    warnings.push(
      'The latencies include those of answers with a status of 400 and above, which wrk does not keep apart',
    );
    log.warnAt(lineOf(text, STATUS), warnings[0]);
  }
  const hasTable = isWrk2 && latency.response?.buckets !== undefined;
  const unit = SIZE[total[4] as keyof typeof SIZE];
  return importedResult({
    id: contentId(generator, text),
    name: context.baseName ?? `${generator} ${start[2]}`,
    generator: {
      name: generator,
      caveats: [...generatorCaveats[generator]],
      ...(counts ? { threads: Number(counts[1]) } : {}),
    },
    measuredSeconds: seconds!,
    precision: hasTable ? 'bucketed' : 'summary',
    counts: {
      sent: requests + connect + read + write + timeout,
      ok: Math.max(0, requests - badStatus),
      errors,
      statuses: {},
    },
    bytesReceived: Math.round(Number(total[3]) * unit),
    achievedRate,
    latency: Object.fromEntries(
      Object.entries(latency).filter(([, d]) => d !== undefined),
    ),
    warnings,
    preserved: { wrk: { text } },
  });
}

function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
}

function lineOf(text: string, pattern: RegExp): number {
  const at = pattern.exec(text)?.index ?? 0;
  return text.slice(0, at).split('\n').length;
}

/** wrk2 prints the corrected latency and, with `-U`, the uncorrected one. */
function readWrk2Latency(
  lines: readonly string[],
  log: ImportLog,
): { response?: Distribution; service?: Distribution } {
  const latency: { response?: Distribution; service?: Distribution } = {};
  let kind: 'response' | 'service' = 'response';
  let i = 0;
  while (i < lines.length) {
    if (/Latency Distribution \(HdrHistogram/.test(lines[i])) {
      kind = /Uncorrected/.test(lines[i]) ? 'service' : 'response';
    }
    if (isTableHeader(lines[i])) {
      const table: PercentileTable | undefined = readPercentileTable(
        lines,
        i,
        1000,
        log,
      );
      if (!table) {
        return {};
      }
      latency[kind] = table.distribution;
      i = table.next;
    } else {
      i++;
    }
  }
  return latency;
}

/** The lines `50%  1.23ms` below "Latency Distribution", and average and maximum of the threads. */
function readWrkLatency(
  lines: readonly string[],
  count: number,
  log: ImportLog,
): Distribution | undefined {
  const percentiles: Record<string, number> = {};
  let mean: number | undefined;
  let max: number | undefined;
  let stddev: number | undefined;
  let isListed = false;
  for (const [i, line] of lines.entries()) {
    if (/^\s*Latency Distribution/.test(line)) {
      isListed = true;
      continue;
    }
    const stats = /^\s+Latency\s+(\S+)\s+(\S+)\s+(\S+)\s+\S+%/.exec(line);
    if (stats) {
      [mean, stddev, max] = stats.slice(1).map(text => micros(text));
      if ([mean, stddev, max].some(v => v === undefined)) {
        log.errorAt(i + 1, `No latencies: ${quote(line.trim())}`);
      }
    }
    const row = isListed && /^\s+([\d.]+)%\s+(\S+)\s*$/.exec(line);
    if (row) {
      const value = micros(row[2]);
      if (value === undefined || Number(row[1]) > 100) {
        log.errorAt(i + 1, `No percentile: ${quote(line.trim())}`);
      } else {
        percentiles[String(Number(row[1]))] = value;
      }
    }
  }
  if (mean === undefined && Object.keys(percentiles).length === 0) {
    log.errorAt(1, 'The output has no latencies');
    return undefined;
  }
  const distribution: Distribution = {
    count,
    ...(mean === undefined ? {} : { mean }),
    ...(stddev === undefined ? {} : { stddev }),
    ...(max === undefined ? {} : { max }),
    percentiles,
  };
  return checkDistribution(distribution, [], log) ? distribution : undefined;
}

function micros(text: string): number | undefined {
  const seconds = parseGoDuration(text);
  return seconds === undefined ? undefined : toMicros(seconds, 1e6);
}
