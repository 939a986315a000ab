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

import { percentileDisplay, tailCount } from '@meshplane/benchmark';
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { intervalOf } from '../resampling';
import type { MergedSide } from './mergeSide';

type Shift = PerformanceComparison['shift'][number];

const PERCENTILES = [50, 75, 90, 95, 99, 99.9];

/** Where side B is slower or faster than side A, and how sure that is. */
export function shiftsOf(a: MergedSide, b: MergedSide): Shift[] {
  const drawsA = a.draw(PERCENTILES);
  const drawsB = b.draw(PERCENTILES);
  const count = Math.min(a.quantiles.count, b.quantiles.count);
  return PERCENTILES.map((percentile, index) => {
    const entry: Shift = {
      percentile,
      tail: tailCount(count, percentile),
      display: percentileDisplay(count, percentile),
    };
    const valueA = a.quantiles.at(percentile);
    const valueB = b.quantiles.at(percentile);
    if (
      entry.display === 'hidden' ||
      valueA === undefined ||
      valueB === undefined
    )
      return entry;
    const shift = valueB - valueA;
    const draws = drawsA
      .slice(0, drawsB.length)
      .map((draw, at) => drawsB[at][index] - draw[index]);
    const interval =
      intervalOf(draws, shift) ?? roughInterval(a, b, percentile, shift);
    return {
      ...entry,
      a: valueA,
      b: valueB,
      shift,
      ...(interval && { interval }),
      ...(valueA > 0 && { ratio: valueB / valueA }),
    };
  });
}

/** Interval of a difference from the intervals of its sides (Zou and Donner 2008). */
function roughInterval(
  a: MergedSide,
  b: MergedSide,
  percentile: number,
  shift: number,
): [number, number] | undefined {
  const intervalA = a.roughInterval(percentile);
  const intervalB = b.roughInterval(percentile);
  const valueA = a.quantiles.at(percentile);
  const valueB = b.quantiles.at(percentile);
  if (!intervalA || !intervalB || valueA === undefined || valueB === undefined)
    return undefined;
  return [
    shift - Math.hypot(valueB - intervalB[0], intervalA[1] - valueA),
    shift + Math.hypot(intervalB[1] - valueB, valueA - intervalA[0]),
  ];
}
