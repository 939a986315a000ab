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

import type { MeshplaneEvent } from '@meshplane/plugin-meshplane-common';
import { backOffMs, followEvents, type LiveState } from './liveEvents';

const hello: MeshplaneEvent = { type: 'hello', at: '2026-11-24T00:00:00Z' };

/** Runs `streams` one after the other and stops when they are used up. */
async function follow(
  streams: Array<(onEvent: (event: MeshplaneEvent) => void) => Promise<void>>,
) {
  const abort = new AbortController();
  const states: LiveState[] = [];
  const delays: number[] = [];
  const events: MeshplaneEvent[] = [];
  await followEvents(
    {
      streamEvents: async onEvent => {
        const next = streams.shift();
        if (!next) {
          abort.abort();
          return;
        }
        await next(onEvent);
      },
    },
    {
      onEvent: event => events.push(event),
      onState: state => states.push(state),
    },
    abort.signal,
    {
      wait: async ms => {
        delays.push(ms);
      },
      random: () => 1,
    },
  );
  return { states, delays, events };
}

const broken = async () => {
  throw new Error('connection reset');
};

describe('followEvents', () => {
  it('is live once the first event came and reconnects when the stream breaks', async () => {
    const { states, events, delays } = await follow([
      async onEvent => {
        onEvent(hello);
        throw new Error('connection reset');
      },
      async onEvent => onEvent(hello),
    ]);
    expect(states).toEqual([
      'connecting',
      'live',
      'reconnecting',
      'live',
      'reconnecting',
    ]);
    expect(events).toHaveLength(2);
    expect(delays).toEqual([1000, 1000]);
  });

  it('falls back to polling after three failures and is live again when the stream is', async () => {
    const { states, delays } = await follow([
      broken,
      broken,
      broken,
      async onEvent => onEvent(hello),
    ]);
    expect(states).toEqual([
      'connecting',
      'reconnecting',
      'reconnecting',
      'polling',
      'live',
      'reconnecting',
    ]);
    expect(delays.slice(0, 3)).toEqual([1000, 2000, 4000]);
  });

  it('treats a stream that ends without an error as broken', async () => {
    const { states } = await follow([async () => undefined]);
    expect(states).toEqual(['connecting', 'reconnecting']);
  });
});

describe('backOffMs', () => {
  it('doubles up to half a minute and spreads by half', () => {
    expect(backOffMs(1, () => 1)).toBe(1000);
    expect(backOffMs(4, () => 1)).toBe(8000);
    expect(backOffMs(40, () => 1)).toBe(30_000);
    expect(backOffMs(4, () => 0)).toBe(4000);
  });
});
