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
  OperationEvent,
  OperationLogEntry,
} from '@meshplane/plugin-meshplane-common';
import { followOperation, mergeLog, type StreamState } from './operationStream';

function entry(seq: number): OperationLogEntry {
  return { seq, at: '2026-11-24T10:00:00.000Z', level: 'info', text: `${seq}` };
}

const END: OperationEvent = { type: 'end', state: 'succeeded' };

/** An API whose log is a list, and whose streams are scripts. */
function apiOf(
  log: OperationLogEntry[],
  streams: Array<(onEvent: (event: OperationEvent) => void) => void>,
) {
  const asked: Array<number | undefined> = [];
  return {
    asked,
    getOperationLog: async (_id: string, query?: { after?: unknown }) => {
      const after = Number(query?.after ?? 0);
      const items = log.filter(item => item.seq > after).slice(0, 2);
      const last = items[items.length - 1];
      return { items, more: last !== undefined && last.seq < log.length };
    },
    streamOperation: async (
      _id: string,
      onEvent: (event: OperationEvent) => void,
      options: { after?: number },
    ) => {
      asked.push(options.after);
      streams.shift()?.(onEvent);
    },
  };
}

async function follow(api: ReturnType<typeof apiOf>, isOver = false) {
  let entries: readonly OperationLogEntry[] = [];
  const states: StreamState[] = [];
  const errors: unknown[] = [];
  await followOperation(
    api,
    'op',
    isOver,
    {
      onEntries: more => {
        entries = mergeLog(entries, more);
      },
      onEvent: () => {},
      onState: state => {
        if (states[states.length - 1] !== state) states.push(state);
      },
      onError: error => errors.push(error),
    },
    new AbortController().signal,
    { wait: async () => {}, random: () => 0 },
  );
  return { seqs: entries.map(item => item.seq), states, errors };
}

describe('following an operation', () => {
  it('reads all pages of the log of one that is over, and opens no stream', async () => {
    const api = apiOf([1, 2, 3, 4, 5].map(entry), []);
    expect(await follow(api, true)).toEqual({
      seqs: [1, 2, 3, 4, 5],
      states: ['connecting', 'ended'],
      errors: [],
    });
    expect(api.asked).toEqual([]);
  });

  it('goes on behind what it has when the stream breaks, and misses nothing', async () => {
    const log = [entry(1)];
    const api = apiOf(log, [
      onEvent => {
        log.push(entry(2), entry(3));
        onEvent({ type: 'log', entry: entry(2) });
        throw new Error('connection reset');
      },
      onEvent => {
        onEvent({ type: 'log', entry: entry(3) });
        log.push(entry(4));
        onEvent(END);
      },
    ]);
    const { seqs, states, errors } = await follow(api);
    expect(seqs).toEqual([1, 2, 3, 4]);
    expect(states).toEqual([
      'connecting',
      'live',
      'reconnecting',
      'live',
      'ended',
    ]);
    expect(errors).toHaveLength(1);
    expect(api.asked).toEqual([1, 3]);
  });
});

describe('merging log entries', () => {
  it('drops what is there and keeps the order', () => {
    const known = [entry(1), entry(3)];
    expect(mergeLog(known, [entry(3)])).toBe(known);
    expect(mergeLog(known, [entry(2), entry(3)]).map(item => item.seq)).toEqual(
      [1, 2, 3],
    );
    expect(mergeLog(known, [entry(4)]).map(item => item.seq)).toEqual([
      1, 3, 4,
    ]);
  });
});
