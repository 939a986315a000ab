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

import {
  comparisonOutcome,
  compareRuns,
  describeRuns,
  noiseFloor,
  runMetrics,
  type Comparison,
  type NoiseFloor,
  type RunDescription,
  type RunResult,
} from '@meshplane/benchmark';
import { exits, UsageError, type ExitCode } from '../exits';

/** How two sides are judged. */
export interface JudgeOptions {
  metrics?: string[];
  /** Percent. */
  threshold?: number;
  /** Percent. */
  margin?: number;
  strict?: boolean;
}

/** Runs of the new side held against those of the old one. */
export interface Judgement {
  /** `described`: one run on each side, which tells no change from chance. */
  verdict: NonNullable<Comparison['verdict']> | 'described' | 'refused';
  /** Single runs. */
  description?: RunDescription;
  /** Repeated runs; in it A is the baseline and B the candidate. */
  comparison?: Comparison;
  /** Runs that were left out, and why. */
  excluded: { side: 'candidate' | 'baseline'; id: string; reason: string }[];
}

/**
 * Judges a candidate against a baseline. Runs that measured their generator, or did not run to their end, are left out.
 *
 * @param quiet - runs of one and the same thing, whose spread is the noise that a change has to exceed
 */
export function judge(
  candidate: readonly RunResult[],
  baseline: readonly RunResult[],
  options: JudgeOptions,
  quiet: readonly RunResult[] = [],
): Judgement {
  checkMetrics(options.metrics);
  const excluded: Judgement['excluded'] = [];
  const usable = (side: 'candidate' | 'baseline', runs: readonly RunResult[]) =>
    runs.filter(run => {
      const reason = unusable(run);
      if (reason) excluded.push({ side, id: run.id, reason });
      return !reason;
    });
  const a = usable('baseline', baseline);
  const b = usable('candidate', candidate);
  if (a.length === 1 && b.length === 1) {
    const description = describeRuns(a[0], b[0]);
    return {
      verdict: description.incomparable.length > 0 ? 'refused' : 'described',
      description,
      excluded,
    };
  }
  const share = (percent: number | undefined) =>
    percent === undefined ? undefined : percent / 100;
  const comparison = compareRuns(a, b, {
    ...(options.metrics ? { metrics: options.metrics } : {}),
    threshold: share(options.threshold) ?? 0,
    margin: share(options.margin),
    noiseFloor: quiet.length > 0 ? floorOf(quiet) : [],
  });
  return { verdict: comparison.verdict ?? 'refused', comparison, excluded };
}

/** The code to end with: a regression fails; with `strict` everything does that does not show that all is well. */
export function judgementExit(
  { verdict, comparison }: Judgement,
  { strict }: JudgeOptions,
): ExitCode {
  if (comparison) return comparisonOutcome(comparison, { strict }).exitCode;
  if (verdict === 'refused') return exits.notMeasured;
  return strict ? exits.failed : exits.fine;
}

function unusable(run: RunResult): string | undefined {
  if (run.validity.status === 'invalid') {
    const failed = run.validity.gates.find(({ passed }) => !passed);
    return `it measured its generator${failed ? `: ${failed.message}` : ''}`;
  }
  return run.end === 'complete'
    ? undefined
    : `it did not run to its end ("${run.end}")`;
}

function checkMetrics(metrics: readonly string[] | undefined): void {
  const unknown = metrics?.find(name => !(name in runMetrics));
  if (unknown !== undefined) {
    throw new UsageError(
      `--metrics: there is no "${unknown}"; there are ${Object.keys(
        runMetrics,
      ).join(', ')}`,
    );
  }
}

function floorOf(quiet: readonly RunResult[]): NoiseFloor[] {
  try {
    return noiseFloor(quiet);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--noise: ${error.message}`);
  }
}
