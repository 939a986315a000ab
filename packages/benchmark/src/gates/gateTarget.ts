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

import { Gate } from '../model/profile';
import { parseThreshold, Threshold } from './threshold';

/** Which numbers of a run a gate looks at. */
export interface GateTarget {
  metric: 'latency' | 'service' | 'errors' | 'rate';
  /** Name of one endpoint; all of them where absent. */
  endpoint?: string;
  threshold: Threshold;
}

/** A gate that cannot be applied: an unknown metric, or an aggregation that the metric does not have. @public */
export class GateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GateError';
  }
}

/** The names that k6 gives to the same metrics. */
const K6_NAMES: Record<string, GateTarget['metric']> = {
  http_req_duration: 'latency',
  http_req_failed: 'errors',
  http_reqs: 'rate',
};
const METRICS = ['latency', 'service', 'errors', 'rate'];

/**
 * Reads metric and threshold of a gate. `rate` and `count` of a latency mean those of errors, as in k6, where a gate
 * without a metric is such a shorthand.
 *
 * @throws GateError or ThresholdSyntaxError for what cannot be applied.
 */
export function gateTarget(
  gate: Pick<Gate, 'metric' | 'threshold'>,
): GateTarget {
  const threshold = parseThreshold(gate.threshold);
  const match =
    /^\s*([A-Za-z_]+)\s*(?:\{\s*endpoint\s*:\s*([^}]+?)\s*\})?\s*$/.exec(
      gate.metric,
    );
  const name = match && (K6_NAMES[match[1]] ?? match[1]);
  if (!match || !name || !METRICS.includes(name)) {
    throw new GateError(
      `There is no metric "${gate.metric}"; known are ${METRICS.join(
        ', ',
      )}, each also as in latency{endpoint:NAME}`,
    );
  }
  let metric = name as GateTarget['metric'];
  const { kind } = threshold.aggregation;
  const isOfCounts = kind === 'rate' || kind === 'count';
  if (metric === 'latency' && isOfCounts) {
    metric = 'errors';
  }
  const takesCounts = metric === 'errors' || metric === 'rate';
  if (takesCounts !== isOfCounts) {
    throw new GateError(
      `The metric "${metric}" has no "${threshold.text.replace(
        /\s*[<>=!].*$/,
        '',
      )}": ${
        takesCounts ? 'use rate or count' : 'use p(N), avg, min, max or med'
      }`,
    );
  }
  if (metric === 'rate' && threshold.unit === '%' && !threshold.delta) {
    throw new GateError(
      `The metric "rate" is in requests per second, "${threshold.text}" is a share`,
    );
  }
  return {
    metric,
    ...(match[2] ? { endpoint: match[2] } : {}),
    threshold,
  };
}

/**
 * The limit in the unit that values of the metric have here: milliseconds for latencies, a share (0–1) for the rate of
 * errors, requests per second, a number; percent for changes.
 */
export function limitOf({ threshold }: GateTarget): number {
  switch (threshold.delta ? undefined : threshold.unit) {
    case 's':
      return threshold.value * 1000;
    case 'us':
      return threshold.value / 1000;
    case '%':
      return threshold.value / 100;
    default:
      return threshold.value;
  }
}

/** Whether a value keeps a threshold. */
export function keeps(
  value: number,
  operator: Threshold['operator'],
  limit: number,
): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    default:
      return value !== limit;
  }
}

/**
 * Pass where the whole interval keeps the threshold, fail where nothing of it does, borderline between. Equality is
 * about the value itself, an interval has no say in it.
 */
export function judgeInterval(
  value: number,
  interval: readonly [number, number] | undefined,
  operator: Threshold['operator'],
  limit: number,
): 'pass' | 'borderline' | 'fail' {
  if (!interval || operator === '==' || operator === '!=') {
    return keeps(value, operator, limit) ? 'pass' : 'fail';
  }
  const low = keeps(interval[0], operator, limit);
  const high = keeps(interval[1], operator, limit);
  if (low && high) {
    return 'pass';
  }
  return low || high ? 'borderline' : 'fail';
}

/** The value with its unit, for messages. */
export function showValue(target: GateTarget, value: number): string {
  const short = (v: number) => Number(v.toPrecision(4)).toString();
  if (target.threshold.delta) {
    return `${value > 0 ? '+' : ''}${short(value)} %`;
  }
  const { kind } = target.threshold.aggregation;
  if (kind === 'count') {
    return short(value);
  }
  if (target.metric === 'errors') {
    return `${short(value * 100)} %`;
  }
  return `${short(value)} ${target.metric === 'rate' ? 'req/s' : 'ms'}`;
}
