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

import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';
import type { StateWord } from '../../status/words';
import { inUnit, signedPercent } from '../parts/numbers';

type Change = PerformanceHistory['changePoints'][number];

/** What larger values mean: more requests are good, more of anything else is not. */
function isWorse(metric: string, change: number): boolean {
  return metric === 'achievedRate' ? change < 0 : change > 0;
}

/** The latest news of a history, in a word and a sentence. */
export function newsOf(history: PerformanceHistory): {
  word: StateWord;
  sentence: string;
} {
  const { points, changePoints, outlier, metric, unit } = history;
  const last = changePoints.reduce<Change | undefined>(
    (latest, change) =>
      !latest || change.index > latest.index ? change : latest,
    undefined,
  );
  if (outlier) {
    return {
      word: { tone: 'warning', word: 'Latest value is unusual' },
      sentence: outlier.sentence,
    };
  }
  if (last) {
    const point = points[last.index];
    const worse = isWorse(metric, last.change);
    return {
      word: worse
        ? { tone: 'error', word: 'Worse than before' }
        : { tone: 'ok', word: 'Better than before' },
      sentence: `Since ${
        point
          ? point.release ?? point.at.slice(0, 10)
          : `point ${last.index + 1}`
      }, ${metric} is ${inUnit(last.after, unit)} instead of ${inUnit(
        last.before,
        unit,
      )} (${signedPercent(last.change)}), and stayed so.`,
    };
  }
  return {
    word: { tone: 'ok', word: 'No lasting change' },
    sentence: `No lasting change of ${metric} in ${points.length} points.`,
  };
}
