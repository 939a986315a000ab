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

import type { HistoryMetric, HistoryPoint } from './metrics';

/** What changed, from where to where, with which release. */
export function changeSentence(
  { title, unit }: HistoryMetric,
  point: HistoryPoint,
  before: number,
  after: number,
): string {
  const verb = after > before ? 'rose' : 'fell';
  const by =
    before === 0
      ? ''
      : ` by ${number((100 * Math.abs(after - before)) / Math.abs(before))} %`;
  return `${title} ${verb}${by} ${withPoint(point)}, from ${number(
    before,
  )} to ${number(after)} ${unit}.`;
}

/** The latest point against what the earlier ones let expect. */
export function outlierSentence(
  { title, unit }: HistoryMetric,
  point: HistoryPoint,
  [low, high]: [number, number],
): string {
  return `${title} is ${number(point.value)} ${unit} ${withPoint(
    point,
  )}; the earlier points let expect ${number(low)} to ${number(
    high,
  )} ${unit}. One point is no trend: repeat the run.`;
}

function withPoint({ release, at }: HistoryPoint): string {
  return release === undefined
    ? `with the run of ${at.slice(0, 16).replace('T', ' ')} UTC`
    : `with release "${release}"`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
