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
  PercentilePoint,
  RunCharts,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';

/** What an invented service does with an invented load. */
export interface Simulation {
  seed: number;
  seconds: number;
  /** Requests per second. */
  rate: number;
  /** Microseconds. */
  median: number;
  /** Of the logarithm. */
  spread: number;
  /** Every so many seconds everything waits for this many microseconds. */
  stall?: { every: number; micros: number };
  /** Share of requests that fail from a second on. */
  errors?: { from: number; share: number };
  /** Share of the rate that the generator cannot send. */
  dropped?: number;
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    // eslint-disable-next-line no-bitwise
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    // eslint-disable-next-line no-bitwise
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    // eslint-disable-next-line no-bitwise
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PERCENTILES = [
  0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 96.5, 98, 99, 99.25,
  99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999,
];
const STEPS_PER_DECADE = 16;
const LOWEST_EDGE = 100;
const EDGES = Array.from(
  { length: STEPS_PER_DECADE * 4 },
  (_, index) => LOWEST_EDGE * 10 ** ((index + 1) / STEPS_PER_DECADE),
);

function valueAt(sorted: readonly number[], percentile: number): number {
  const rank = Math.ceil((percentile / 100) * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))];
}

function displayOf(tail: number): PercentilePoint['display'] {
  if (tail >= 100) return 'full';
  return tail >= 10 ? 'grey' : 'hidden';
}

function curveOf(samples: readonly number[]): PercentilePoint[] {
  const sorted = [...samples].sort((a, b) => a - b);
  return PERCENTILES.map(percentile => {
    const tail = Math.floor(
      Number((sorted.length * (1 - percentile / 100)).toFixed(6)),
    );
    const share = percentile / 100;
    const spread = 196 * Math.sqrt((share * (1 - share)) / sorted.length);
    return {
      percentile,
      value: valueAt(sorted, percentile),
      tail,
      display: displayOf(tail),
      interval: [
        valueAt(sorted, Math.max(0, percentile - spread)),
        valueAt(sorted, Math.min(100, percentile + spread)),
      ],
    };
  });
}

/** One second of an invented run. */
export function simulateSecond(
  simulation: Simulation,
  second: number,
): { point: TimelinePoint; response: number[]; service: number[] } {
  const { rate, median, spread, stall, errors, dropped = 0 } = simulation;
  const random = randomOf(simulation.seed * 1009 + second);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sent = Math.round(rate * (1 - dropped));
  const failing = errors && second >= errors.from ? errors.share : 0;
  const failed = Math.round(sent * failing);
  const response: number[] = [];
  const service: number[] = [];
  const isStalled = stall && second % stall.every === stall.every - 1;
  // The first seconds are those of a cold cache.
  const cold = second < 3 ? 1.6 - second * 0.2 : 1;
  for (let index = 0; index < sent - failed; index += 1) {
    const own = median * cold * Math.exp(spread * normal());
    // While everything stands still, whoever was to come first waits longest.
    const at = index / sent;
    const wait = isStalled && at < 0.3 ? stall.micros * (1 - at / 0.3) : 0;
    const isRare = random() < 0.004;
    service.push(own * (isRare ? 6 : 1));
    response.push(own * (isRare ? 6 : 1) + wait);
  }
  const sorted = [...response].sort((a, b) => a - b);
  return {
    response,
    service,
    point: {
      second,
      scheduled: rate,
      sent,
      ok: sent - failed,
      errors: failed > 0 ? { http_5xx: failed } : {},
      bytes: sent * 1240,
      lagP99Ms: 0.4 + random() * 0.5 + (dropped > 0 ? 9 : 0),
      ...(sorted.length > 0
        ? {
            p50: valueAt(sorted, 50),
            p90: valueAt(sorted, 90),
            p99: valueAt(sorted, 99),
          }
        : {}),
    },
  };
}

/** Charts of an invented run. */
export function simulateCharts(simulation: Simulation): RunCharts {
  const seconds = Array.from({ length: simulation.seconds }, (_, second) =>
    simulateSecond(simulation, second),
  );
  const rowOf = (value: number) => {
    const row = Math.floor(Math.log10(value / LOWEST_EDGE) * STEPS_PER_DECADE);
    return Math.min(EDGES.length - 1, Math.max(0, row));
  };
  return {
    percentiles: {
      response: curveOf(seconds.flatMap(second => second.response)),
      service: curveOf(seconds.flatMap(second => second.service)),
    },
    heatmap: {
      edges: EDGES,
      columns: seconds.map(({ point, response }) => {
        const counts = new Array<number>(EDGES.length).fill(0);
        for (const value of response) counts[rowOf(value)] += 1;
        return { second: point.second, counts };
      }),
    },
    timeline: seconds.map(second => second.point),
  };
}
