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
import { MAX_LATENCY_SECONDS, quote, toMicros } from '../document/FieldReader';
import { ImportLog } from '../document/ImportLog';
import { checkDistribution } from '../results';

/** One row of HdrHistogram's percentile table. */
export interface TableRow {
  value: number;
  percentile: number;
  totalCount: number;
}

/** A percentile table as read. */
export interface PercentileTable {
  rows: TableRow[];
  distribution: Distribution;
  /** Line after the footer, counted from 0. */
  next: number;
}

const HEADER = /^\s*Value\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)\s*$/;
const NUMBER = '(-?[\\d.]+(?:e[+-]?\\d+)?)';
const ROW = new RegExp(
  `^\\s*${NUMBER}\\s+${NUMBER}\\s+(-?\\d+)(?:\\s+(\\S+))?\\s*$`,
  'i',
);
const MEAN = new RegExp(
  `^#\\[Mean\\s*=\\s*${NUMBER}\\s*,\\s*StdDeviation\\s*=\\s*${NUMBER}\\s*\\]`,
  'i',
);
const MAX = new RegExp(
  `^#\\[Max\\s*=\\s*${NUMBER}\\s*,\\s*Total count\\s*=\\s*(-?\\d+)\\s*\\]`,
  'i',
);
const SHOWN = [50, 75, 90, 95, 99, 99.9, 99.99];

/** True for the heading of a percentile table. */
export function isTableHeader(line: string): boolean {
  return HEADER.test(line);
}

/**
 * Reads a percentile table from its heading on: rows `value percentile count`, then the footer with mean, deviation,
 * maximum and total, which must agree with the rows. `toMicroseconds` is the unit of the values.
 */
export function readPercentileTable(
  lines: readonly string[],
  start: number,
  toMicroseconds: number,
  log: ImportLog,
): PercentileTable | undefined {
  const rows: TableRow[] = [];
  let i = start + 1;
  for (; i < lines.length && !lines[i].startsWith('#['); i++) {
    if (lines[i].trim() === '') {
      continue;
    }
    const row = readRow(lines[i], rows[rows.length - 1], toMicroseconds);
    if (typeof row === 'string') {
      log.errorAt(i + 1, row);
      return undefined;
    }
    rows.push(row);
  }
  const footer = readFooter(lines, i);
  if (!footer) {
    log.errorAt(
      Math.min(i + 1, lines.length),
      'The table has no footer with mean, maximum and total count: the text is cut off',
    );
    return undefined;
  }
  const last = rows[rows.length - 1];
  if (!last || last.totalCount !== footer.total) {
    log.errorAt(
      footer.line,
      `The rows count ${last?.totalCount ?? 0} samples, the footer says ${
        footer.total
      }`,
    );
    return undefined;
  }
  const limit = (MAX_LATENCY_SECONDS * 1e6) / toMicroseconds;
  const odd = [footer.mean, footer.stddev, footer.max].find(
    value => !(value >= 0 && value <= limit),
  );
  if (odd !== undefined) {
    log.errorAt(
      footer.line,
      `The footer has ${quote(odd)}, which is no latency`,
    );
    return undefined;
  }
  const distribution = toDistribution(rows, footer, toMicroseconds);
  return checkDistribution(distribution, [], log)
    ? { rows, distribution, next: footer.next }
    : undefined;
}

function readRow(
  line: string,
  before: TableRow | undefined,
  toMicroseconds: number,
): TableRow | string {
  const match = ROW.exec(line);
  if (!match) {
    return `Expected a row of value, percentile and count, found ${quote(
      line,
    )}`;
  }
  const row = {
    value: Number(match[1]),
    percentile: Number(match[2]),
    totalCount: Number(match[3]),
  };
  const max = (MAX_LATENCY_SECONDS * 1e6) / toMicroseconds;
  if (!(row.value >= 0 && row.value <= max)) {
    return `The value ${quote(match[1])} is no latency`;
  }
  if (!(row.percentile >= 0 && row.percentile <= 1)) {
    return `The percentile ${quote(match[2])} is not between 0 and 1`;
  }
  if (!Number.isSafeInteger(row.totalCount) || row.totalCount < 0) {
    return `The count ${quote(match[3])} is no count`;
  }
  if (
    before &&
    (row.value < before.value ||
      row.percentile < before.percentile ||
      row.totalCount < before.totalCount)
  ) {
    return 'The row falls behind the one before it';
  }
  return row;
}

interface Footer {
  mean: number;
  stddev: number;
  max: number;
  total: number;
  line: number;
  next: number;
}

function readFooter(
  lines: readonly string[],
  start: number,
): Footer | undefined {
  const mean = MEAN.exec(lines[start] ?? '');
  const max = MAX.exec(lines[start + 1] ?? '');
  if (!mean || !max) {
    return undefined;
  }
  const hasBuckets = /^#\[Buckets/.test(lines[start + 2] ?? '');
  return {
    mean: Number(mean[1]),
    stddev: Number(mean[2]),
    max: Number(max[1]),
    total: Number(max[2]),
    line: start + 2,
    next: start + (hasBuckets ? 3 : 2),
  };
}

/** The rows are a cumulative distribution: what lies between two of them is a bucket. */
function toDistribution(
  rows: readonly TableRow[],
  footer: Footer,
  toMicroseconds: number,
): Distribution {
  const us = (value: number) => toMicros(value, toMicroseconds);
  if (footer.total === 0) {
    return { count: 0, percentiles: {} };
  }
  const buckets: Bucket[] = [];
  const percentiles: Record<string, number> = {};
  let from = rows[0].value;
  let below = 0;
  for (const row of rows) {
    if (row.totalCount > below) {
      buckets.push({
        from: us(from),
        to: us(row.value),
        count: row.totalCount - below,
      });
    }
    const percent = Number((row.percentile * 100).toFixed(6));
    if (SHOWN.includes(percent)) {
      percentiles[String(percent)] ??= us(row.value);
    }
    from = row.value;
    below = row.totalCount;
  }
  for (const p of SHOWN) {
    percentiles[String(p)] ??= toMicros(bucketPercentile(buckets, p)!, 1);
  }
  return {
    count: footer.total,
    min: us(rows[0].value),
    max: us(Math.max(footer.max, rows[rows.length - 1].value)),
    mean: us(footer.mean),
    stddev: us(footer.stddev),
    percentiles,
    buckets,
  };
}
