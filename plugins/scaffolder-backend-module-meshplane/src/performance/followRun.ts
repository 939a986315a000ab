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
  finishedRunStates,
  type PerformanceApi,
  type RunDetail,
  type RunEvent,
} from '@meshplane/plugin-meshplane-common';
import { followToEnd, type FollowOptions } from '../following/followToEnd';

/** Seconds of the load between two lines in the log of the task. */
const TELL_EVERY = 10;

/** The part of the client that waiting uses. */
export type WatchedRuns = Pick<PerformanceApi, 'getRun' | 'streamRun'>;

/**
 * Follows a run to its end, its progress in the log of the task.
 *
 * @returns the run as it ended
 * @throws Error when the time is over
 */
export function followRun(
  api: WatchedRuns,
  id: string,
  options: FollowOptions,
): Promise<RunDetail> {
  const { logger, timeoutSeconds } = options;
  const tell = progressIn(logger);
  return followToEnd(
    {
      read: () => api.getRun(id),
      hasEnded: ({ state }) => finishedRunStates.includes(state),
      waitsFor: ({ state, queuePosition }) =>
        state === 'queued'
          ? `Run ${id} waits for its target${
              queuePosition ? `, at position ${queuePosition}` : ''
            }: ${runPath(id)}`
          : undefined,
      stream: (signal, alive) =>
        api.streamRun(
          id,
          event => {
            alive();
            tell(event);
          },
          signal,
        ),
      timeoutText: run =>
        `Run ${id} has not ended within ${timeoutSeconds} seconds; it is "${
          run?.state ?? 'unknown'
        }" and goes on without this task: ${runPath(id)}`,
    },
    options,
  );
}

/** Page of a run in the portal. */
export function runPath(id: string): string {
  return `/performance/runs/${encodeURIComponent(id)}`;
}

/** Tells each change of state, and every few seconds how the load goes; a stream that was opened anew repeats nothing. */
function progressIn(logger: FollowOptions['logger']) {
  let state: string | undefined;
  let told = -TELL_EVERY;
  return (event: RunEvent) => {
    if (event.type === 'run' && event.run.state !== state) {
      state = event.run.state;
      logger.info(
        `The run is ${state}${
          event.run.message ? `: ${event.run.message}` : ''
        }`,
      );
    }
    if (event.type !== 'live') return;
    const { live } = event;
    if (live.elapsedSeconds < told + TELL_EVERY) return;
    told = live.elapsedSeconds;
    const failed = Object.values(live.errors).reduce((sum, n) => sum + n, 0);
    logger.info(
      `${live.phase}, ${Math.round(live.elapsedSeconds)} of ${Math.round(
        live.plannedSeconds,
      )} s: ${Math.round(live.rate)} req/s${
        live.p99 === undefined ? '' : `, p99 ${(live.p99 / 1000).toFixed(2)} ms`
      }, ${failed} errors`,
    );
  };
}
