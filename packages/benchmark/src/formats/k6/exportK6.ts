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

import { isDeepStrictEqual } from 'node:util';
import { Distribution, RunResult } from '../../model/result';
import { errorRateOf } from '../../statistics/failures';
import { percentileOf } from '../../statistics/distribution';
import { isData, overlayChanges } from '../document/overlay';
import { silentContext } from '../context';
import { Exported, exportDocument, ExportError } from '../exported';
import { headlineLatency } from '../results';
import { importK6, isHandleSummary } from './importK6';

type Data = Record<string, unknown>;
const PERCENTILES = [90, 95, 99, 99.9];

/**
 * The result as the data that k6 gives to `handleSummary`, for tools that read such a file. A result that came from k6
 * is given back as it was, apart from what was changed since.
 */
export function exportK6Summary(result: RunResult): Exported {
  const kept = result.preserved?.['k6-summary'];
  const now = projectSummary(result);
  if (isData(kept) && isData(kept.document)) {
    const baseline = importK6(kept.document, [], silentContext());
    const before =
      baseline && projectSummary({ ...baseline, name: result.name });
    if (before && isDeepStrictEqual(before, now)) {
      return exportDocument(kept.document, 'json');
    }
    if (before && isHandleSummary(kept.document)) {
      return exportDocument(overlayChanges(kept.document, before, now), 'json');
    }
  }
  return exportDocument(now, 'json', [
    'Histograms and the course over time',
    'Kinds of errors and the statuses',
    'The validity gates',
  ]);
}

function projectSummary(result: RunResult): Data {
  const headline = headlineLatency(result)?.distribution;
  if (!headline) {
    throw new ExportError(
      `The result "${result.name}" has no latencies, a summary of k6 cannot do without`,
    );
  }
  const rate = errorRateOf(result.counts) ?? 0;
  const failed = result.counts.sent - result.counts.ok;
  return {
    state: { testRunDurationMs: result.measuredSeconds * 1000 },
    metrics: {
      http_req_duration: {
        type: 'trend',
        contains: 'time',
        values: trendValues(headline),
        ...thresholds(result, ['latency', 'service']),
      },
      http_reqs: {
        type: 'counter',
        contains: 'default',
        values: { count: result.counts.sent, rate: result.achievedRate },
        ...thresholds(result, ['rate']),
      },
      http_req_failed: {
        type: 'rate',
        contains: 'default',
        // In this metric of k6 a "pass" is a request that failed.
        values: { rate, passes: failed, fails: result.counts.ok },
        ...thresholds(result, ['errors']),
      },
      ...(result.bytesReceived === undefined
        ? {}
        : {
            data_received: {
              type: 'counter',
              contains: 'data',
              values: {
                count: result.bytesReceived,
                rate:
                  result.measuredSeconds > 0
                    ? result.bytesReceived / result.measuredSeconds
                    : 0,
              },
            },
          }),
    },
  };
}

function trendValues(distribution: Distribution): Data {
  const ms = (us: number | undefined) => (us === undefined ? us : us / 1000);
  const values: Data = {
    avg: ms(distribution.mean),
    min: ms(distribution.min),
    med: ms(percentileOf(distribution, 50)),
    max: ms(distribution.max),
  };
  for (const p of PERCENTILES) {
    values[`p(${p})`] = ms(percentileOf(distribution, p));
  }
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}

function thresholds(result: RunResult, metrics: string[]): Data {
  const judged = result.gates.filter(
    gate => metrics.includes(gate.metric) && gate.verdict !== 'not-judged',
  );
  return judged.length === 0
    ? {}
    : {
        thresholds: Object.fromEntries(
          judged.map(gate => [gate.threshold, { ok: gate.verdict !== 'fail' }]),
        ),
      };
}
