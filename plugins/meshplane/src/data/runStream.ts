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
  PerformanceApi,
  RunEvent,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import { backOffMs, waitOrAbort, type FollowOptions } from './liveEvents';
import type { StreamState } from './operationStream';

/** Adds a second that is not there yet, in order; the same array when it is known already. */
export function withSecond(
  known: readonly TimelinePoint[],
  point: TimelinePoint,
): readonly TimelinePoint[] {
  const last = known[known.length - 1];
  if (!last || point.second > last.second) return [...known, point];
  if (known.some(item => item.second === point.second)) return known;
  return [...known, point].sort((a, b) => a.second - b.second);
}

/**
 * Follows a run until it ends or the signal aborts. A broken stream is opened again with back-off; it begins from the first
 * second again, so nothing is missed. Never throws.
 */
export async function followRun(
  api: Pick<PerformanceApi, 'streamRun'>,
  id: string,
  handlers: {
    onEvent: (event: RunEvent) => void;
    onState: (state: StreamState) => void;
    onError: (error: unknown) => void;
  },
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const wait = options.wait ?? waitOrAbort;
  const random = options.random ?? Math.random;
  let failures = 0;
  let hasEnded = false;
  const take = (event: RunEvent) => {
    if (signal.aborted) return;
    failures = 0;
    hasEnded = event.type === 'end';
    handlers.onState(hasEnded ? 'ended' : 'live');
    handlers.onEvent(event);
  };
  handlers.onState('connecting');
  while (!signal.aborted && !hasEnded) {
    try {
      await api.streamRun(id, take, signal);
    } catch (error) {
      if (!signal.aborted && !hasEnded) handlers.onError(error);
    }
    if (signal.aborted || hasEnded) return;
    failures += 1;
    handlers.onState('reconnecting');
    await wait(backOffMs(failures, random), signal);
  }
}
