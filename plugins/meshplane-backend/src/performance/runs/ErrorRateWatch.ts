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

import type { LiveState } from '@meshplane/plugin-meshplane-common';

/** Outcomes of requests of which the target knows nothing. */
const NOT_OF_THE_TARGET = new Set(['dropped', 'not_sent', 'aborted_at_end']);
/** Shortest stretch and fewest answers that are looked at. */
const WINDOW_SECONDS = 5;
const FEWEST = 10;

interface Count {
  elapsed: number;
  finished: number;
  failed: number;
}

/** Watches a running load for too many failures, over its latest seconds. */
export class ErrorRateWatch {
  readonly #limit: number;
  #counts: Count[] = [{ elapsed: 0, finished: 0, failed: 0 }];

  /** @param limit - share of failed requests, 0 to 1; one failure at least is needed */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Looks at what is new. @returns why the load has to stop, in a sentence */
  next(live: LiveState): string | undefined {
    if (live.phase !== 'measured') return undefined;
    const now = countOf(live);
    const before = this.#counts.findLast(
      ({ elapsed, finished }) =>
        elapsed <= now.elapsed - WINDOW_SECONDS &&
        finished <= now.finished - FEWEST,
    );
    this.#counts.push(now);
    if (!before) return undefined;
    // Older ones are never looked at again: the window only moves on.
    this.#counts = this.#counts.filter(
      ({ elapsed }) => elapsed >= before.elapsed,
    );
    const failed = now.failed - before.failed;
    const rate = failed / (now.finished - before.finished);
    return failed > 0 && rate >= this.#limit
      ? `${percent(rate)} of the requests of the last ${Math.round(
          now.elapsed - before.elapsed,
        )} s failed, the limit is ${percent(this.#limit)}`
      : undefined;
  }
}

function countOf({ elapsedSeconds, ok, errors }: LiveState): Count {
  const failed = Object.entries(errors).reduce(
    (sum, [outcome, count]) =>
      NOT_OF_THE_TARGET.has(outcome) ? sum : sum + count,
    0,
  );
  return { elapsed: elapsedSeconds, finished: ok + failed, failed };
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
