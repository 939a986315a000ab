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

import type { z } from 'zod';
import type { RunResult, validityGateSchema } from '../model/result';

type ValidityGate = z.output<typeof validityGateSchema>;

/** What the checks look at. Latencies in milliseconds. */
export interface ValidityInput {
  model: 'open' | 'closed';
  scheduled: number;
  sent: number;
  dropped: number;
  lateP99Ms: number;
  waitP99Ms: number;
  responseP50Ms: number;
  /** Of the busiest thread. */
  eventLoopUtilization: number;
  /** Throttled periods of the own cgroup during the run; undefined where the system does not tell. */
  throttledPeriods?: number;
  connects: number;
  connectFailures: number;
  /** The generator never sleeps by intention, so that being busy says nothing. */
  spin?: boolean;
}

/** Below this rate of what was due, another load than the promised one was measured. */
const MIN_RATE_ACHIEVED = 0.99;
const MAX_LATE_MS = 2;
const MAX_LATE_OF_MEDIAN = 0.1;
/** Above this, arrivals begin to queue inside the generator. */
const MAX_LOOP_OPEN = 0.7;
/** A closed loop may be busy, but one that never sleeps has found its own limit and not the server's. */
const MAX_LOOP_CLOSED = 0.98;
const MAX_CONNECT_FAILURES = 0.01;

/**
 * Checks whether a run says something about the server, or only about its generator.
 *
 * An open loop is judged by all checks; a closed loop promises no rate, so it is judged by those that remain.
 */
export function judgeValidity(input: ValidityInput): RunResult['validity'] {
  const gates: ValidityGate[] = [];
  const notes: string[] = [];
  const lateLimit = Math.max(
    MAX_LATE_MS,
    input.responseP50Ms * MAX_LATE_OF_MEDIAN,
  );
  const waits =
    input.waitP99Ms > lateLimit && input.waitP99Ms > input.lateP99Ms;
  if (input.model === 'open') {
    gates.push(
      rateGate(input, waits),
      gate('dropped', input.dropped, 0, 'requests', passed =>
        passed
          ? 'No request was dropped.'
          : `${input.dropped} requests found the backlog full and were dropped.`,
      ),
      gate('lag', input.lateP99Ms, lateLimit, 'ms', passed =>
        passed
          ? `Requests were due to be sent at most ${ms(
              input.lateP99Ms,
            )} before the generator noticed (p99).`
          : `The generator noticed requests ${ms(
              input.lateP99Ms,
            )} late (p99, at most ${ms(
              lateLimit,
            )}): it had too little processor time.`,
      ),
    );
    if (waits) {
      notes.push(
        `connection-limited: requests waited ${ms(
          input.waitP99Ms,
        )} (p99) for a free connection; more connections would show what the server does`,
      );
    }
  } else {
    notes.push(
      'closed loop: the throughput is the statement; latencies are service times under saturation',
    );
  }
  if (!input.spin) {
    gates.push(loopGate(input));
  }
  if (input.throttledPeriods !== undefined) {
    const periods = input.throttledPeriods;
    gates.push(
      gate('cpu-throttled', periods, 0, 'periods', passed =>
        passed
          ? 'The generator was not throttled.'
          : `The processor quota of the generator's cgroup was used up in ${periods} periods.`,
      ),
    );
  }
  gates.push(connectGate(input));
  return {
    status: gates.every(({ passed }) => passed) ? 'valid' : 'invalid',
    gates,
    notes,
  };
}

function rateGate(
  { sent, scheduled }: ValidityInput,
  waits: boolean,
): ValidityGate {
  const ratio = scheduled === 0 ? 1 : sent / scheduled;
  const passed = ratio >= MIN_RATE_ACHIEVED;
  const why = waits ? 'no connection was free' : 'the generator was too slow';
  return {
    name: 'rate-achieved',
    passed,
    value: ratio,
    limit: MIN_RATE_ACHIEVED,
    unit: 'ratio',
    message: passed
      ? `${percent(ratio)} of the requests that were due were sent.`
      : `Only ${percent(
          ratio,
        )} of the ${scheduled} requests that were due were sent: ${why}.`,
  };
}

function loopGate({
  model,
  eventLoopUtilization,
}: ValidityInput): ValidityGate {
  const limit = model === 'open' ? MAX_LOOP_OPEN : MAX_LOOP_CLOSED;
  return gate('event-loop', eventLoopUtilization, limit, 'ratio', passed =>
    passed
      ? `The generator was busy ${percent(eventLoopUtilization)} of the time.`
      : `The generator was busy ${percent(
          eventLoopUtilization,
        )} of the time (at most ${percent(
          limit,
        )}): it was the limit. Use more threads, or a lower rate.`,
  );
}

function connectGate({
  connects,
  connectFailures,
}: ValidityInput): ValidityGate {
  const attempts = connects + connectFailures;
  const ratio = attempts === 0 ? 0 : connectFailures / attempts;
  const passed = ratio < MAX_CONNECT_FAILURES;
  return {
    name: 'connect-failures',
    passed,
    value: ratio,
    limit: MAX_CONNECT_FAILURES,
    unit: 'ratio',
    message: passed
      ? 'Connections could be opened.'
      : `${connectFailures} of ${attempts} attempts to connect failed.`,
  };
}

function gate(
  name: ValidityGate['name'],
  value: number,
  limit: number,
  unit: string,
  describe: (passed: boolean) => string,
): ValidityGate {
  const passed = value <= limit;
  return { name, passed, value, limit, unit, message: describe(passed) };
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
