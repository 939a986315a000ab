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

import {
  errorRateOf,
  headlineLatency,
  percentileOf,
  tailCount,
} from '@meshplane/benchmark';
import type { RunResult } from '@meshplane/benchmark/model';
import type {
  RunDetail,
  RunResources,
} from '@meshplane/plugin-meshplane-common';

type Finding = RunDetail['audit'][number];

/** Share of failed requests from which percentiles of the others are no longer those of the service. */
const BIASING_ERRORS = 0.001;
const MIN_TAIL = 100;
/** Response time over service time from which waiting is worth a word. */
const OMISSION_GAP = 1.5;
const OMISSION_GAP_US = 1000;
const MIN_RATE_REACHED = 0.95;
const THROTTLED_SHARE = 0.05;

/** What a failed check of the generator means, before its numbers. */
const CHECKS: Record<RunResult['validity']['gates'][number]['name'], string> = {
  'rate-achieved': 'Rate not reached',
  dropped: 'Requests dropped',
  lag: 'Generator limited',
  'event-loop': 'Generator limited',
  'cpu-throttled': 'Generator throttled',
  'connect-failures': 'Connections failed',
};

/** What a reader of a result should know before believing it, worst first. */
export function auditOf(
  result: RunResult,
  resources?: RunResources,
): Finding[] {
  const findings = [
    ...generatorFindings(result),
    ...endFindings(result),
    ...errorFindings(result),
    ...rateFindings(result),
    ...latencyFindings(result),
    ...resourceFindings(resources),
    ...result.warnings.map(message => finding('warning', message)),
    ...result.generator.caveats.map(message => finding('info', message)),
  ];
  const rank: Finding['severity'][] = ['error', 'warning', 'info'];
  return findings.sort(
    (a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity),
  );
}

function generatorFindings({ validity, precision }: RunResult): Finding[] {
  const failed = validity.gates
    .filter(gate => !gate.passed)
    .map(({ name, message }) =>
      finding('error', `${CHECKS[name]}: ${message}`),
    );
  const notes = validity.notes.map(note =>
    finding(
      note.startsWith('connection-limited') ? 'warning' : 'info',
      capital(note),
    ),
  );
  const findings = [...failed, ...notes];
  if (validity.status === 'invalid')
    findings.unshift(
      finding(
        'error',
        'The generator was measured, not the target: the numbers are a lower bound of what the target can do, and the run enters no comparison',
      ),
    );
  if (validity.status === 'unknown' && notes.length === 0)
    findings.push(
      finding(
        'info',
        'The source does not tell whether the generator or the target was the limit',
      ),
    );
  if (precision === 'bucketed')
    findings.push(
      finding(
        'info',
        'The source keeps coarse buckets: percentiles are interpolated inside them',
      ),
    );
  if (precision === 'summary')
    findings.push(
      finding(
        'info',
        'The source keeps a summary only: there is no distribution behind the listed percentiles',
      ),
    );
  return findings;
}

function endFindings({ end, measuredSeconds }: RunResult): Finding[] {
  const after = `after ${number(measuredSeconds)} measured seconds`;
  switch (end) {
    case 'cancelled':
      return [
        finding('warning', `Cancelled ${after}: it enters no comparison`),
      ];
    case 'aborted-by-gate':
      return [
        finding(
          'warning',
          `Stopped by a gate ${after}: it enters no comparison`,
        ),
      ];
    case 'failed':
      return [finding('error', `Failed ${after}: what was measured is kept`)];
    default:
      return [];
  }
}

function errorFindings(result: RunResult): Finding[] {
  const { counts } = result;
  const rate = errorRateOf(counts);
  const findings: Finding[] = [];
  if (rate !== undefined && rate >= BIASING_ERRORS) {
    const [worst] = Object.entries(counts.errors).sort(([, a], [, b]) => b - a);
    findings.push(
      finding(
        'warning',
        `Errors bias latency: ${percent(rate)} of the requests failed${
          worst ? `, most of them with "${worst[0]}"` : ''
        }. The percentiles are those of the requests that were answered`,
      ),
    );
  }
  const timeouts = counts.errors.request_timeout ?? 0;
  if (timeouts > 0)
    findings.push(
      finding(
        'warning',
        `${timeouts} requests ran into the timeout and count with its value: the true tail is longer`,
      ),
    );
  return findings;
}

function rateFindings(result: RunResult): Finding[] {
  const { achievedRate, targetRate, validity } = result;
  const isSaidAlready = validity.gates.some(
    ({ name, passed }) => name === 'rate-achieved' && !passed,
  );
  if (!targetRate || isSaidAlready) return [];
  const share = achievedRate / targetRate;
  return share < MIN_RATE_REACHED
    ? [
        finding(
          'warning',
          `Rate not reached: ${number(achievedRate)} of ${number(
            targetRate,
          )} requests per second were answered (${percent(share)})`,
        ),
      ]
    : [];
}

function latencyFindings(result: RunResult): Finding[] {
  const findings: Finding[] = [];
  const headline = headlineLatency(result)?.distribution;
  if (!headline) return [finding('warning', 'No latency was measured')];
  const { count } = headline;
  const tail = tailCount(count, 99);
  if (count > 0 && tail < MIN_TAIL)
    findings.push(
      finding(
        'info',
        `p99 rests on ${tail} ${
          tail === 1 ? 'sample' : 'samples'
        } beyond it; from ${MIN_TAIL} on it is worth judging, which takes a longer run or a higher rate`,
      ),
    );
  const { response, service } = result.latency;
  const waited = response && percentileOf(response, 99);
  const served = service && percentileOf(service, 99);
  if (
    waited !== undefined &&
    served !== undefined &&
    waited > served * OMISSION_GAP &&
    waited - served > OMISSION_GAP_US
  )
    findings.push(
      finding(
        'info',
        `Requests waited before they could be sent: p99 is ${ms(
          waited,
        )} from the moment they were due, ${ms(
          served,
        )} from the moment they were sent. A tool that measures from the send would have shown the smaller number`,
      ),
    );
  if (result.tls === 'unverified')
    findings.push(
      finding('warning', "The target's certificate was not verified"),
    );
  return findings;
}

function resourceFindings(resources: RunResources | undefined): Finding[] {
  return (resources?.uses ?? []).flatMap(
    ({ role, pod, container, throttled }) =>
      throttled !== undefined && throttled >= THROTTLED_SHARE
        ? [
            finding(
              role === 'generator' ? 'error' : 'warning',
              `The container "${[pod, container]
                .filter(Boolean)
                .join('/')}" (${role}) was throttled in ${percent(
                throttled,
              )} of the periods: its CPU limit shapes the latency`,
            ),
          ]
        : [],
  );
}

function finding(severity: Finding['severity'], message: string): Finding {
  return { severity, message };
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}

function percent(share: number): string {
  return `${number(100 * share)} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function ms(microseconds: number): string {
  return `${number(microseconds / 1000)} ms`;
}
