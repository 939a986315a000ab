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

import type { Command } from 'commander';
import { asVerb, type Host, type Report } from '../verb';
import type { Terminal } from '../terminal';
import { judge, judgementExit, type JudgeOptions } from './judge';
import { addJudgeOptions, addNoiseOption } from './options/judgeOptions';
import { readResults } from './results/readResults';
import { describeJudgement } from './text/describeJudgement';

interface CompareOptions extends JudgeOptions {
  against: string[];
  noise?: string[];
}

/** `perf compare`: the results of one side against those of another. */
export function addCompare(perf: Command, host: Host): void {
  const command = perf
    .command('compare')
    .description(
      'Compare results: a single pair is described, repeated runs are judged',
    )
    .argument('<results...>', 'results of the new side: files, folders or "-"')
    .requiredOption(
      '--against <results...>',
      'results of the old side: files, folders or "-"',
    );
  addNoiseOption(addJudgeOptions(command));
  asVerb<[string[]], CompareOptions>(
    command,
    host,
    ([places], options, terminal) => compare(places, options, terminal),
  );
}

async function compare(
  places: string[],
  options: CompareOptions,
  terminal: Terminal,
): Promise<Report> {
  const candidate = await readResults(terminal, places, 'RESULTS');
  const baseline = await readResults(terminal, options.against, '--against');
  const quiet = await readResults(terminal, options.noise ?? [], '--noise');
  const judgement = judge(candidate, baseline, options, quiet);
  return {
    exit: judgementExit(judgement, options),
    json: {
      candidate: candidate.map(({ id, name }) => ({ id, name })),
      baseline: baseline.map(({ id, name }) => ({ id, name })),
      ...judgement,
    },
    text: describeJudgement(judgement).join('\n'),
  };
}
