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

import type {
  ComparisonInput,
  PerformanceComparison,
  PerformanceVerdict,
  RunCharts,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';

const RUNS_TO_JUDGE = 5;

type Metric = PerformanceComparison['metrics'][number];

const metrics: Array<{
  name: string;
  unit: string;
  lowerIsBetter: boolean;
  isRelative: boolean;
  value: (run: RunSummary) => number;
}> = [
  {
    name: 'p50',
    unit: 'ms',
    lowerIsBetter: true,
    isRelative: true,
    value: run => (run.headline?.p50 ?? 0) / 1000,
  },
  {
    name: 'p99',
    unit: 'ms',
    lowerIsBetter: true,
    isRelative: true,
    value: run => (run.headline?.p99 ?? 0) / 1000,
  },
  {
    name: 'throughput',
    unit: 'req/s',
    lowerIsBetter: false,
    isRelative: true,
    value: run => run.headline?.achievedRate ?? 0,
  },
  {
    name: 'errors',
    unit: 'share',
    lowerIsBetter: true,
    isRelative: false,
    value: run => run.headline?.errorRate ?? 0,
  },
];

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    (sorted[Math.floor((sorted.length - 1) / 2)] +
      sorted[Math.floor(sorted.length / 2)]) /
    2
  );
}

function verdictOf(
  change: number,
  [low, high]: [number, number],
  relevant: number,
  lowerIsBetter: boolean,
): PerformanceVerdict {
  if (Math.abs(change) >= relevant && low * high > 0) {
    return change > 0 === lowerIsBetter ? 'regression' : 'improvement';
  }
  return Math.abs(low) < relevant && Math.abs(high) < relevant
    ? 'no change'
    : 'inconclusive';
}

const percent = (share: number) =>
  `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;

/** Not the statistics of the backend: medians and the spread of all differences are enough to have something to look at. */
function metricOf(
  metric: (typeof metrics)[number],
  a: RunSummary[],
  b: RunSummary[],
  threshold: number,
): Metric {
  const valuesA = a.map(metric.value);
  const valuesB = b.map(metric.value);
  const differences = valuesB
    .flatMap(y => valuesA.map(x => y - x))
    .sort((x, y) => x - y);
  const medianA = median(valuesA);
  const shift = median(differences);
  const at = (share: number) =>
    differences[Math.round((differences.length - 1) * share)];
  const shiftInterval: [number, number] = [at(0.1), at(0.9)];
  const scale = metric.isRelative ? medianA : 1;
  const relevant = metric.isRelative ? threshold : 0.001;
  const relative: [number, number] = [
    shiftInterval[0] / scale,
    shiftInterval[1] / scale,
  ];
  const change = shift / scale;
  const verdict = verdictOf(change, relative, relevant, metric.lowerIsBetter);
  const write = (value: number) =>
    metric.isRelative ? percent(value) : `${(value * 100).toFixed(2)} pp`;
  return {
    metric: metric.name,
    unit: metric.unit,
    verdict,
    runs: { a: a.length, b: b.length },
    medianA,
    medianB: median(valuesB),
    shift,
    shiftInterval,
    ...(metric.isRelative ? { change, changeInterval: relative } : {}),
    pHolm:
      verdict === 'regression' || verdict === 'improvement' ? 0.0087 : 0.41,
    delta: verdict === 'regression' ? 1 : 0.1,
    relevant,
    ...(verdict === 'inconclusive' ? { moreRuns: 4 } : {}),
    sentence: `${metric.name}: ${verdict}, ${write(
      change,
    )} (95 % interval ${write(relative[0])} to ${write(relative[1])}), ${
      a.length
    } against ${b.length} runs`,
    valuesA,
    valuesB,
  };
}

function shiftOf(a: RunCharts, b: RunCharts): PerformanceComparison['shift'] {
  return [50, 75, 90, 95, 99, 99.9].flatMap(percentile => {
    const find = (charts: RunCharts) =>
      charts.percentiles.response.find(
        point => point.percentile === percentile,
      );
    const [x, y] = [find(a), find(b)];
    if (!x || !y) return [];
    const shift = y.value - x.value;
    const noise = x.value * (0.01 + 40 / Math.max(40, x.tail));
    return [
      {
        percentile,
        a: x.value,
        b: y.value,
        shift,
        interval: [shift - noise, shift + noise] as [number, number],
        ratio: y.value / x.value,
        tail: Math.min(x.tail, y.tail),
        display: x.display,
      },
    ];
  });
}

const RANK: PerformanceVerdict[] = [
  'regression',
  'inconclusive',
  'improvement',
  'no change',
];

/** What the backend would say of these runs, roughly. */
export function comparisonOf(
  input: ComparisonInput,
  sides: {
    a: RunSummary[];
    b: RunSummary[];
    chartsA: RunCharts;
    chartsB: RunCharts;
  },
): PerformanceComparison {
  const { a, b, chartsA, chartsB } = sides;
  const threshold = input.threshold ?? 0.05;
  const base = {
    createdAt: '2026-11-24T10:00:00.000Z',
    reasons: [],
    notes: [],
    a: { title: input.titleA ?? a[0].name, runs: a },
    b: { title: input.titleB ?? b[0].name, runs: b },
    metrics: [],
    shift: [],
    percentilesA: [],
    percentilesB: [],
  };
  const reasons = [...a, ...b].flatMap(run => [
    ...(run.validity === 'invalid'
      ? [
          `The run "${run.id}" is not valid: the generator, not the service, was the limit.`,
        ]
      : []),
    ...(run.state !== 'succeeded'
      ? [`The run "${run.id}" did not run to its end ("${run.state}").`]
      : []),
  ]);
  if (reasons.length > 0) {
    return {
      ...base,
      status: 'refused',
      sentence: 'These runs must not be compared.',
      reasons,
    };
  }
  const drawn = {
    shift: shiftOf(chartsA, chartsB),
    percentilesA: chartsA.percentiles.response,
    percentilesB: chartsB.percentiles.response,
  };
  if (Math.min(a.length, b.length) < RUNS_TO_JUDGE) {
    return {
      ...base,
      ...drawn,
      status: 'described',
      sentence: 'Difference seen, not confirmed: p99 differs by one run each.',
      notes: ['A verdict needs at least five runs per side, taken in turns.'],
    };
  }
  const judged = metrics.map(metric => metricOf(metric, a, b, threshold));
  const verdict = RANK.find(one => judged.some(row => row.verdict === one));
  const worst = judged.find(row => row.verdict === verdict);
  return {
    ...base,
    ...drawn,
    status: 'judged',
    verdict,
    sentence:
      verdict === 'no change'
        ? `No change: every metric stays within ± ${percent(threshold)}.`
        : worst?.sentence ?? '',
    notes: [
      'The sides were not measured in turns: a drift of the environment would look like a change.',
    ],
    metrics: judged,
  };
}
