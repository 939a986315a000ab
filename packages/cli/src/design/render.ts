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
import { parse } from 'yaml';
import {
  applyEnvironment,
  applyParameters,
  renderManifests,
  type Design,
  type DesignChange,
} from '@meshplane/designs';
import { exits, UsageError } from '../exits';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { readOneDesign } from './readSource';

interface RenderOptions {
  env?: string;
  set: string[];
}

/** `design render`: what a cluster would get. */
export function addRender(design: Command, host: Host): void {
  const command = design
    .command('render')
    .description(
      'Print the manifests of a design, in the order of deployment, with its parameters set',
    )
    .argument('<design>', 'file or folder in any known format; "-" is stdin')
    .option('--env <name>', 'as it is in this environment of the design')
    .option(
      '--set <name=value>',
      'value of a parameter, as YAML; can be given several times',
      (one: string, all: string[]) => [...all, one],
      [],
    );
  asVerb<[string], RenderOptions>(
    command,
    host,
    ([source], options, terminal) => render(source, options, terminal),
  );
}

async function render(
  source: string,
  { env, set }: RenderOptions,
  terminal: Terminal,
): Promise<Report> {
  const design = await readOneDesign(terminal, source, 'DESIGN');
  const values = valuesOf(set, design);
  const there =
    env === undefined
      ? design
      : changed(applyEnvironment(design, env), '--env');
  const { text, objects, warnings } = renderManifests(
    changed(applyParameters(there, values), '--set'),
  );
  for (const warning of warnings) terminal.tell(`warning: ${warning}\n`);
  return {
    exit: exits.fine,
    json: { objects, manifests: text, warnings },
    text,
  };
}

function changed({ design, errors }: DesignChange, option: string): Design {
  if (design) return design;
  throw new UsageError(`${option}: the design does not take it:`, errors);
}

/** Values are YAML, so that numbers are numbers; where the parameter is a text, they are texts as they stand. */
function valuesOf(
  set: readonly string[],
  { parameters }: Design,
): Record<string, unknown> {
  return Object.fromEntries(
    set.map(one => {
      const [, name, text] = /^([^=]+)=([\s\S]*)$/.exec(one) ?? [];
      if (name === undefined) {
        throw new UsageError(`--set: "${one}" is not of the form name=value`);
      }
      const parameter = parameters.find(other => other.name === name);
      if (parameter?.schema.type === 'string') return [name, text];
      try {
        return [name, parse(text)];
      } catch (error) {
        throw new UsageError(
          `--set: the value of "${name}" is no YAML: ${
            (error as Error).message
          }`,
        );
      }
    }),
  );
}
