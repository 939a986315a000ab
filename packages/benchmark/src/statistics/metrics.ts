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

import { headlineLatency } from '../formats/results';
import { RunResult } from '../model/result';
import {
  MIN_TAIL_TO_JUDGE,
  MIN_TAIL_TO_SHOW,
  quantilesOf,
  tailCount,
} from './distribution';
import { errorRateOf } from './failures';

/** One number per run that runs are compared by. @public */
export interface RunMetric {
  name: string;
  unit: string;
  lowerIsBetter: boolean;
  /**
   * `relative`: changes are a share of the level. `absolute`: changes are in the unit itself, for metrics whose normal
   * level is zero.
   */
  scale: 'relative' | 'absolute';
  /** Smallest change that matters, as a share or in the unit by `scale`; also the margin of "no change". */
  threshold: number;
  /** Undefined where a run does not have this number, or too few samples for it. */
  value(result: RunResult): number | undefined;
}

function latencyMetric(percentile: number, minTail: number): RunMetric {
  return {
    name: `p${percentile}`,
    unit: 'ms',
    lowerIsBetter: true,
    scale: 'relative',
    threshold: 0.05,
    value: result => {
      const headline = headlineLatency(result);
      if (!headline) {
        return undefined;
      }
      const { count } = headline.distribution;
      const us =
        tailCount(count, percentile) < minTail
          ? undefined
          : quantilesOf(headline.distribution).at(percentile);
      return us === undefined ? undefined : us / 1000;
    },
  };
}

/**
 * The metrics that are known: p50, p90, p99, p99.9 (only with 100 samples beyond it), throughput of good answers, share
 * of failed requests.
 * @public
 */
export const runMetrics: Record<string, RunMetric> = {
  p50: latencyMetric(50, MIN_TAIL_TO_SHOW),
  p90: latencyMetric(90, MIN_TAIL_TO_SHOW),
  p99: latencyMetric(99, MIN_TAIL_TO_SHOW),
  'p99.9': latencyMetric(99.9, MIN_TAIL_TO_JUDGE),
  throughput: {
    name: 'throughput',
    unit: 'req/s',
    lowerIsBetter: false,
    scale: 'relative',
    threshold: 0.05,
    value: result =>
      result.measuredSeconds > 0 && result.precision !== 'summary'
        ? result.counts.ok / result.measuredSeconds
        : result.achievedRate,
  },
  errors: {
    name: 'errors',
    unit: 'share',
    lowerIsBetter: true,
    scale: 'absolute',
    threshold: 0.001,
    value: result => errorRateOf(result.counts),
  },
};

/** The metrics that a verdict rests on unless others are named. @public */
export const defaultJudgedMetrics = ['p50', 'p99', 'throughput', 'errors'];
