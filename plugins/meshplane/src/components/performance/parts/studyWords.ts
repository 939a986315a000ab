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
  ExperimentSummary,
  MetricsConnection,
  PerformanceComparison,
  PerformanceVerdict,
  RunState,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import type { StateWord } from '../../status/words';

/** Verdicts as side B stands to side A. */
export const comparedWords: Record<PerformanceVerdict, StateWord> = {
  regression: { tone: 'error', word: 'Regression' },
  improvement: { tone: 'ok', word: 'Improvement' },
  'no change': { tone: 'ok', word: 'No change' },
  inconclusive: { tone: 'unknown', word: 'Inconclusive' },
};

/** What a comparison came to, in a word. */
export function comparisonWord(
  comparison: Pick<PerformanceComparison, 'status' | 'verdict'>,
): StateWord {
  if (comparison.status === 'refused') {
    return { tone: 'neutral', word: 'Not comparable' };
  }
  if (comparison.status === 'described' || !comparison.verdict) {
    return { tone: 'info', word: 'Described, not judged' };
  }
  return comparedWords[comparison.verdict];
}

/** @see RunState */
export const pickedRunWords: Record<RunState, StateWord> = {
  queued: { tone: 'progress', word: 'Queued' },
  starting: { tone: 'progress', word: 'Starting' },
  running: { tone: 'progress', word: 'Running' },
  collecting: { tone: 'progress', word: 'Collecting' },
  succeeded: { tone: 'ok', word: 'Succeeded' },
  failed: { tone: 'error', word: 'Failed' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  interrupted: { tone: 'warning', word: 'Interrupted' },
  refused: { tone: 'locked', word: 'Refused' },
};

/** The worst gate of a run. */
export const gateStateWords: Record<
  NonNullable<RunSummary['gate']> | 'none',
  StateWord
> = {
  pass: { tone: 'ok', word: 'Gates passed' },
  borderline: { tone: 'warning', word: 'Borderline' },
  fail: { tone: 'error', word: 'Gates failed' },
  'not-judged': { tone: 'unknown', word: 'Not judged' },
  none: { tone: 'off', word: 'No gates' },
};

/** State of an experiment. */
export const experimentWords: Record<ExperimentSummary['state'], StateWord> = {
  queued: { tone: 'progress', word: 'Queued' },
  running: { tone: 'progress', word: 'Running' },
  restoring: { tone: 'progress', word: 'Restoring' },
  succeeded: { tone: 'ok', word: 'Succeeded' },
  failed: { tone: 'error', word: 'Failed' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  interrupted: { tone: 'warning', word: 'Interrupted' },
};

/** State of a connection to Prometheus or Grafana. */
export const metricsConnectionWords: Record<
  MetricsConnection['state'],
  StateWord
> = {
  connected: { tone: 'ok', word: 'Connected' },
  unauthorized: { tone: 'locked', word: 'Unauthorized' },
  unreachable: { tone: 'error', word: 'Unreachable' },
  degraded: { tone: 'warning', word: 'Degraded' },
  unknown: { tone: 'unknown', word: 'Not checked yet' },
};
