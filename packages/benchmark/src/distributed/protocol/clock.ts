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

import type { ClockOffset } from './messages';

/** One question for the time: sent and received on the own clock, answered in whole seconds, all in milliseconds. */
export interface ClockProbe {
  sent: number;
  received: number;
  /** What the answer says, cut to whole seconds. */
  answer: number;
}

/** What an estimate needs of the world. @public */
export interface ClockSource {
  /** The own clock, milliseconds since 1970, with fractions. */
  now(): number;
  /** Resolves at or soon after a moment of the own clock. */
  until(moment: number): Promise<void>;
  /** The time of the reference in whole seconds, in milliseconds since 1970. */
  ask(): Promise<number>;
}

const SECOND = 1000;
const PROBES_PER_ROUND = 8;
const MAX_ROUNDS = 4;
/** Good enough: more questions would only cost time. */
const GOAL_MS = 10;

/** Bounds of an offset: reference = own + offset. */
interface Bounds {
  low: number;
  high: number;
}

/**
 * Compares the own clock with one that tells whole seconds only, such as the `Date` of an HTTP server. Each answer bounds
 * the offset; the questions are asked around the moments at which the reference may turn to its next second, first over a
 * whole second, then over what is left, so that two dozen answers find it to a few milliseconds and the time of a
 * round trip.
 *
 * @throws Error where the answers contradict each other: the reference is more than one clock, or jumps
 * @public
 */
export async function estimateClock(source: ClockSource): Promise<ClockOffset> {
  let bounds: Bounds = { low: -Infinity, high: Infinity };
  // The first question opens the connection.
  bounds = narrowed(bounds, await probe(source));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (uncertaintyOf(bounds) <= GOAL_MS) break;
    for (const moment of turns(bounds, source.now())) {
      await source.until(moment);
      bounds = narrowed(bounds, await probe(source));
      if (uncertaintyOf(bounds) <= GOAL_MS) break;
    }
  }
  return {
    offsetMs: (bounds.low + bounds.high) / 2,
    uncertaintyMs: uncertaintyOf(bounds),
  };
}

/** @throws Error where nothing is left */
export function narrowed(bounds: Bounds, seen: ClockProbe): Bounds {
  const low = Math.max(bounds.low, seen.answer - seen.received);
  const high = Math.min(bounds.high, seen.answer + SECOND - seen.sent);
  if (low > high)
    throw new Error(
      `The answers contradict each other by ${Math.ceil(
        low - high,
      )} ms: the clock that is asked jumps, or several servers with different clocks answer`,
    );
  return { low, high };
}

/** Moments of the own clock at which the reference turns to a new second, spread over what is possible. */
function turns({ low, high }: Bounds, now: number): number[] {
  const soon = now + 1;
  return Array.from({ length: PROBES_PER_ROUND }, (_, index) => {
    const offset = low + ((high - low) * (index + 1)) / (PROBES_PER_ROUND + 1);
    return Math.ceil((soon + offset) / SECOND) * SECOND - offset;
  }).sort((a, b) => a - b);
}

async function probe(source: ClockSource): Promise<ClockProbe> {
  const sent = source.now();
  const answer = await source.ask();
  return { sent, received: source.now(), answer };
}

function uncertaintyOf({ low, high }: Bounds): number {
  return (high - low) / 2;
}
