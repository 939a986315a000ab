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

/** What one measurement at a rate said. @public */
export type StepVerdict =
  /** The objective was held. */
  | 'holds'
  /** It was not, and the server is why. */
  | 'server'
  /** Nothing can be said of the server: the generator could not keep up. */
  | 'generator';

/** What ended the search. @public */
export type SaturationLimit =
  /** A little more, and the server does not hold the objective. */
  | 'server'
  /** A little more, and the generator cannot keep up: the server can do at least this. */
  | 'generator'
  /** The highest rate that was allowed holds. */
  | 'max-rate'
  /** Not even the lowest rate holds. */
  | 'none-held';

/** How to search. Rates in requests per second. @public */
export interface RateSearchOptions {
  startRate: number;
  maxRate: number;
  /** Below this, the search gives up. */
  minRate: number;
  /** Width of the bracket at which the search is done, as a part of the rate. */
  tolerance: number;
  /** Measurements at the found rate that must hold. */
  repeats: number;
}

/** The next measurement. @public */
export interface SearchStep {
  rate: number;
  phase: 'ramp' | 'bisect' | 'confirm';
}

/**
 * Finds the highest rate that holds an objective: doubles the rate while it holds, halves the bracket, and confirms by
 * repeats. Knows nothing of how a rate is measured.
 */
export class RateSearch {
  /** Highest rate that held. */
  #low = 0;
  /** Lowest rate that did not, and why. */
  #high = Infinity;
  #why: 'server' | 'generator' = 'server';
  #confirmed = 0;
  #limit: SaturationLimit | undefined;

  constructor(private readonly options: RateSearchOptions) {}

  /** The next measurement; undefined when the search is over. */
  next(): SearchStep | undefined {
    if (this.#limit) {
      return undefined;
    }
    const { startRate, maxRate, minRate } = this.options;
    if (this.#high === Infinity && this.#low < maxRate) {
      const rate = this.#low === 0 ? startRate : this.#low * 2;
      return { rate: Math.min(rate, maxRate), phase: 'ramp' };
    }
    if (this.#low === 0) {
      const rate = this.#high / 2;
      if (rate < minRate) {
        this.#limit = 'none-held';
        return undefined;
      }
      return { rate, phase: 'ramp' };
    }
    if (!this.#isNarrow()) {
      return { rate: (this.#low + this.#high) / 2, phase: 'bisect' };
    }
    return { rate: this.#low, phase: 'confirm' };
  }

  /** Takes the verdict on the step that `next` gave. */
  report(step: SearchStep, verdict: StepVerdict): void {
    if (verdict === 'holds') {
      this.#low = Math.max(this.#low, step.rate);
      this.#confirmed = step.phase === 'confirm' ? this.#confirmed + 1 : 0;
      if (this.#confirmed >= this.options.repeats) {
        this.#limit = this.#high === Infinity ? 'max-rate' : this.#why;
      }
      return;
    }
    this.#high = step.rate;
    this.#why = verdict;
    this.#confirmed = 0;
    if (this.#low >= step.rate) {
      // It held by luck before. One tolerance below is not known to hold either, but near enough to be tried at once.
      const lower = step.rate * (1 - this.options.tolerance);
      this.#low = lower < this.options.minRate ? 0 : lower;
    }
  }

  /** The found rate (0 where none held) and what limits it; undefined while the search goes on. */
  get outcome(): { rate: number; limit: SaturationLimit } | undefined {
    if (!this.#limit) {
      return undefined;
    }
    return {
      rate: this.#limit === 'none-held' ? 0 : this.#low,
      limit: this.#limit,
    };
  }

  #isNarrow(): boolean {
    return (
      this.#high === Infinity ||
      this.#high - this.#low <= this.#low * this.options.tolerance * 1.0001
    );
  }
}
