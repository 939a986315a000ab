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

import { Command, CommanderError } from 'commander';
import { addDesign } from './design';
import { addPerf } from './perf';
import { detailLine, exits, UsageError, type Detail } from './exits';
import type { Terminal } from './terminal';
import type { Host, Report } from './verb';
import { version } from '../package.json';

/**
 * Runs one command line.
 *
 * @param argv - arguments after the name of the command
 * @returns the code to end with: 0 fine, 1 a check or gate failed, 2 wrong use or unreadable input, 3 nothing
 *   trustworthy was measured
 * @public
 */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  let code: number = exits.fine;
  const host: Host = {
    terminal,
    async finish(report: Report, output) {
      code = report.exit;
      await terminal.write(
        output === 'json'
          ? `${JSON.stringify(report.json)}\n`
          : ensureNewline(report.text),
      );
    },
  };
  const program = createProgram(host);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exits.fine;
      await explain(argv, terminal, [{ message: sentence(error.message) }]);
      return exits.usage;
    }
    if (error instanceof UsageError) {
      terminal.tell(`error: ${error.message}\n`);
      for (const detail of error.details) {
        terminal.tell(`  ${detailLine(detail)}\n`);
      }
      await explain(argv, terminal, [
        { message: error.message },
        ...error.details,
      ]);
      return exits.usage;
    }
    throw error;
  }
}

function createProgram(host: Host): Command {
  const { terminal } = host;
  const program = new Command('meshplane')
    .description('Meshplane from a terminal and from CI, without a portal')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .configureOutput({
      writeOut: text => {
        terminal.write(text);
      },
      writeErr: text => terminal.tell(text),
    });
  addPerf(program, host);
  addDesign(program, host);
  return program;
}

/** With `--output json` there is one object on stdout even where the command line was wrong. */
async function explain(
  argv: readonly string[],
  terminal: Terminal,
  errors: Detail[],
) {
  if (wantsJson(argv)) {
    await terminal.write(`${JSON.stringify({ errors })}\n`);
  }
}

/** Looks by itself, since the parser may have failed before it came to the option. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (argument, index) =>
      argument === '--output=json' ||
      argument === '-ojson' ||
      (argument === 'json' && ['--output', '-o'].includes(argv[index - 1])),
  );
}

function sentence(message: string): string {
  return message.replace(/^error: /, '').trim();
}

function ensureNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
