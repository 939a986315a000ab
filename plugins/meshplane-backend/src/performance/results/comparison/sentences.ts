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

import { type RunDescription, repeatRules } from '@meshplane/benchmark';
import type {
  PerformanceComparison,
  PerformanceVerdict,
} from '@meshplane/plugin-meshplane-common';

type Metric = PerformanceComparison['metrics'][number];
type Shift = PerformanceComparison['shift'][number];

const LATENCY = /^p\d/;

/** The verdict over all metrics in words: what, by how much, and how sure. */
export function verdictSentence(
  metrics: readonly Metric[],
  verdict: PerformanceVerdict,
  titleA: string,
  titleB: string,
): string {
  const with_ = (one: PerformanceVerdict) =>
    metrics.filter(metric => metric.verdict === one);
  const [{ runs }] = metrics;
  const evidence = `${runs.a} against ${runs.b} runs`;
  switch (verdict) {
    case 'regression':
    case 'improvement': {
      const changed = with_(verdict);
      const other = with_(
        verdict === 'regression' ? 'improvement' : 'regression',
      );
      const word = wordOf(verdict, changed);
      const but =
        other.length > 0 ? `; but ${other.map(changeOf).join(', ')}` : '';
      return `"${titleB}" is ${word} than "${titleA}": ${changed
        .map(changeOf)
        .join(', ')}${but} (${evidence}).`;
    }
    case 'no change':
      return `No change between "${titleA}" and "${titleB}": ${listOf(
        metrics.map(({ metric }) => metric),
      )} ${
        metrics.length === 1 ? 'stays' : 'stay'
      } within the margin (${evidence}).`;
    default:
      return undecidedSentence(with_('inconclusive'), titleA, titleB, evidence);
  }
}

function undecidedSentence(
  open: readonly Metric[],
  titleA: string,
  titleB: string,
  evidence: string,
): string {
  const more = Math.max(...open.map(({ moreRuns }) => moreRuns ?? 1));
  const fewest = Math.min(...open.map(({ runs }) => Math.min(runs.a, runs.b)));
  const advice =
    fewest + more > repeatRules.cap
      ? 'the runs differ too much among themselves: lengthen them'
      : `about ${more} more ${
          more === 1 ? 'run per side is' : 'runs per side are'
        } needed`;
  return `Not decided between "${titleA}" and "${titleB}": ${open
    .map(changeOf)
    .join(', ')} (${evidence}); ${advice}.`;
}

/** What is seen of too few runs for a verdict. */
export function describedSentence(
  shift: readonly Shift[],
  runsA: number,
  runsB: number,
): string {
  const advice = `${runsA} against ${runsB} ${
    runsA + runsB === 2 ? 'run' : 'runs'
  } cannot be judged, at least ${repeatRules.minimum} per side are needed`;
  const shown = shift.filter(
    ({ display, shift: by }) => display === 'full' && by !== undefined,
  );
  if (shown.length === 0)
    return `There are too few samples to see a difference; ${advice}.`;
  const named = shown
    .filter(({ percentile }) => percentile === 50 || percentile === 99)
    .map(({ percentile, shift: by = 0, ratio }) =>
      ratio === undefined
        ? `p${percentile} ${signed(by / 1000)} ms`
        : `p${percentile} ${signed(100 * (ratio - 1))} %`,
    );
  const apart = shown.some(
    ({ shift: by, interval }) =>
      by !== 0 && (!interval || interval[0] > 0 || interval[1] < 0),
  );
  return apart
    ? `A difference is seen, but not confirmed: ${named.join(', ')}; ${advice}.`
    : `No difference is seen, which does not show that there is none: ${named.join(
        ', ',
      )}; ${advice}.`;
}

/** One metric of too few runs. */
export function describedMetricSentence(metric: Metric): string {
  const { metric: name, unit, medianA, medianB, change, runs } = metric;
  const by = change === undefined ? '' : ` (${signed(100 * change)} %)`;
  return `${name}: ${number(medianA)} → ${number(
    medianB,
  )} ${unit}${by}, described only: ${runs.a} against ${runs.b} runs, at least ${
    repeatRules.minimum
  } per side are needed for a verdict`;
}

/** Why there is no comparison. */
export function refusedSentence(reasons: readonly string[]): string {
  return `These runs must not be compared: ${reasons.join('; ')}.`;
}

/** How far the distributions of two runs are apart, as numbers that describe. */
export function distanceNote({ ks, wasserstein }: RunDescription): string[] {
  return ks === undefined || wasserstein === undefined
    ? []
    : [
        `Distance of the distributions: ${number(
          ks,
        )} at most between their shares (Kolmogorov-Smirnov), ${number(
          wasserstein / 1000,
        )} ms on average (Wasserstein). These are no tests: requests of one run depend on each other`,
      ];
}

function wordOf(
  verdict: 'regression' | 'improvement',
  changed: readonly Metric[],
): string {
  const isLatency = changed.some(({ metric }) => LATENCY.test(metric));
  if (verdict === 'regression') return isLatency ? 'slower' : 'worse';
  return isLatency ? 'faster' : 'better';
}

/** `p99 12 % higher (95 % interval +8 to +15)`; in the unit where the level is zero or the metric is a share. */
function changeOf(metric: Metric): string {
  const { value, interval, unit } = shownChange(metric);
  const direction = value < 0 ? 'lower' : 'higher';
  return `${metric.metric} ${number(
    Math.abs(value),
  )} ${unit} ${direction} (95 % interval ${signed(interval[0])} to ${signed(
    interval[1],
  )})`;
}

function shownChange(metric: Metric) {
  const { unit, shift, shiftInterval, change, changeInterval } = metric;
  const scaled = (by: number, [low, high]: [number, number]) => ({
    value: 100 * by,
    interval: [100 * low, 100 * high],
  });
  if (unit === 'share')
    return { ...scaled(shift, shiftInterval), unit: 'percentage points' };
  if (change !== undefined && changeInterval)
    return { ...scaled(change, changeInterval), unit: '%' };
  return { value: shift, interval: shiftInterval, unit };
}

function listOf(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${number(value)}`;
}
