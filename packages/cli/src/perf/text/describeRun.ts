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

import type {
  Distribution,
  GateResult,
  Load,
  RunResult,
} from '@meshplane/benchmark';
import { errorRate } from '../results/errorRate';
import { amount, columns, milliseconds, percentText } from './numbers';

const PERCENTILES = ['50', '75', '90', '95', '99', '99.9'];
/** Below this number of samples behind it, a percentile says little. */
const TAIL_TO_MEAN_SOMETHING = 100;
const TAIL_TO_SHOW = 10;

const ENDS: Record<RunResult['end'], string> = {
  complete: 'complete',
  cancelled: 'cancelled before its end',
  'aborted-by-gate': 'ended early by a gate',
  failed: 'failed',
};

/** A run for people, in lines. */
export function describeRun(result: RunResult): string[] {
  return [
    `${result.name}: ${loadText(result)}`,
    ...columns(facts(result)).map(line => `  ${line}`),
    '',
    ...latencyTable(result).map(line => `  ${line}`),
    ...section('gates', result.gates.map(gateText)),
    ...section('warnings', result.warnings),
    ...section('known distortions', result.generator.caveats),
  ];
}

function facts(result: RunResult): [string, string][] {
  const { counts, generator, validity } = result;
  const rows: [string, string][] = [
    ['generator', generatorText(generator)],
    ['measured', `${result.measuredSeconds.toFixed(1)} s, ${ENDS[result.end]}`],
    ['rate', rateText(result)],
    [
      'answers',
      `${amount(counts.ok)} ok, ${percentText(errorRate(result))} failed${list(
        counts.errors,
      )}`,
    ],
  ];
  if (counts.reconnects) {
    rows.push(['reconnects', amount(counts.reconnects)]);
  }
  if (result.tls === 'unverified') {
    rows.push(['tls', 'unverified: the certificate was not checked']);
  }
  rows.push(['validity', validityText(validity)]);
  return rows;
}

function generatorText(generator: RunResult['generator']): string {
  const parts = [[generator.name, generator.version].filter(Boolean).join(' ')];
  if (generator.cpuSeconds !== undefined) {
    parts.push(`${generator.cpuSeconds.toFixed(1)} s of processor time`);
  }
  if (generator.eventLoopUtilization !== undefined) {
    parts.push(
      `event loop ${percentText(generator.eventLoopUtilization)} busy`,
    );
  }
  return parts.join(', ');
}

function rateText({ achievedRate, targetRate, counts }: RunResult): string {
  const wanted = targetRate === undefined ? '' : ` of ${amount(targetRate)}`;
  const scheduled =
    counts.scheduled === undefined
      ? ''
      : ` of ${amount(counts.scheduled)} scheduled`;
  return `${amount(achievedRate)}${wanted} req/s, ${amount(
    counts.sent,
  )} sent${scheduled}`;
}

/** Why the numbers may or may not be trusted, in words. */
export function validityText(validity: RunResult['validity']): string {
  const failed = validity.gates
    .filter(({ passed }) => !passed)
    .map(({ message }) => message);
  const because = [...failed, ...validity.notes].join('; ');
  const word = {
    valid: 'valid',
    invalid: 'INVALID (generator limited), not to be compared',
    unknown: 'unknown',
  }[validity.status];
  return because ? `${word}: ${because}` : word;
}

function loadText({ profile }: RunResult): string {
  if (!profile) return 'load unknown';
  const connections = `${profile.connections} connection${
    profile.connections === 1 ? '' : 's'
  }`;
  return `${modelText(profile.load)}, ${connections}, ${profile.transport}`;
}

function modelText(load: Load): string {
  if (load.model === 'closed') {
    const pipelined =
      load.pipelining > 1 ? `, pipelined ${load.pipelining}` : '';
    return `closed loop (maximum throughput)${pipelined}`;
  }
  const rates = load.stages.map(({ from, to, seconds }) =>
    from === to
      ? `${from}/s for ${seconds} s`
      : `${from}–${to}/s in ${seconds} s`,
  );
  return `open loop, ${rates.join(', ')}, ${load.arrivals} arrivals`;
}

function latencyTable(result: RunResult): string[] {
  const { response, service, lag, late, errors } = result.latency;
  const rows: [string, Distribution | undefined][] =
    result.profile?.load.model === 'closed'
      ? [
          ['service time under saturation', service],
          ['failed answers', errors],
        ]
      : [
          ['response, from the intended start', response],
          ['service, from the actual send', service],
          ['lag before the send', lag],
          ["  of it the generator's own", late],
          ['failed answers', errors],
        ];
  const known = rows.filter(
    (row): row is [string, Distribution] =>
      row[1] !== undefined && row[1].count > 0,
  );
  if (known.length === 0) return ['No latency was measured.'];
  return columns([
    ['ms', ...PERCENTILES.map(p => `p${p}`), 'max', 'n'],
    ...known.map(([what, distribution]) => [
      what,
      ...PERCENTILES.map(p => percentileText(distribution, p)),
      milliseconds(distribution.max),
      amount(distribution.count),
    ]),
  ]);
}

/** In parentheses where few samples are behind it; a dash where next to none. */
function percentileText(distribution: Distribution, p: string): string {
  const tail = distribution.count * (1 - Number(p) / 100);
  const text = milliseconds(distribution.percentiles[p]);
  if (text === '–' || tail < TAIL_TO_SHOW) return '–';
  return tail < TAIL_TO_MEAN_SOMETHING ? `(${text})` : text;
}

/** A gate in words. */
export function gateText(gate: GateResult): string {
  const aborted = gate.aborted ? ', ended the run' : '';
  return `${gate.verdict.toUpperCase()}  ${gate.metric}: ${gate.threshold}  ${
    gate.message
  }${aborted}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ['', `  ${title}`, ...lines.map(line => `    ${line}`)];
}

function list(errors: Record<string, number>): string {
  const entries = Object.entries(errors).filter(([, count]) => count > 0);
  if (entries.length === 0) return '';
  return `: ${entries
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${amount(count)}`)
    .join(', ')}`;
}
