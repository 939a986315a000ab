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

import type { Stage } from '../model/profile';

/**
 * Arrival times of a piecewise-linear rate, of one shard of several.
 *
 * The k-th arrival is found by inverting the number of requests that the rate promises up to a time. Nothing is
 * rounded on the way, so that ramps hold their count exactly. Shard i of N takes the arrivals i, i + N, …, which at a
 * constant rate spaces the shards evenly. Poisson arrivals take exponential steps in the same count space.
 */
export class Arrivals {
  #count: number;
  #stage = 0;
  /** Seconds and requests before the current stage. */
  #stageStart = 0;
  #stageCount = 0;

  constructor(
    private readonly stages: readonly Stage[],
    private readonly options: {
      shard: number;
      shards: number;
      /** Random numbers in [0, 1) make it Poisson arrivals, else uniform ones. */
      random?: () => number;
    },
  ) {
    this.#count = options.random ? this.#step() : options.shard;
  }

  /** Milliseconds from the begin of the schedule to the next arrival; -1 when there are no more. */
  next(): number {
    while (this.#stage < this.stages.length) {
      const stage = this.stages[this.#stage];
      const inStage = requestsOf(stage);
      // Sums of fractions of requests are off by a few units in the last place; without the tolerance, an arrival
      // that belongs to the next stage could be sent twice or never.
      const within = this.#count - this.#stageCount;
      if (within < inStage - 1e-9) {
        this.#count += this.#step();
        return (this.#stageStart + timeInStage(stage, within)) * 1000;
      }
      this.#stageStart += stage.seconds;
      this.#stageCount += inStage;
      this.#stage++;
    }
    return -1;
  }

  #step(): number {
    const { random, shards } = this.options;
    return random ? -Math.log(1 - random()) * shards : shards;
  }
}

/** Length of a schedule in seconds. */
export function secondsOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, stage) => sum + stage.seconds, 0);
}

/** Requests that a schedule promises, not rounded. */
export function plannedRequests(stages: readonly Stage[]): number {
  return stages.reduce((sum, stage) => sum + requestsOf(stage), 0);
}

/** The highest rate of a schedule. */
export function peakRate(stages: readonly Stage[]): number {
  return Math.max(...stages.flatMap(stage => [stage.from, stage.to]));
}

/**
 * A warm-up at the rate with which the measured phase begins; where that begins at zero, at the mean of its first
 * stage, since nothing gets warm at rate zero.
 */
export function warmupStages(
  stages: readonly Stage[],
  seconds: number,
): Stage[] {
  if (seconds === 0) {
    return [];
  }
  const [first] = stages;
  const rate = first.from > 0 ? first.from : (first.from + first.to) / 2;
  return [{ seconds, from: rate, to: rate }];
}

/** Random numbers in [0, 1) from a seed (mulberry32), so that a run can be repeated to the microsecond. */
export function seededRandom(seed: number): () => number {
  let state = Math.trunc(seed) % 2 ** 32;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function requestsOf(stage: Stage): number {
  return ((stage.from + stage.to) / 2) * stage.seconds;
}

/** Solves from·t + a·t²/2 = count for t. */
function timeInStage(stage: Stage, count: number): number {
  const slope = (stage.to - stage.from) / stage.seconds;
  if (slope === 0) {
    return count / stage.from;
  }
  // The usual (√D − from)/a cancels badly for flat slopes; this form of the same root does not.
  const root = Math.sqrt(Math.max(0, stage.from ** 2 + 2 * slope * count));
  return count === 0 ? 0 : (2 * count) / (stage.from + root);
}
