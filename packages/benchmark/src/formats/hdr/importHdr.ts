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

import type { Histogram, JsHistogram } from 'hdr-histogram-js';
import { newHistogram, toDistribution } from '../../engine/histograms';
import { RunResult } from '../../model/result';
import { ImportContext } from '../context';
import { Exported, ExportError } from '../exported';
import { contentId, headlineLatency, importedResult } from '../results';
import { decodeHdr, forEachRecorded } from './decodeHdr';

const TO_MICROSECONDS = { ns: 1e-3, us: 1, ms: 1e3 };
const MAX_TRACKED_US = 120e6;
const LOG_ROW = /^(?:Tag=[^,]*,)?([\d.]+),([\d.]+),([\d.]+),(HISTF\S+)$/;

/** True for an HDR histogram in base64, or a log of such histograms (`.hlog`). */
export function isHdr(text: string): boolean {
  return /^\s*HISTF/.test(text) || /^#\[Histogram log format/m.test(text);
}

/** One histogram in base64, or a histogram log, whose intervals are merged. */
export function importHdr(
  text: string,
  context: ImportContext,
): RunResult | undefined {
  const { log, hdrUnit } = context;
  const isLog = /^#\[Histogram log format/m.test(text);
  const merged = newHistogram();
  let seconds = 0;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const row = isLog ? LOG_ROW.exec(line) : undefined;
    if (line === '' || (isLog && /^[#"]/.test(line))) {
      continue;
    }
    if (isLog && !row) {
      log.errorAt(i + 1, 'Expected begin, length, maximum and histogram');
      return undefined;
    }
    seconds += row ? Number(row[2]) : 0;
    const histogram = decodeAt(row ? row[4] : line, i + 1, context);
    if (!histogram || !addScaled(merged, histogram, TO_MICROSECONDS[hdrUnit])) {
      if (histogram) {
        log.errorAt(i + 1, 'The histogram holds values beyond a day');
      }
      return undefined;
    }
  }
  const distribution = toDistribution(merged);
  if (!distribution) {
    log.errorAt(1, 'The histogram is empty');
    return undefined;
  }
  const warning = `The file does not tell the unit of its values, which were taken as ${hdrUnit}, nor errors`;
  log.warnAt(1, warning);
  const { count } = distribution;
  return importedResult({
    id: contentId('hdr', text),
    name: context.baseName ?? 'HDR histogram',
    generator: {
      name: 'unknown',
      caveats: ['The file has nothing but a latency distribution'],
    },
    measuredSeconds: seconds,
    precision: 'exact',
    counts: { sent: count, ok: count, errors: {}, statuses: {} },
    achievedRate: seconds > 0 ? count / seconds : 0,
    latency: { response: distribution },
    warnings: [warning],
  });
}

function decodeAt(
  base64: string,
  line: number,
  context: ImportContext,
): JsHistogram | undefined {
  try {
    return decodeHdr(base64);
  } catch (error) {
    context.log.errorAt(
      line,
      `Not an HDR histogram: ${(error as Error).message}`,
    );
    return undefined;
  }
}

/** False where values are no latencies. */
function addScaled(
  target: Histogram,
  source: JsHistogram,
  factor: number,
): boolean {
  let isPlausible = true;
  forEachRecorded(source, (lowest, highest, count) => {
    const us = Math.round(((lowest + highest) / 2) * factor);
    isPlausible = isPlausible && us <= 86_400e6;
    target.recordValueWithCount(
      Math.min(MAX_TRACKED_US, Math.max(1, us)),
      count,
    );
  });
  return isPlausible;
}

/**
 * The headline latency as an HDR histogram in V2 base64, microseconds.
 *
 * @throws ExportError for results without an exact histogram.
 */
export function exportHdr(result: RunResult): Exported {
  const hdr = headlineLatency(result)?.distribution.hdr;
  if (!hdr) {
    throw new ExportError(`The result "${result.name}" has no exact histogram`);
  }
  return {
    text: `${hdr}\n`,
    mediaType: 'text/plain',
    losses: ['Everything but the latency distribution'],
  };
}
