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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  PerformanceApi,
  PerformanceComparison,
  RunDetail,
  RunInput,
} from '@meshplane/plugin-meshplane-common';
import { withReason } from '../operations/withReason';
import { followRun, runPath } from './followRun';
import { type Outcome, outcomeOf, whyNotMeasured, worstGate } from './outcome';

/** The part of the client that measuring uses. */
export type MeasuringApi = Pick<
  PerformanceApi,
  'createRun' | 'getRun' | 'getRuns' | 'streamRun' | 'cancelRun' | 'compareRuns'
>;

export interface MeasureOptions {
  repeats: number;
  compareWithBaseline: boolean;
  threshold: number;
  margin?: number;
  /** For each run, its time in the queue included. */
  timeoutSeconds: number;
  retryMs?: number;
}

export interface Measurement {
  runs: RunDetail[];
  gate: RunDetail['gate'];
  comparison?: PerformanceComparison;
  outcome: Outcome;
}

/** Most runs that one side of a comparison may have. */
const MAX_BASELINES = 50;

/**
 * Runs a load once or more, one after the other, and judges it. Runs stop at the first one that measured nothing. A task
 * that is cancelled cancels its run.
 */
export async function runAndJudge(
  api: MeasuringApi,
  input: RunInput,
  options: MeasureOptions,
  context: {
    logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
    signal?: AbortSignal;
  },
): Promise<Measurement> {
  const { logger, signal } = context;
  const runs: RunDetail[] = [];
  while (runs.length < options.repeats) {
    const { id, name } = await withReason(api.createRun(input));
    logger.info(
      `Run ${runs.length + 1} of ${options.repeats}: ${name}, ${runPath(id)}`,
    );
    const run = await followRun(api, id, { ...options, logger, signal }).catch(
      async error => {
        if (signal?.aborted) await api.cancelRun(id).catch(() => undefined);
        throw error;
      },
    );
    logger.info(inWords(run));
    runs.push(run);
    if (whyNotMeasured(run)) break;
  }
  const measured = runs.every(run => whyNotMeasured(run) === undefined);
  const comparison =
    options.compareWithBaseline && measured
      ? await compareWithBaseline(api, runs, options, logger)
      : undefined;
  const outcome = outcomeOf(runs, comparison);
  for (const message of outcome.messages)
    logger[outcome.state === 'passed' ? 'info' : 'warn'](message);
  return { runs, gate: worstGate(runs), comparison, outcome };
}

async function compareWithBaseline(
  api: MeasuringApi,
  runs: readonly RunDetail[],
  { threshold, margin }: MeasureOptions,
  logger: Pick<LoggerService, 'warn'>,
): Promise<PerformanceComparison | undefined> {
  const [{ profileId }] = runs;
  const { items } = profileId
    ? await api.getRuns({ profileId, baseline: 'true', limit: MAX_BASELINES })
    : { items: [] };
  if (items.length === 0) {
    logger.warn(
      'There is no baseline to compare with: pin a run of the stored profile as its baseline on its page',
    );
    return undefined;
  }
  return withReason(
    api.compareRuns({
      a: items.map(({ id }) => id),
      b: runs.map(({ id }) => id),
      titleA: 'Baseline',
      titleB: 'This task',
      threshold,
      margin,
      save: true,
    }),
  );
}

/** What a run measured, in a line. */
function inWords({ id, state, headline, gate, validity }: RunDetail): string {
  if (!headline) return `Run ${id} is "${state}"`;
  const ms = (us: number | undefined) =>
    us === undefined ? 'unknown' : `${(us / 1000).toFixed(2)} ms`;
  return `Run ${id} is "${state}": p50 ${ms(headline.p50)}, p99 ${ms(
    headline.p99,
  )}, ${Math.round(headline.achievedRate)} req/s${
    headline.errorRate === undefined
      ? ''
      : `, ${(100 * headline.errorRate).toFixed(2)} % errors`
  }, ${validity ?? 'unknown'}${gate ? `, gates ${gate}` : ''}`;
}
