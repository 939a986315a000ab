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

import { createHash } from 'node:crypto';
import { Distribution, RunResult } from '../model/result';
import { ImportLog } from './document/ImportLog';
import { Path } from './document/paths';

/** Known distortions of other generators; imported results carry them. */
export const generatorCaveats: Record<string, string[]> = {
  fortio: [
    'Fortio measures from the actual send: time that a request waited because earlier ones were slow is not in its latencies',
    'Fortio keeps coarse buckets: percentiles are interpolated inside them',
  ],
  nighthawk: [
    'In this format Nighthawk keeps one bucket per percentile step, without the tail between them',
  ],
  k6: [
    'k6 measures from the actual send: the wait for a free virtual user is not in its latencies',
    'k6 keeps no histogram in its summary: only the listed percentiles are known',
  ],
  wrk2: [
    'wrk2 calibrates for ten seconds and drops those samples; its timeouts are not in the latencies',
  ],
  wrk: [
    'wrk is closed-loop: its latencies are service times under saturation and leave out waiting',
  ],
  vegeta: [
    'vegeta measures from the actual send and opens connections as it needs them',
  ],
  unknown: ['The source does not say from which moment a latency is measured'],
};

/** A stable id for results that bring none. */
export function contentId(prefix: string, content: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(content) ?? '');
  return `${prefix}-${hash.digest('hex').slice(0, 12)}`;
}

/** The fields that every imported result fills the same way. */
export function importedResult(
  fields: Partial<RunResult> &
    Pick<RunResult, 'id' | 'name' | 'precision' | 'counts' | 'latency'> & {
      generator: RunResult['generator'];
    },
): RunResult {
  return {
    version: 'meshplane.io/run-result/v1',
    labels: {},
    measuredSeconds: 0,
    end: 'complete',
    validity: {
      status: 'unknown',
      gates: [],
      notes: [
        'Imported: the source does not tell whether the generator or the server was the limit',
      ],
    },
    achievedRate: 0,
    slices: [],
    gates: [],
    warnings: [],
    ...fields,
  };
}

/** Relative slack for values that a tool rounded to a bucket edge. */
const ROUNDING = 0.01;

/**
 * Refuses distributions that cannot be one: percentiles that fall, values outside of minimum and maximum. Names the
 * pair that contradicts.
 */
export function checkDistribution(
  distribution: Distribution,
  path: Path,
  log: ImportLog,
): boolean {
  const named: [string, number][] = [];
  if (distribution.min !== undefined) {
    named.push(['the minimum', distribution.min]);
  }
  Object.entries(distribution.percentiles)
    .sort(([a], [b]) => Number(a) - Number(b))
    .forEach(([p, value]) => named.push([`p${p}`, value]));
  if (distribution.max !== undefined) {
    named.push(['the maximum', distribution.max]);
  }
  for (let i = 1; i < named.length; i++) {
    const [lowName, low] = named[i - 1];
    const [highName, high] = named[i];
    if (low > high * (1 + ROUNDING) + 1) {
      log.error(
        `The latencies contradict each other: ${lowName} is ${low} µs, ${highName} is ${high} µs`,
        path,
      );
      return false;
    }
  }
  const { mean, min, max } = distribution;
  if (
    mean !== undefined &&
    ((min !== undefined && mean < min * (1 - ROUNDING) - 1) ||
      (max !== undefined && mean > max * (1 + ROUNDING) + 1))
  ) {
    log.error(
      `The latencies contradict each other: the mean is ${mean} µs, outside of ${min} µs to ${max} µs`,
      path,
    );
    return false;
  }
  return true;
}

/**
 * The latency that stands for a run, and from where it is measured: from the intended start where the generator knows
 * it (`response`), else from the actual send (`service`, which leaves out the wait that a slow server causes). Runs of
 * different kinds must not be compared.
 * @public
 */
export function headlineLatency(
  result: RunResult,
): { kind: 'response' | 'service'; distribution: Distribution } | undefined {
  if (result.latency.response) {
    return { kind: 'response', distribution: result.latency.response };
  }
  return result.latency.service
    ? { kind: 'service', distribution: result.latency.service }
    : undefined;
}
