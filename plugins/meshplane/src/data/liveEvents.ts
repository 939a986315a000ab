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
  MeshplaneEvent,
} from '@meshplane/plugin-meshplane-common';

/** `polling`: the stream could not be opened several times; the page asks at intervals until it can. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'polling';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Failures in a row after which the page polls instead of trusting that the stream comes back soon. */
const FAILURES_UNTIL_POLLING = 3;

/** Time and chance of {@link followEvents}, injected for tests. */
export interface FollowOptions {
  /** Resolves after the given time or when the signal aborts, whichever is first. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1; spreads the reconnects of many browsers after a restart of the backend. */
  random?: () => number;
}

/** Resolves after the given time or when the signal aborts, whichever is first. */
export async function waitOrAbort(
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  let settle: () => void = () => {};
  const settled = new Promise<void>(resolve => {
    settle = resolve;
  });
  const timer = setTimeout(settle, ms);
  signal.addEventListener('abort', settle);
  await settled;
  clearTimeout(timer);
  signal.removeEventListener('abort', settle);
}

/** Delay before attempt number `failures` + 1: doubles up to half a minute, with 50 % jitter. */
export function backOffMs(failures: number, random: () => number): number {
  const full = Math.min(
    FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1),
    LONGEST_DELAY_MS,
  );
  return Math.round(full * (0.5 + random() / 2));
}

/**
 * Keeps one event stream open until the signal aborts, reconnecting with back-off. Never throws: what goes wrong is
 * reported as a state.
 */
export async function followEvents(
  api: Pick<MeshplaneApi, 'streamEvents'>,
  handlers: {
    onEvent: (event: MeshplaneEvent) => void;
    onState: (state: LiveState) => void;
  },
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const wait = options.wait ?? waitOrAbort;
  const random = options.random ?? Math.random;
  let failures = 0;
  const take = (event: MeshplaneEvent) => {
    if (signal.aborted) return;
    failures = 0;
    handlers.onState('live');
    handlers.onEvent(event);
  };
  handlers.onState('connecting');
  while (!signal.aborted) {
    try {
      await api.streamEvents(take, signal);
    } catch {
      // The reason is of no use to the reader: the state says that updates are late, and the queries report failures.
    }
    if (signal.aborted) return;
    failures += 1;
    handlers.onState(
      failures >= FAILURES_UNTIL_POLLING ? 'polling' : 'reconnecting',
    );
    await wait(backOffMs(failures, random), signal);
  }
}
