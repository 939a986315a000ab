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

import { RunResult } from '../../model/result';
import { decodeHdr } from '../hdr/decodeHdr';
import { ImportContext } from '../context';
import { Exported, ExportError } from '../exported';
import { contentId, headlineLatency, importedResult } from '../results';
import { isTableHeader, readPercentileTable } from './percentileTable';

const KEY = 'hgrm';

/** True for a percentile table of HdrHistogram on its own. */
export function isHgrm(text: string): boolean {
  const first = text.split('\n', 20).find(line => line.trim() !== '');
  return first !== undefined && isTableHeader(first);
}

/**
 * A `.hgrm` file: one latency distribution without anything else. Its values are taken in the unit of the context, which
 * is milliseconds unless set: the file does not tell.
 */
export function importHgrm(
  text: string,
  context: ImportContext,
): RunResult | undefined {
  const { log, latencyUnit } = context;
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex(isTableHeader);
  const table = readPercentileTable(
    lines,
    start,
    latencyUnit === 'ms' ? 1e3 : 1e6,
    log,
  );
  if (!table) {
    return undefined;
  }
  const rest = lines.findIndex((l, i) => i >= table.next && l.trim() !== '');
  if (rest !== -1) {
    log.errorAt(rest + 1, 'Unexpected text after the table');
    return undefined;
  }
  const { count } = table.distribution;
  const warning = `The file does not tell the unit of its values, which were taken as ${latencyUnit}, nor duration and errors`;
  log.warnAt(1, warning);
  return importedResult({
    id: contentId('hgrm', text),
    name: context.baseName ?? 'HDR percentiles',
    generator: {
      name: 'unknown',
      caveats: ['The file has nothing but a latency distribution'],
    },
    precision: 'bucketed',
    counts: { sent: count, ok: count, errors: {}, statuses: {} },
    latency: count > 0 ? { response: table.distribution } : {},
    warnings: [warning],
    preserved: { [KEY]: { text, distribution: table.distribution } },
  });
}

/**
 * The headline latency as a percentile table in milliseconds, the form of HdrHistogram's own output and plotters. An
 * unchanged table that was imported is given back as it was.
 *
 * @throws ExportError for results without a histogram.
 */
export function exportHgrm(result: RunResult): Exported {
  const headline = headlineLatency(result)?.distribution;
  const kept = result.preserved?.[KEY] as
    | { text: string; distribution: unknown }
    | undefined;
  if (kept && JSON.stringify(kept.distribution) === JSON.stringify(headline)) {
    return { text: kept.text, mediaType: 'text/plain', losses: [] };
  }
  if (!headline?.hdr) {
    throw new ExportError(
      `The result "${result.name}" has no exact histogram, which a percentile table needs`,
    );
  }
  return {
    text: decodeHdr(headline.hdr).outputPercentileDistribution(5, 1000),
    mediaType: 'text/plain',
    losses: ['Everything but the latency distribution'],
  };
}
