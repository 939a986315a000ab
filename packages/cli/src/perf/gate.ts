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
  gateOutcome,
  type Gate,
  type GateResult,
  type RunResult,
} from '@meshplane/benchmark';
import { UsageError } from '../exits';
import type { Terminal } from '../terminal';
import { asVerb, type Host, type Report } from '../verb';
import { checkGates, gatesOfRun, gatesOfSide } from './gates';
import { gates as gateList } from './options/gates';
import { readResults } from './results/readResults';
import { gateText, validityText } from './text/describeRun';

interface GateOptions {
  gates?: Gate[];
  baseline?: string[];
  strict?: boolean;
}

/** `perf gate`: thresholds on results that are there already. */
export function addGate(perf: Command, host: Host): void {
  const command = perf
    .command('gate')
    .description('Check thresholds on results, of whatever tool they are')
    .argument('<results...>', 'results: files, folders or "-"')
    .option(
      '--gates <thresholds>',
      'such as "p(99)<250,rate<0.01" or "delta(p99)<5%"; repeatable (default: those of the profile that ran)',
      gateList,
    )
    .option('--baseline <results...>', 'results that "delta(…)" refers to')
    .option('--strict', 'fail on everything but a pass');
  asVerb<[string[]], GateOptions>(
    command,
    host,
    ([places], options, terminal) => gate(places, options, terminal),
  );
}

async function gate(
  places: string[],
  options: GateOptions,
  terminal: Terminal,
): Promise<Report> {
  checkGates(options.gates ?? [], '--gates');
  const results = await readResults(terminal, places, 'RESULTS');
  const baseline = await readResults(
    terminal,
    options.baseline ?? [],
    '--baseline',
  );
  const gates = options.gates ?? results.at(-1)?.profile?.gates ?? [];
  if (gates.length === 0) {
    throw new UsageError(
      '--gates: which? The results hold no profile with gates',
    );
  }
  const runs = results.map(result => ({
    id: result.id,
    name: result.name,
    validity: result.validity,
    gates: gatesOfRun(result, gates),
  }));
  const changes = gatesOfSide(results, gates, baseline);
  const outcome = gateOutcome(
    results,
    [...runs.flatMap(run => run.gates), ...changes],
    { strict: options.strict },
  );
  return {
    exit: outcome.exitCode,
    json: { ...outcome, runs, changes },
    text: gateLines(outcome, results, runs, changes).join('\n'),
  };
}

type Outcome = ReturnType<typeof gateOutcome>;

const HEADLINES: Record<Outcome['state'], string> = {
  passed: 'PASSED',
  warned: 'PASSED WITH DOUBT',
  failed: 'FAILED',
  'not-measured': 'NOT MEASURED: this says nothing of the service',
};

function gateLines(
  outcome: Outcome,
  results: readonly RunResult[],
  runs: readonly { gates: GateResult[] }[],
  changes: readonly GateResult[],
): string[] {
  return [
    HEADLINES[outcome.state],
    ...results.flatMap((result, index) => [
      `  ${result.name} (${result.id}), validity ${validityText(
        result.validity,
      )}`,
      ...runs[index].gates.map(each => `    ${gateText(each)}`),
    ]),
    ...changes.map(each => `  ${gateText(each)}`),
  ];
}
