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
  MeshplaneApi,
  OperationEvent,
  OperationLogEntry,
} from '@meshplane/plugin-meshplane-common';
import { backOffMs, waitOrAbort, type FollowOptions } from './liveEvents';

/** `ended`: the operation is over and all of its log is here. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended';

/** Log entries per request. */
const LOG_PAGE = 500;

/** Adds entries that are not there yet, ordered by their number; the same array when nothing is new. */
export function mergeLog(
  known: readonly OperationLogEntry[],
  more: readonly OperationLogEntry[],
): readonly OperationLogEntry[] {
  const last = known.length > 0 ? known[known.length - 1].seq : -1;
  if (more.every(entry => entry.seq > last)) {
    return more.length > 0 ? [...known, ...more] : known;
  }
  const seen = new Set(known.map(entry => entry.seq));
  const fresh = more.filter(entry => !seen.has(entry.seq));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((a, b) => a.seq - b.seq);
}

type StreamApi = Pick<MeshplaneApi, 'getOperationLog' | 'streamOperation'>;

/**
 * Reads the log from where the reader stands and follows the operation until it ends or the signal aborts. A broken
 * stream is opened again with back-off, and what was missed meanwhile is read from the log. Never throws.
 *
 * @param isOver - whether the operation had ended already, so that no stream is needed
 */
export async function followOperation(
  api: StreamApi,
  id: string,
  isOver: boolean,
  handlers: {
    onEntries: (entries: OperationLogEntry[]) => void;
    onEvent: (event: OperationEvent) => void;
    onState: (state: StreamState) => void;
    onError: (error: unknown) => void;
  },
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const wait = options.wait ?? waitOrAbort;
  const random = options.random ?? Math.random;
  let after = 0;
  let failures = 0;
  let hasEnded = false;
  const take = (entries: OperationLogEntry[]) => {
    if (signal.aborted || entries.length === 0) return;
    after = Math.max(after, ...entries.map(entry => entry.seq));
    handlers.onEntries(entries);
  };
  const catchUp = async () => {
    for (;;) {
      const page = await api.getOperationLog(id, { after, limit: LOG_PAGE });
      take(page.items);
      if (!page.more || signal.aborted) return;
    }
  };
  const onEvent = (event: OperationEvent) => {
    if (signal.aborted) return;
    failures = 0;
    handlers.onState('live');
    if (event.type === 'log') take([event.entry]);
    if (event.type === 'end') hasEnded = true;
    handlers.onEvent(event);
  };
  handlers.onState('connecting');
  while (!signal.aborted) {
    try {
      await catchUp();
      if (isOver || hasEnded) {
        if (!signal.aborted) handlers.onState('ended');
        return;
      }
      await api.streamOperation(id, onEvent, { signal, after });
    } catch (error) {
      if (!signal.aborted && !hasEnded) handlers.onError(error);
    }
    if (signal.aborted) return;
    // The end closes the stream on purpose; its log is read once more, for entries that were written beside it.
    if (hasEnded) continue;
    failures += 1;
    handlers.onState('reconnecting');
    await wait(backOffMs(failures, random), signal);
  }
}
