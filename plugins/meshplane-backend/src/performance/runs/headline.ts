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

import {
  errorRateOf,
  headlineLatency,
  percentileOf,
} from '@meshplane/benchmark';
import type { RunResult } from '@meshplane/benchmark/model';
import type {
  Headline,
  ResourceUse,
  RunResources,
} from '@meshplane/plugin-meshplane-common';

/** Parts whose use is not that of the measured workloads. */
const BESIDE: readonly ResourceUse['role'][] = [
  'generator',
  'control-plane',
  'node',
];

/** The few numbers of a result that lists show. */
export function headlineOf(
  result: RunResult,
  resources?: RunResources,
): Headline {
  const latency = headlineLatency(result)?.distribution;
  const at = (percentile: number) =>
    latency && percentileOf(latency, percentile);
  const uses = (resources?.uses ?? []).filter(
    ({ role }) => !BESIDE.includes(role),
  );
  return {
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    max: latency?.max,
    achievedRate: result.achievedRate,
    targetRate: result.targetRate,
    errorRate: errorRateOf(result.counts),
    measuredSeconds: result.measuredSeconds,
    cpuPerThousand: sumOf(uses.map(use => use.cpuPerThousand)),
    memoryBytes: sumOf(uses.map(use => use.memoryMean)),
  };
}

/** The worst verdict of all gates; undefined where there are none. */
export function worstGate(
  gates: RunResult['gates'],
): RunResult['gates'][number]['verdict'] | undefined {
  return (['fail', 'not-judged', 'borderline', 'pass'] as const).find(verdict =>
    gates.some(gate => gate.verdict === verdict),
  );
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length > 0
    ? known.reduce((sum, value) => sum + value, 0)
    : undefined;
}
