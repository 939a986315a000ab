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

import { parseArgs } from 'node:util';
import { checkClusterName } from '../cluster/layout';
import { MAX_NODES } from '../cluster/nodes';
import { UsageError } from './usage';

/** What the user asked for, checked. */
export type Command =
  | { verb: 'help' }
  | { verb: 'build' }
  | { verb: 'up'; name: string; nodes?: number; realNode: boolean }
  | { verb: 'down'; name: string; all: boolean; delete: boolean }
  | { verb: 'status'; name?: string; output: 'text' | 'json' }
  | { verb: 'kubeconfig'; name: string; print: boolean }
  | { verb: 'seed'; name: string; scenario: string; pods?: number };

const DEFAULT_NAME = 'local';

const OPTIONS = {
  name: { type: 'string' },
  nodes: { type: 'string' },
  'real-node': { type: 'boolean' },
  all: { type: 'boolean' },
  delete: { type: 'boolean' },
  output: { type: 'string' },
  print: { type: 'boolean' },
  pods: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = Exclude<keyof typeof OPTIONS, 'help'>;

/** Which options a command takes; any other is wrong use. */
const TAKES: Record<string, readonly OptionName[]> = {
  help: [],
  build: [],
  up: ['name', 'nodes', 'real-node'],
  down: ['name', 'all', 'delete'],
  status: ['name', 'output'],
  kubeconfig: ['name', 'print'],
  seed: ['name', 'pods'],
};

/**
 * Reads the arguments after the program's name.
 *
 * @throws UsageError with the offending argument in quotes
 */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parse(args);
  const [verb, ...rest] = positionals;
  if (values.help || verb === 'help' || args.length === 0) {
    return { verb: 'help' };
  }
  if (!verb || !Object.hasOwn(TAKES, verb)) {
    throw new UsageError(`Unknown command "${verb ?? ''}"`);
  }
  for (const option of Object.keys(values)) {
    if (!TAKES[verb].includes(option as OptionName)) {
      throw new UsageError(`"${verb}" takes no "--${option}"`);
    }
  }
  const extra = verb === 'seed' ? rest.slice(1) : rest;
  if (extra.length > 0) {
    throw new UsageError(`Unexpected argument "${extra[0]}"`);
  }
  const name = values.name === undefined ? undefined : checkName(values.name);
  switch (verb) {
    case 'up':
      return {
        verb,
        name: name ?? DEFAULT_NAME,
        ...wholeNumber('nodes', values.nodes, MAX_NODES),
        realNode: values['real-node'] ?? false,
      };
    case 'down':
      if (values.all && name) {
        throw new UsageError('Give either "--name" or "--all"');
      }
      return {
        verb,
        name: name ?? DEFAULT_NAME,
        all: values.all ?? false,
        delete: values.delete ?? false,
      };
    case 'status':
      return { verb, ...(name && { name }), output: outputOf(values.output) };
    case 'kubeconfig':
      return {
        verb,
        name: name ?? DEFAULT_NAME,
        print: values.print ?? false,
      };
    case 'seed':
      if (!rest[0]) {
        throw new UsageError('"seed" needs the name of a scenario');
      }
      return {
        verb,
        name: name ?? DEFAULT_NAME,
        scenario: rest[0],
        ...wholeNumber('pods', values.pods, 1_000_000),
      };
    default:
      return { verb: 'build' };
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function checkName(name: string): string {
  try {
    return checkClusterName(name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function outputOf(output = 'text'): 'text' | 'json' {
  if (output !== 'text' && output !== 'json') {
    throw new UsageError(`"--output" is "text" or "json", not "${output}"`);
  }
  return output;
}

function wholeNumber<K extends string>(
  option: K,
  text: string | undefined,
  maximum: number,
): { [key in K]?: number } {
  if (text === undefined) {
    return {};
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > maximum) {
    throw new UsageError(
      `"--${option}" is a whole number from 0 to ${maximum}, not "${text}"`,
    );
  }
  return { [option]: value } as { [key in K]?: number };
}
