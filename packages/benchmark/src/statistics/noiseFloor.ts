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
import { coefficientOfVariation, mean, variance } from './basics';
import { incomparable } from './comparability';
import { RunMetric, runMetrics } from './metrics';

/** How much a metric differs between runs of the same thing. @public */
export interface NoiseFloor {
  metric: string;
  runs: number;
  mean: number;
  /** Standard deviation: as a share of the mean, or in the unit for metrics of absolute scale. */
  noise: number;
}

/**
 * Noise floor of an environment from repeated runs of the same thing (A/A runs). A change below twice the floor is not
 * called one.
 *
 * @throws RangeError where the runs must not be compared, or are fewer than three.
 * @public
 */
export function noiseFloor(
  runs: readonly RunResult[],
  metrics: readonly RunMetric[] = Object.values(runMetrics),
): NoiseFloor[] {
  const reasons = incomparable(runs);
  if (reasons.length > 0) {
    throw new RangeError(reasons.join('; '));
  }
  if (runs.length < 3) {
    throw new RangeError(
      `A noise floor needs at least three runs, not "${runs.length}"`,
    );
  }
  const floors: NoiseFloor[] = [];
  for (const metric of metrics) {
    const values = runs
      .map(run => metric.value(run))
      .filter((value): value is number => value !== undefined);
    if (values.length === runs.length) {
      const relative = metric.scale === 'relative';
      const noise = relative
        ? coefficientOfVariation(values)
        : Math.sqrt(variance(values));
      floors.push({
        metric: metric.name,
        runs: values.length,
        mean: mean(values),
        noise: Number.isFinite(noise) ? noise : 0,
      });
    }
  }
  return floors;
}
