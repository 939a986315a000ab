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
  compareRuns,
  describeRuns,
  type MetricVerdict,
  repeatRules,
  type RunMetric,
  runMetrics,
} from '@meshplane/benchmark';
import type { RunResult } from '@meshplane/benchmark/model';
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { mergeSide } from './mergeSide';
import {
  describedMetricSentence,
  describedSentence,
  distanceNote,
  refusedSentence,
  verdictSentence,
} from './sentences';
import { shiftsOf } from './shifts';

/** What a run used, where it was read. */
export interface RunCost {
  /** Cores per 1 000 requests per second. */
  cpuPerThousand?: number;
  memoryBytes?: number;
}

/** Results of both sides, each under the id of its run. */
export interface CompareInput {
  a: RunResult[];
  b: RunResult[];
  titleA: string;
  titleB: string;
  metrics?: string[];
  threshold: number;
  margin?: number;
  /** By run id. */
  costs: Record<string, RunCost>;
}

/** What is worked out; who ran and when is known to the caller. */
export type CompareOutput = Pick<
  PerformanceComparison,
  | 'status'
  | 'verdict'
  | 'sentence'
  | 'reasons'
  | 'notes'
  | 'metrics'
  | 'shift'
  | 'percentilesA'
  | 'percentilesB'
>;

type Metric = PerformanceComparison['metrics'][number];

/** Names that a comparison may be asked for. */
export const comparableMetrics = [
  ...Object.keys(runMetrics),
  'cpuPerThousand',
  'memoryBytes',
];

/** Judges or describes two sides. Decodes every histogram: for a thread of its own. */
export function compareSides(input: CompareInput): CompareOutput {
  const { a, b, titleA, titleB, costs, threshold, margin } = input;
  const judged = compareRuns(a, b, {
    threshold,
    ...(margin !== undefined && { margin }),
    ...(input.metrics && {
      metrics: input.metrics.map(name => costMetric(name, costs) ?? name),
    }),
  });
  const { notes, reasons } = judged;
  if (judged.status === 'refused')
    return { ...nothing(), notes, reasons, sentence: refusedSentence(reasons) };
  const sideA = mergeSide(a, 1);
  const sideB = mergeSide(b, 2);
  const shift = sideA && sideB ? shiftsOf(sideA, sideB) : [];
  const shared = {
    reasons,
    shift,
    percentilesA: sideA?.curve ?? [],
    percentilesB: sideB?.curve ?? [],
  };
  const valuesOf = (name: string, runs: RunResult[]) => {
    const metric = runMetrics[name] ?? costMetric(name, costs);
    return runs.flatMap(run => metric?.value(run) ?? []);
  };
  const withValues = (metric: MetricVerdict): Metric => {
    const { u: _u, p: _p, a12: _a12, ...shown } = metric;
    return {
      ...shown,
      valuesA: valuesOf(metric.metric, a),
      valuesB: valuesOf(metric.metric, b),
    };
  };
  const metrics = judged.metrics.map(withValues);
  if (Math.min(a.length, b.length) < repeatRules.minimum)
    return {
      ...shared,
      status: 'described',
      sentence: describedSentence(shift, a.length, b.length),
      notes: [
        ...notes,
        ...(a.length === 1 && b.length === 1
          ? distanceNote(describeRuns(a[0], b[0]))
          : []),
      ],
      metrics: metrics.map(described),
    };
  return {
    ...shared,
    status: 'judged',
    verdict: judged.verdict,
    sentence: verdictSentence(metrics, judged.verdict!, titleA, titleB),
    notes,
    metrics,
  };
}

/** Of so few runs an interval of the test says nothing; the range of all differences between them does. */
function described(metric: Metric): Metric {
  const { valuesA, valuesB, medianA } = metric;
  const differences = valuesB.flatMap(after =>
    valuesA.map(before => after - before),
  );
  const range: [number, number] = [
    Math.min(...differences),
    Math.max(...differences),
  ];
  const { changeInterval, moreRuns, ...kept } = metric;
  const result: Metric = {
    ...kept,
    verdict: 'inconclusive',
    shiftInterval: range,
    ...(medianA !== 0 && {
      changeInterval: [
        range[0] / Math.abs(medianA),
        range[1] / Math.abs(medianA),
      ] as [number, number],
    }),
    moreRuns: Math.max(
      1,
      repeatRules.default - Math.min(valuesA.length, valuesB.length),
    ),
  };
  return { ...result, sentence: describedMetricSentence(result) };
}

function costMetric(
  name: string,
  costs: Record<string, RunCost>,
): RunMetric | undefined {
  if (name !== 'cpuPerThousand' && name !== 'memoryBytes') return undefined;
  return {
    name,
    unit: name === 'cpuPerThousand' ? 'cores per 1 000 req/s' : 'bytes',
    lowerIsBetter: true,
    scale: 'relative',
    threshold: 0.05,
    value: result => costs[result.id]?.[name],
  };
}

/** A comparison that is refused. */
export function nothing(): CompareOutput {
  return {
    status: 'refused',
    sentence: '',
    reasons: [],
    notes: [],
    metrics: [],
    shift: [],
    percentilesA: [],
    percentilesB: [],
  };
}
