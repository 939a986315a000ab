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
  RunEvent,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import { runOf } from '../../dev/performance/runFixtures';
import { followRun, withSecond } from './runStream';

function second(at: number): TimelinePoint {
  return { second: at, scheduled: 1, sent: 1, ok: 1, errors: {}, bytes: 1 };
}

describe('withSecond', () => {
  it('keeps seconds in order and takes each once, as after a reconnect', () => {
    const known = [second(0), second(1)];
    expect(withSecond(known, second(1))).toBe(known);
    expect(withSecond(known, second(2)).map(item => item.second)).toEqual([
      0, 1, 2,
    ]);
    expect(
      withSecond([second(0), second(2)], second(1)).map(item => item.second),
    ).toEqual([0, 1, 2]);
  });
});

describe('followRun', () => {
  it('opens a broken stream again and stops at the end', async () => {
    const states: string[] = [];
    const errors: unknown[] = [];
    const events: RunEvent[] = [];
    let attempts = 0;
    const api = {
      streamRun: async (_: string, onEvent: (event: RunEvent) => void) => {
        attempts += 1;
        onEvent({ type: 'second', point: second(0) });
        if (attempts === 1) throw new Error('connection lost');
        onEvent({ type: 'end', run: runOf('r') });
      },
    };
    await followRun(
      api,
      'r',
      {
        onEvent: event => events.push(event),
        onState: state => states.push(state),
        onError: error => errors.push(error),
      },
      new AbortController().signal,
      { wait: async () => {}, random: () => 0 },
    );
    expect(attempts).toBe(2);
    expect(errors).toEqual([new Error('connection lost')]);
    expect(states).toEqual([
      'connecting',
      'live',
      'reconnecting',
      'live',
      'ended',
    ]);
    expect(events[events.length - 1].type).toBe('end');
  });

  it('stops when nobody looks any more', async () => {
    const abort = new AbortController();
    let attempts = 0;
    await followRun(
      {
        streamRun: async () => {
          attempts += 1;
          abort.abort();
        },
      },
      'r',
      { onEvent: () => {}, onState: () => {}, onError: () => {} },
      abort.signal,
      { wait: async () => {}, random: () => 0 },
    );
    expect(attempts).toBe(1);
  });
});
