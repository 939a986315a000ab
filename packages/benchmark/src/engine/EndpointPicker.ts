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

const GOLDEN_RATIO = 0.6180339887498949;

/**
 * Spreads requests over endpoints by weight.
 *
 * Multiples of the golden ratio fill the interval [0, 1) evenly, and so do every N-th of them: each endpoint gets its
 * share within a few requests over any stretch of a run and in every shard, with no pattern that a server could fall
 * into step with, and the same in every run.
 */
export class EndpointPicker {
  readonly #limits: number[] = [];
  #position: number;
  readonly #step: number;

  constructor(weights: number[], shard: number, shards: number) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    for (const weight of weights) {
      sum += weight;
      this.#limits.push(sum / total);
    }
    this.#position = (shard * GOLDEN_RATIO) % 1;
    this.#step = (shards * GOLDEN_RATIO) % 1;
  }

  /** Index of the endpoint of the next request. */
  next(): number {
    const last = this.#limits.length - 1;
    if (last === 0) {
      return 0;
    }
    const position = this.#position;
    this.#position = (position + this.#step) % 1;
    let index = 0;
    while (index < last && position >= this.#limits[index]) {
      index++;
    }
    return index;
  }
}
