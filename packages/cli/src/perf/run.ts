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

import path from 'node:path';
import { Option, type Command } from 'commander';
import { generatorNames, type RunResult } from '@meshplane/benchmark';
import { UsageError } from '../exits';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { baselineProfile } from './baselineProfile';
import { buildProfile } from './buildProfile';
import { chooseDriver, OWN_ENGINE } from './driver';
import { gatesOfSide } from './gates';
import { judge, type JudgeOptions } from './judge';
import { addJudgeOptions, addNoiseOption } from './options/judgeOptions';
import {
  addProfileOptions,
  type ProfileOptions,
} from './options/profileOptions';
import { duration, list, positiveWholeNumber } from './options/values';
import { planRuns } from './planRuns';
import { readResults } from './results/readResults';
import { ResultFolder } from './results/resultFolder';
import { runAll } from './runAll';
import { runReport } from './runReport';

export const DEFAULT_OUT = 'meshplane-results';
const DEFAULT_PAUSE_SECONDS = 1;

export interface RunOptions extends ProfileOptions, JudgeOptions {
  /** `false` where nothing is kept. */
  out: string | false;
  generator: string;
  spin?: boolean;
  repeats?: number;
  pause: number;
  against?: string;
  baseline?: string[];
  noise?: string[];
  allowInvalid?: boolean;
  quiet?: boolean;
}

/** `perf run`: makes load and measures. */
export function addRun(perf: Command, host: Host): void {
  const command = perf
    .command('run')
    .description(
      'Run a load test: a profile of ours, of SMP, of Meshery or of Fortio, or what the options describe',
    )
    .argument('[profile]', 'file with the load profile; "-" is stdin');
  addProfileOptions(command);
  command
    .optionsGroup('How often, and against what:')
    .option(
      '--repeats <n>',
      'runs, per side with --against',
      positiveWholeNumber,
    )
    .option(
      '--against <profile>',
      'URL or profile of the old side: both are run in turns, and judged (default: 6 repeats)',
    )
    .option(
      '--pause <duration>',
      'between two runs',
      duration,
      DEFAULT_PAUSE_SECONDS,
    )
    .option(
      '--baseline <place>',
      'results that gates such as "delta(p99)<5%" refer to; repeatable',
      list,
    );
  addJudgeOptions(command);
  addNoiseOption(command);
  command
    .optionsGroup('With what, and where to:')
    .addOption(
      new Option('--generator <name>', 'what makes the load')
        .choices([OWN_ENGINE, ...generatorNames])
        .default(OWN_ENGINE),
    )
    .option(
      '--spin',
      'never sleep between requests: exact to microseconds, for a processor core of its own',
    )
    .option('--out <folder>', 'where results are kept', DEFAULT_OUT)
    .option('--no-out', 'keep nothing')
    .option(
      '--allow-invalid',
      'do not fail where the generator was the limit; such a run is never compared',
    )
    .option('-q, --quiet', 'no progress');
  asVerb<[string | undefined], RunOptions>(
    command,
    host,
    ([file], options, terminal) => run(file, options, terminal),
  );
}

async function run(
  file: string | undefined,
  options: RunOptions,
  terminal: Terminal,
): Promise<Report> {
  const { profile, warnings } = await buildProfile(terminal, file, options);
  for (const warning of warnings) terminal.tell(`warning: ${warning}\n`);
  const old =
    options.against === undefined
      ? undefined
      : await baselineProfile(terminal, options.against, profile, options);
  const reference = await readResults(
    terminal,
    options.baseline ?? [],
    '--baseline',
  );
  const quietRuns = await readResults(terminal, options.noise ?? [], '--noise');
  if (!old && (options.metrics || options.noise)) {
    throw new UsageError('--metrics and --noise: only with --against');
  }
  if (old && options.baseline) {
    throw new UsageError('--baseline: with --against, that side is it');
  }
  if (options.spin && options.generator !== OWN_ENGINE) {
    throw new UsageError(`--spin: only with "--generator ${OWN_ENGINE}"`);
  }
  const driver = await chooseDriver(options, [profile, ...(old ? [old] : [])]);
  const folder =
    options.out === false
      ? undefined
      : new ResultFolder(path.resolve(terminal.cwd, options.out), terminal.now);
  await folder?.prepare();
  const runs = await runAll(planRuns(profile, old, options.repeats), {
    terminal,
    driver,
    folder,
    pauseSeconds: options.pause,
    quiet: options.quiet ?? false,
  });
  const side = (name: 'candidate' | 'baseline'): RunResult[] =>
    runs.filter(each => each.side === name).map(({ result }) => result);
  const candidate = side('candidate');
  const baseline = old ? side('baseline') : reference;
  return runReport(
    {
      runs,
      changes: gatesOfSide(candidate, profile.gates, baseline),
      judgement: old
        ? judge(candidate, baseline, options, quietRuns)
        : undefined,
      cancelled: terminal.signal.aborted,
    },
    options,
  );
}
