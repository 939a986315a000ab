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
import type { DesignFinding } from '@meshplane/designs';
import { exits } from '../exits';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { designChecks, type CheckOptions } from './checks';
import { counted } from './output';
import { readSource, tellAll } from './readSource';

/** `design validate`: whether a design is one, and what would go wrong with it. */
export function addValidate(design: Command, host: Host): void {
  const command = design
    .command('validate')
    .description('Check a design in any known format')
    .argument('<design>', 'file or folder to check; "-" is stdin')
    .option(
      '--kubernetes-version <version>',
      'of the cluster that it is for, such as v1.34',
    );
  asVerb<[string], CheckOptions>(command, host, ([source], options, terminal) =>
    validateSource(source, options, terminal),
  );
}

async function validateSource(
  source: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<Report> {
  const report = await readSource(terminal, source, 'DESIGN');
  const { format, design, errors, warnings } = report;
  tellAll(terminal, 'error', source, errors);
  tellAll(terminal, 'warning', source, warnings);
  const findings: DesignFinding[] = [];
  for (const check of design ? designChecks : []) {
    findings.push(...(await check(design!, options)));
  }
  const valid =
    design !== undefined &&
    findings.every(({ severity }) => severity !== 'error');
  return {
    exit: exitOf(format, valid),
    json: { format, valid, errors, warnings, findings },
    text: [
      ...findings.map(findingLine),
      valid
        ? `${source} is valid: ${counted(
            design.components.length,
            'component',
          )}, ${counted(findings.length, 'finding')}`
        : `${source} is not valid`,
    ].join('\n'),
  };
}

/** A text that is no design at all cannot be checked; a broken design is a check that failed. */
function exitOf(format: string, valid: boolean) {
  if (valid) return exits.fine;
  return format === 'unknown' ? exits.usage : exits.failed;
}

function findingLine(finding: DesignFinding): string {
  const { severity, rule, component, path: place, message, remedy } = finding;
  const where = [component, place].filter(Boolean).join(' ');
  return [
    `${severity} ${rule}${where ? ` (${where})` : ''}: ${message}`,
    ...(remedy === undefined ? [] : [`  ${remedy}`]),
  ].join('\n');
}
