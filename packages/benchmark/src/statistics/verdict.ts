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

import { RunResult } from '../model/result';
import { coefficientOfVariation, mean, median, variance } from './basics';
import { comparisonNotes, incomparable } from './comparability';
import { a12, cliffsDelta, equivalent, hodgesLehmann, holm } from './effects';
import { mannWhitney } from './mannWhitney';
import { defaultJudgedMetrics, RunMetric, runMetrics } from './metrics';
import { NoiseFloor } from './noiseFloor';
import { repeatRules, runsNeeded } from './planning';

/** @public */
export type Verdict =
  | 'regression'
  | 'improvement'
  | 'no change'
  | 'inconclusive';

/** The judgement of one metric over repeated runs. @public */
export interface MetricVerdict {
  metric: string;
  unit: string;
  verdict: Verdict;
  runs: { a: number; b: number };
  medianA: number;
  medianB: number;
  /** Hodges-Lehmann shift in the unit, with its 95 % interval. */
  shift: number;
  shiftInterval: [number, number];
  /** Shift as a share of the median of A; absent where that is zero. */
  change?: number;
  changeInterval?: [number, number];
  u: number;
  p: number;
  pHolm: number;
  delta: number;
  a12: number;
  /** Smallest change that counts, as a share or in the unit, after threshold and noise floor. */
  relevant: number;
  /** For `inconclusive`: about how many more runs per side are needed. */
  moreRuns?: number;
  /** One sentence for people. */
  sentence: string;
}

/** Outcome of a comparison of repeated runs. @public */
export interface Comparison {
  /** `refused`: the runs must not be compared; `reasons` say why. */
  status: 'judged' | 'refused';
  reasons: string[];
  notes: string[];
  /** Regression before improvement before inconclusive before no change over the metrics. Absent where refused. */
  verdict?: Verdict;
  metrics: MetricVerdict[];
}

/** @public */
export interface ComparisonOptions {
  /** Names out of `runMetrics`, or metrics of one's own. */
  metrics: readonly (string | RunMetric)[];
  /** Smallest relative change that matters; never below that of the metric. */
  threshold: number;
  /** Margin of "no change" as a share; that of the metric unless set. */
  margin?: number;
  alpha: number;
  noiseFloor: readonly NoiseFloor[];
}

/** |δ| from which an effect is large (Romano et al. 2006, rounded). */
const LARGE_DELTA = 0.47;
const RANK: Verdict[] = [
  'regression',
  'improvement',
  'inconclusive',
  'no change',
];

/**
 * Judges repeated runs, the run being the unit of analysis: significant (exact Mann-Whitney, Holm over the metrics) and
 * relevant (Hodges-Lehmann change at least the threshold, the metric's own and twice the noise floor) and large (Cliff's
 * δ), or equivalent (90 % interval within the margin), or neither. Shares refer to the smaller one of both medians, so
 * that swapping the sides mirrors every verdict.
 * @public
 */
export function compareRuns(
  a: readonly RunResult[],
  b: readonly RunResult[],
  options: Partial<ComparisonOptions> = {},
): Comparison {
  const settings: ComparisonOptions = {
    metrics: defaultJudgedMetrics,
    threshold: 0,
    alpha: 0.05,
    noiseFloor: [],
    ...options,
  };
  const all = [...a, ...b];
  const reasons = incomparable(all);
  if (a.length === 0 || b.length === 0) {
    reasons.push('Each side needs at least one run');
  }
  if (reasons.length > 0) {
    return { status: 'refused', reasons, notes: [], metrics: [] };
  }
  const notes = comparisonNotes(all);
  const samples: Sample[] = [];
  for (const entry of settings.metrics) {
    const metric = typeof entry === 'string' ? runMetrics[entry] : entry;
    if (!metric) {
      throw new RangeError(
        `No metric "${String(entry)}"; known are ${Object.keys(runMetrics).join(
          ', ',
        )}`,
      );
    }
    const sample = sampleOf(metric, a, b);
    if (sample) {
      samples.push(sample);
    } else {
      notes.push(
        `${metric.name} is not judged: some runs have no value or too few samples for it`,
      );
    }
  }
  const corrected = holm(samples.map(s => mannWhitney(s.a, s.b).p));
  const metrics = samples.map((s, i) => judge(s, corrected[i], settings));
  if (metrics.length === 0) {
    return {
      status: 'refused',
      reasons: ['The runs share no metric that can be judged'],
      notes,
      metrics,
    };
  }
  return {
    status: 'judged',
    reasons: [],
    notes,
    verdict: RANK.find(v => metrics.some(m => m.verdict === v)),
    metrics,
  };
}

interface Sample {
  metric: RunMetric;
  a: number[];
  b: number[];
}

function sampleOf(
  metric: RunMetric,
  a: readonly RunResult[],
  b: readonly RunResult[],
): Sample | undefined {
  const values = (runs: readonly RunResult[]) =>
    runs
      .map(run => metric.value(run))
      .filter(
        (value): value is number =>
          value !== undefined && Number.isFinite(value),
      );
  const sample = { metric, a: values(a), b: values(b) };
  return sample.a.length === a.length && sample.b.length === b.length
    ? sample
    : undefined;
}

