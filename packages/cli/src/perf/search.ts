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

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import {
  runLoad,
  searchSaturation,
  type SaturationResult,
  type SaturationStep,
} from '@meshplane/benchmark';
import { exits, type ExitCode } from '../exits';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { buildProfile } from './buildProfile';
import { liveGates } from './gates';
import {
  addRequestOptions,
  addSourceOptions,
  type ProfileOptions,
} from './options/profileOptions';
import {
  duration,
  percent,
  positiveDuration,
  positiveNumber,
  positiveWholeNumber,
} from './options/values';
import { ResultFolder } from './results/resultFolder';
import { DEFAULT_OUT } from './run';
import { amount, columns, milliseconds } from './text/numbers';

interface SearchOptions extends ProfileOptions {
  startRate: number;
  maxRate?: number;
  minRate: number;
  tolerance: number;
  confirm: number;
  settle: number;
  measure: number;
  atLeast?: number;
  out: string | false;
  quiet?: boolean;
}

/** `perf search`: the highest rate that holds the gates. */
export function addSearch(perf: Command, host: Host): void {
  const command = perf
    .command('search')
    .description(
      'Search the highest rate that holds the gates (without gates: less than 1 % errors), and say whether the server or the generator was the limit',
    )
    .argument('[profile]', 'file with the load profile; "-" is stdin');
  addSourceOptions(addRequestOptions(command))
    .option(
      '--at-least <rate>',
      'fail if the rate is below this',
      positiveNumber,
    )
    .optionsGroup('How it is searched:')
    .option('--start-rate <rate>', 'first rate', positiveNumber, 100)
    .option('--min-rate <rate>', 'give up below this', positiveNumber, 1)
    .option('--max-rate <rate>', 'go no higher than this', positiveNumber)
    .option('--tolerance <percent>', 'precision of the answer', percent, 5)
    .option(
      '--confirm <n>',
      'measurements that must hold at the rate found',
      positiveWholeNumber,
      3,
    )
    .option(
      '--settle <duration>',
      'at a rate before it is measured',
      duration,
      5,
    )
    .option(
      '--measure <duration>',
      'length of one measurement',
      positiveDuration,
      20,
    )
    .optionsGroup('Where to:')
    .option('--out <folder>', 'where results are kept', DEFAULT_OUT)
    .option('--no-out', 'keep nothing')
    .option('-q, --quiet', 'no progress');
  asVerb<[string | undefined], SearchOptions>(
    command,
    host,
    ([file], options, terminal) => search(file, options, terminal),
  );
}

async function search(
  file: string | undefined,
  options: SearchOptions,
  terminal: Terminal,
): Promise<Report> {
  const { profile, warnings } = await buildProfile(terminal, file, {
    ...options,
    rate: options.startRate,
    duration: options.measure,
  });
  for (const warning of warnings) terminal.tell(`warning: ${warning}\n`);
  const folder =
    options.out === false
      ? undefined
      : new ResultFolder(path.resolve(terminal.cwd, options.out), terminal.now);
  await folder?.prepare();
  const found = await searchSaturation(profile, {
    startRate: options.startRate,
    minRate: options.minRate,
    ...(options.maxRate === undefined ? {} : { maxRate: options.maxRate }),
    tolerance: options.tolerance / 100,
    repeats: options.confirm,
    settleSeconds: options.settle,
    measureSeconds: options.measure,
    signal: terminal.signal,
    run: (each, { signal }) =>
      runLoad(each, { signal, gates: liveGates(each) }),
    onStep: step => {
      if (!options.quiet) terminal.tell(`${stepLine(step)}\n`);
    },
  });
  const folders = await keep(folder, found.steps);
  return {
    exit: searchExit(found, options.atLeast),
    json: {
      ...found,
      steps: found.steps.map((step, index) => ({
        ...step,
        folder: folders[index],
      })),
    },
    text: searchLines(found, options.atLeast).join('\n'),
  };
}

async function keep(
  folder: ResultFolder | undefined,
  steps: readonly SaturationStep[],
): Promise<string[]> {
  const folders: string[] = [];
  const id = randomUUID();
  for (const [order, { result }] of steps.entries()) {
    if (!folder) break;
    folders.push(await folder.add(result, { id, side: 'candidate', order }));
  }
  return folders;
}

function searchExit(
  { rate, limit, steps }: SaturationResult,
  atLeast: number | undefined,
): ExitCode {
  // A generator at its limit has still shown what the server does up to there.
  if (atLeast !== undefined && rate >= atLeast) return exits.fine;
  const blind = limit === 'none-held' && steps.at(-1)?.verdict === 'generator';
  if (blind || limit === 'generator' || limit === 'cancelled') {
    return exits.notMeasured;
  }
  if (limit === 'none-held' || atLeast !== undefined) return exits.failed;
  return exits.fine;
}

function searchLines(
  found: SaturationResult,
  atLeast: number | undefined,
): string[] {
  return [
    found.message,
    ...(atLeast === undefined
      ? []
      : [
          found.rate >= atLeast
            ? `This is at least the ${amount(
                atLeast,
              )} req/s that were asked for.`
            : `This is less than the ${amount(
                atLeast,
              )} req/s that were asked for.`,
        ]),
    '',
    ...columns([
      ['req/s', 'phase', 'verdict', 'p50 ms', 'p99 ms', ''],
      ...found.steps.map(({ rate, phase, verdict, reason, result }) => [
        amount(rate),
        phase,
        verdict,
        milliseconds(result.latency.response?.percentiles['50']),
        milliseconds(result.latency.response?.percentiles['99']),
        verdict === 'holds' ? '' : reason,
      ]),
    ]),
  ];
}

function stepLine({ rate, phase, verdict, reason }: SaturationStep): string {
  return `${amount(rate)} req/s (${phase}): ${
    verdict === 'holds' ? verdict : reason
  }`;
}
