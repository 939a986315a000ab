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

import { gateOutcome, type GateResult } from '@meshplane/benchmark';
import { exits, type ExitCode } from '../exits';
import type { Report } from '../verb';
import { judgementExit, type Judgement } from './judge';
import type { RunOptions } from './run';
import type { FinishedRun } from './runAll';
import { describeJudgement } from './text/describeJudgement';
import { describeRun, gateText } from './text/describeRun';

/** Everything that a call of `perf run` brought. */
export interface Measured {
  runs: readonly FinishedRun[];
  /** Gates on changes against a baseline. */
  changes: readonly GateResult[];
  judgement?: Judgement;
  cancelled: boolean;
}

/** What `perf run` hands back. */
export function runReport(measured: Measured, options: RunOptions): Report {
  const { runs, changes, judgement } = measured;
  return {
    exit: worst([
      runsExit(measured, options),
      ...(judgement ? [judgementExit(judgement, options)] : []),
    ]),
    // "runs" is first: that is how a file of this output is known again.
    json: measured,
    text: [
      ...runs.flatMap(({ result, folder }) => [
        ...describeRun(result),
        ...(folder ? ['', `  kept in ${folder}`] : []),
        '',
      ]),
      ...changes.map(gateText),
      ...(judgement ? describeJudgement(judgement) : []),
    ].join('\n'),
  };
}

function runsExit(
  { runs, changes, judgement }: Measured,
  { strict, allowInvalid }: RunOptions,
): ExitCode {
  // A comparison leaves out invalid runs by itself, and says so if too few are left.
  const forgiven = allowInvalid || judgement !== undefined;
  const judged = runs
    .map(({ result }) => result)
    .filter(({ validity }) => !(forgiven && validity.status === 'invalid'));
  const gates = judged.flatMap(result => result.gates);
  const { exitCode } = gateOutcome(judged, [...gates, ...changes], { strict });
  if (exitCode !== exits.fine) return exitCode;
  // Without a single good answer nothing was measured, even if nobody asked for more.
  return runs.some(({ result }) => result.counts.ok === 0)
    ? exits.notMeasured
    : exits.fine;
}

/** A failed check outweighs what could not be measured. */
function worst(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(exits.failed)) return exits.failed;
  return codes.find(code => code !== exits.fine) ?? exits.fine;
}