function judge(
  { metric, a, b }: Sample,
  pHolm: number,
  settings: ComparisonOptions,
): MetricVerdict {
  const medianA = median(a);
  const medianB = median(b);
  const isRelative = metric.scale === 'relative';
  const level = Math.min(Math.abs(medianA), Math.abs(medianB));
  const scale = isRelative ? level : 1;
  const floor =
    settings.noiseFloor.find(f => f.metric === metric.name)?.noise ?? 0;
  const relevant = Math.max(
    metric.threshold,
    isRelative ? settings.threshold : 0,
    2 * floor,
  );
  const margin = (isRelative && settings.margin) || metric.threshold;
  const { shift, interval } = hodgesLehmann(a, b);
  const { u, p } = mannWhitney(a, b);
  const delta = cliffsDelta(a, b);
  const runs = { a: a.length, b: b.length };
  const enough = Math.min(runs.a, runs.b) >= repeatRules.minimum;
  const isChange =
    enough &&
    pHolm < settings.alpha &&
    shift !== 0 &&
    Math.abs(shift) >= relevant * scale &&
    Math.abs(delta) >= LARGE_DELTA;
  let verdict: Verdict = 'inconclusive';
  if (isChange) {
    verdict = shift > 0 === metric.lowerIsBetter ? 'regression' : 'improvement';
  } else if (enough && equivalent(a, b, margin * scale).equivalent) {
    verdict = 'no change';
  }
  const needed = neededRuns({ metric, a, b }, relevant, Math.abs(shift), scale);
  const moreRuns =
    verdict === 'inconclusive'
      ? Math.max(1, needed - Math.min(runs.a, runs.b))
      : undefined;
  const toShare = (value: number) => value / Math.abs(medianA);
  const result: Omit<MetricVerdict, 'sentence'> = {
    metric: metric.name,
    unit: metric.unit,
    verdict,
    runs,
    medianA,
    medianB,
    shift,
    shiftInterval: interval,
    ...(medianA !== 0
      ? {
          change: toShare(shift),
          changeInterval: [toShare(interval[0]), toShare(interval[1])] as [
            number,
            number,
          ],
        }
      : {}),
    u,
    p,
    pHolm,
    delta,
    a12: a12(a, b),
    relevant,
    ...(moreRuns === undefined ? {} : { moreRuns }),
  };
  return { ...result, sentence: sentenceOf(result, margin, isRelative) };
}

/** Runs per side for the effect that is seen, or for the smallest that matters where it is smaller. */
function neededRuns(
  { metric, a, b }: Sample,
  relevant: number,
  shift: number,
  scale: number,
): number {
  const effect = Math.max(relevant, scale > 0 ? shift / scale : 0);
  const spread = (values: number[]) =>
    metric.scale === 'relative'
      ? coefficientOfVariation(values)
      : Math.sqrt(variance(values));
  const spreads = [a, b].filter(v => v.length > 1).map(spread);
  const cv =
    spreads.length === 0
      ? 0
      : Math.sqrt(mean(spreads.map(s => (Number.isFinite(s) ? s * s : 0))));
  return Math.max(repeatRules.default, runsNeeded(cv, effect));
}

function sentenceOf(
  m: Omit<MetricVerdict, 'sentence'>,
  margin: number,
  isRelative: boolean,
): string {
  const show = (value: number) =>
    isRelative && m.medianA !== 0
      ? `${signed((100 * value) / Math.abs(m.medianA))} %`
      : `${signed(value)} ${m.unit}`;
  const range = `${show(m.shift)} (95 % interval ${show(
    m.shiftInterval[0],
  )} to ${show(m.shiftInterval[1])})`;
  const evidence = `p ${m.pHolm.toPrecision(2)} after Holm, ${
    m.runs.a
  } against ${m.runs.b} runs`;
  const within = isRelative
    ? `± ${Number((100 * margin).toPrecision(3))} %`
    : `± ${margin} ${m.unit}`;
  switch (m.verdict) {
    case 'regression':
    case 'improvement':
      return `${m.metric}: ${m.verdict}, ${range}, ${evidence}`;
    case 'no change':
      return `${m.metric}: no change within ${within}, ${range}, ${m.runs.a} against ${m.runs.b} runs`;
    default: {
      const more = m.moreRuns ?? 1;
      const total = Math.min(m.runs.a, m.runs.b) + more;
      const advice =
        total > repeatRules.cap
          ? `about ${more} more runs per side needed: lengthen the runs instead`
          : `about ${more} more runs per side needed`;
      return `${m.metric}: inconclusive, ${range}, ${evidence}; ${advice}`;
    }
  }
}

function signed(value: number): string {
  const text = Number(value.toPrecision(3)).toString();
  return value > 0 ? `+${text}` : text;
}
