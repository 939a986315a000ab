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
import {
  diffDesigns,
  type DesignChangeEntry,
  type DesignDifference,
} from '@meshplane/designs';
import { exits } from '../exits';
import { asVerb, type Host, type Report } from '../verb';
import { readOneDesign } from './readSource';
import type { Terminal } from '../terminal';

const LISTS = [
  ['component', 'components'],
  ['relationship', 'relationships'],
  ['parameter', 'parameters'],
  ['environment', 'environments'],
  ['note', 'notes'],
] as const;
const SIGNS = { add: '+', remove: '-', replace: '~' } as const;
const MAX_VALUE = 100;

/** `design diff`: what two designs say differently. */
export function addDiff(design: Command, host: Host): void {
  const command = design
    .command('diff')
    .description(
      'Compare two designs by what they say; ends with 1 if they differ',
    )
    .argument('<before>', 'file or folder in any known format')
    .argument('<after>', 'what it is compared with; "-" is stdin');
  asVerb<[string, string], object>(
    command,
    host,
    ([before, after], _options, terminal) => compare(before, after, terminal),
  );
}

async function compare(
  before: string,
  after: string,
  terminal: Terminal,
): Promise<Report> {
  const difference = diffDesigns(
    await readOneDesign(terminal, before, 'BEFORE'),
    await readOneDesign(terminal, after, 'AFTER'),
  );
  return {
    exit: difference.same ? exits.fine : exits.failed,
    json: difference,
    text: describe(difference),
  };
}

function describe(difference: DesignDifference): string {
  if (difference.same) return 'The designs say the same.';
  return [
    ...difference.design.map(changeLine),
    ...LISTS.flatMap(([noun, list]) => {
      const { added, removed, changed } = difference[list];
      return [
        ...added.map(id => `+ ${noun} ${id}`),
        ...removed.map(id => `- ${noun} ${id}`),
        ...changed.flatMap(({ id, changes }) => [
          `~ ${noun} ${id}`,
          ...changes.map(change => `  ${changeLine(change)}`),
        ]),
      ];
    }),
  ].join('\n');
}

function changeLine({ op, path, value }: DesignChangeEntry): string {
  if (op === 'remove') return `${SIGNS[op]} ${path}`;
  const text = JSON.stringify(value) ?? '';
  return `${SIGNS[op]} ${path}: ${
    text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text
  }`;
}
