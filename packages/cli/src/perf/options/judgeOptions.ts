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
import { list, percent } from './values';

/** Adds the options that say how two sides are judged. */
export function addJudgeOptions(command: Command): Command {
  return command
    .optionsGroup('How it is judged:')
    .option(
      '--metrics <names>',
      'judged metrics, separated by commas (default: p50,p99,throughput,errors)',
      (text: string, before?: string[]) => [
        ...(before ?? []),
        ...text.split(',').map(name => name.trim()),
      ],
    )
    .option(
      '--threshold <percent>',
      'smallest change that matters (default: 5 %)',
      percent,
    )
    .option(
      '--margin <percent>',
      'what still is no change (default: 5 %)',
      percent,
    )
    .option(
      '--strict',
      'fail on everything that does not show that all is well',
    );
}

/** Adds the option that tells how noisy the environment is. */
export function addNoiseOption(command: Command): Command {
  return command.option(
    '--noise <place>',
    'results of one and the same thing: a change within twice their spread does not count; repeatable',
    list,
  );
}
