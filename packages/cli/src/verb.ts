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
import type { ExitCode } from './exits';
import type { Terminal } from './terminal';

/** What a verb hands back: the same facts for programs and for people. */
export interface Report {
  exit: ExitCode;
  /** The one object that `--output json` prints. */
  json: object;
  /** What `--output text` prints. */
  text: string;
}

/** Runs verbs and remembers how the one that ran ended. */
export interface Host {
  terminal: Terminal;
  finish(report: Report, output: OutputFormat): Promise<void>;
}

export const outputFormats = ['text', 'json'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/**
 * Gives a command the options that every verb has and an action that prints its report.
 *
 * @param handler - gets the arguments and the options of the command line
 */
export function asVerb<Arguments extends unknown[], Options extends object>(
  command: Command,
  host: Host,
  handler: (
    args: Arguments,
    options: Options,
    terminal: Terminal,
  ) => Promise<Report>,
): Command {
  return command
    .addOption(
      command
        .createOption(
          '-o, --output <format>',
          'what is printed: text for people, or one JSON object',
        )
        .choices(outputFormats)
        .default('text'),
    )
    .action(async (...all: unknown[]) => {
      // Commander adds the options and the command behind the arguments.
      const args = all.slice(0, -2) as Arguments;
      const options = all.at(-2) as Options & { output: OutputFormat };
      const report = await handler(args, options, host.terminal);
      await host.finish(report, options.output);
    });
}
