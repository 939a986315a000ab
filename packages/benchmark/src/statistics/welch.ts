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

import { mean, requireFinite, variance } from './basics';
import { incompleteBeta } from './specialFunctions';

/** Outcome of a t test. @public */
export interface TTest {
  t: number;
  degreesOfFreedom: number;
  p: number;
}

/**
 * Welch's two-sided t test with the degrees of freedom of Welch and Satterthwaite; t is positive where b is greater.
 * For describing; the verdict uses ranks, because latencies are not normal.
 * @public
 */
export function welchTest(a: readonly number[], b: readonly number[]): TTest {
  requireFinite(a, 'The first sample');
  requireFinite(b, 'The second sample');
  if (a.length < 2 || b.length < 2) {
    throw new RangeError('A t test needs at least two values per side');
  }
  const va = variance(a) / a.length;
  const vb = variance(b) / b.length;
  const t = (mean(b) - mean(a)) / Math.sqrt(va + vb);
  const degreesOfFreedom =
    (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return { t, degreesOfFreedom, p: twoSidedT(t, degreesOfFreedom) };
}

/**
 * Two-sided p of Student's t by the incomplete beta function, which stays exact in the far tail where 1 − cdf would
 * cancel. NaN for 0/0 (all values equal) becomes 1: nothing speaks for a difference.
 */
export function twoSidedT(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) {
    return 1;
  }
  if (!Number.isFinite(t)) {
    return 0;
  }
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  return incompleteBeta(x, degreesOfFreedom / 2, 0.5);
}
