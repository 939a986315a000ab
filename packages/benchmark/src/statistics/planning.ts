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

import { uCounts, uStatistic } from './mannWhitney';
import { seededRandom } from '../engine/schedule';
import { normalNumber } from './random';

/** Runs per side of a comparison unless told otherwise, and the bounds. @public */
export const repeatRules = { default: 6, minimum: 5, recommended: 10, cap: 20 };

/** One run of a comparison. @public */
export interface ScheduledRun {
  side: 'A' | 'B';
  /** Counted from 0; both runs of a pair stand back to back. */
  pair: number;
  /** The same for both runs of a pair, so that they send at the same instants. */
  seed: number;
}

/**
 * The order ABBA BAAB … of `repeats` runs per side: a drift of the environment hits both sides alike.
 * @public
 */
export function abbaSchedule(repeats: number, seed = 1): ScheduledRun[] {
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new RangeError(`"${repeats}" is no number of repeats`);
  }
  return Array.from({ length: repeats }, (_, pair) => {
    const order = pair % 4 === 0 || pair % 4 === 3 ? 'AB' : 'BA';
    return [...order].map(side => ({
      side: side as 'A' | 'B',
      pair,
      seed: seed + pair,
    }));
  }).flat();
}

/**
 * Runs per side that find a relative effect with 80 % power at α = 0.05, by the rule of thumb n ≈ 16.5 · (CV/effect)²
 * (2 · (1.96 + 0.84)² = 15.7 for means, plus 5 % for ranks).
 * @public
 */
export function runsNeeded(cv: number, effect: number): number {
  if (!(cv >= 0) || !(effect > 0)) {
    throw new RangeError(
      `No number of runs for a variation of "${cv}" and an effect of "${effect}"`,
    );
  }
  return Math.max(repeatRules.minimum, Math.ceil(16.5 * (cv / effect) ** 2));
}

/** @public */
export interface PowerQuestion {
  runsPerSide: number;
  /** Standard deviation between runs as a share of the mean. */
  cv: number;
  /** Relative change of side B; 0 gives the rate of false alarms. */
  effect: number;
  alpha?: number;
  trials?: number;
  seed?: number;
}

/**
 * Share of simulated comparisons (log-normal runs) in which the Mann-Whitney test is significant.
 * @public
 */
export function simulatePower(question: PowerQuestion): number {
  const {
    runsPerSide,
    cv,
    effect,
    alpha = 0.05,
    trials = 2000,
    seed = 1,
  } = question;
  const random = seededRandom(seed);
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const draw = (level: number) =>
    Array.from(
      { length: runsPerSide },
      () => level * Math.exp(sigma * normalNumber(random)),
    );
  // Drawn numbers have no ties, so that p depends on U alone and one bound decides.
  const bound = criticalU(runsPerSide, alpha);
  let found = 0;
  for (let i = 0; i < trials; i++) {
    const u = uStatistic(draw(1), draw(1 + effect));
    if (Math.min(u, runsPerSide ** 2 - u) <= bound) {
      found++;
    }
  }
  return found / trials;
}

/** Largest U whose two-sided exact p is below α; −1 where none is. */
function criticalU(runsPerSide: number, alpha: number): number {
  const counts = uCounts(runsPerSide, runsPerSide);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  let u = -1;
  while ((2 * (tail + counts[u + 1])) / total < alpha) {
    u++;
    tail += counts[u];
  }
  return u;
}
