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

import { scaleLinear, scaleLog } from '@visx/scale';

/** Space around a drawing for its axes, in pixels. */
export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Ratio of largest to smallest value from which a logarithmic scale shows more. */
const LOG_FROM_RATIO = 8;

/** Whether values are better shown on a logarithmic scale. */
export function prefersLog(values: readonly number[]): boolean {
  const positive = values.filter(value => value > 0);
  return (
    positive.length > 0 &&
    Math.max(...positive) / Math.min(...positive) > LOG_FROM_RATIO
  );
}

/**
 * Scale of a value axis. Linear ones start at zero, because a cut axis makes small differences large; logarithmic ones
 * cannot and start below the smallest value.
 *
 * @param range - pixels of the smallest and of the largest value
 */
export function valueScale(
  values: readonly number[],
  isLog: boolean,
  range: [number, number],
) {
  const positive = values.filter(value => value > 0);
  const largest = positive.length > 0 ? Math.max(...positive) : 1;
  if (isLog) {
    const smallest = positive.length > 0 ? Math.min(...positive) : largest / 10;
    return scaleLog<number>({
      domain: [smallest / 1.15, largest * 1.15],
      range,
    });
  }
  return scaleLinear<number>({
    domain: [0, largest * 1.05],
    range,
    nice: true,
  });
}

/** Steps 1, 2 and 5 of every power of ten within a range, or fewer of them where they would be too many. */
export function logTicks(from: number, to: number, most = 8): number[] {
  const steps = (factors: number[]) => {
    const ticks: number[] = [];
    for (
      let power = Math.floor(Math.log10(from));
      power <= Math.ceil(Math.log10(to));
      power += 1
    ) {
      for (const factor of factors) {
        // Powers of ten below one are not exact in binary.
        const tick = Number((factor * 10 ** power).toPrecision(1));
        if (tick >= from && tick <= to) ticks.push(tick);
      }
    }
    return ticks;
  };
  const all = [[1, 2, 5], [1, 3], [1]].map(steps);
  return all.find(ticks => ticks.length <= most) ?? all[all.length - 1];
}

/** Scale of differences, with zero in it and some room at both ends. */
export function differenceScale(
  values: readonly number[],
  range: [number, number],
) {
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const room = (highest - lowest || 1) * 0.08;
  return scaleLinear<number>({
    domain: [lowest - room, highest + room],
    range,
    nice: true,
  });
}
