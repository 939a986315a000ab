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

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ShardControl,
  type ShardMessage,
  shardPlanSchema,
} from '@meshplane/benchmark';
import { ownClock } from './referenceClock';
import { runShard } from './runShard';

jest.setTimeout(60_000);

let server: http.Server;
let url: string;

beforeAll(async () => {
  server = http.createServer((_, response) => response.end('ok'));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function planOf(shards: number, seconds = 1) {
  return shardPlanSchema.parse({
    version: 'meshplane.io/shard-plan/v1',
    runId: 'r',
    load: {
      name: 'x',
      endpoints: [{ url }],
      load: { model: 'open', stages: [{ seconds, from: 31, to: 31 }] },
      connections: 4,
    },
    shards,
    addresses: { '127.0.0.1': ['127.0.0.1'] },
    startTimeoutSeconds: 30,
  });
}

/** A backend that answers as it should, and a reference clock that is a minute ahead. */
function world(
  tell: (message: ShardMessage, say: (control: ShardControl) => void) => void,
) {
  const told: ShardMessage[] = [];
  let say: (control: ShardControl) => void = () => {};
  return {
    told,
    types: () => [...new Set(told.map(({ type }) => type))],
    signal: new AbortController().signal,
    onControl: (listener: typeof say) => {
      say = listener;
    },
    emit: async (message: ShardMessage) => {
      told.push(message);
      tell(message, say);
    },
    reference: async () => ({
      now: ownClock,
      until: (moment: number) =>
        new Promise<void>(resolve => {
          setTimeout(resolve, Math.max(0, moment - ownClock()));
        }),
      ask: async () => Math.floor((ownClock() + 60_000) / 1000) * 1000,
    }),
  };
}

describe('runShard', () => {
  it('makes its share when all begin, on the clock of the reference', async () => {
    const backend = world((message, say) => {
      if (message.type === 'ready')
        say({ prepare: true, startAt: message.now + 300 });
    });
    await expect(runShard(planOf(2), 1, backend)).resolves.toBe(true);
    expect(backend.types()).toEqual(
      expect.arrayContaining(['ready', 'prepared', 'armed', 'result']),
    );
    const ready = backend.told.find(({ type }) => type === 'ready');
    const clock = ready?.type === 'ready' ? ready.clock! : undefined;
    expect(Math.abs(clock!.offsetMs - 60_000)).toBeLessThanOrEqual(
      clock!.uncertaintyMs + 1,
    );
    const last = backend.told.at(-1)!;
    // The first of 31 goes to the other one.
    expect(last).toMatchObject({
      type: 'result',
      shard: 1,
      result: { counts: { sent: 15, ok: 15 } },
    });
    const armed = backend.told.find(({ type }) => type === 'armed');
    const startAt = armed?.type === 'armed' ? armed.startAt : NaN;
    const from = last.type === 'result' ? last.measuredFrom : NaN;
    expect(Math.abs(from - startAt)).toBeLessThan(2);
  });

  it('needs no reference for a single shard, and ends when it is told to', async () => {
    const backend = world((message, say) => {
      if (message.type === 'ready') say({ startAt: message.now + 50 });
      if (message.type === 'live' && message.slices.length > 0)
        say({ stop: true });
    });
    const reference = jest.fn();
    await expect(
      runShard(planOf(1, 600), 0, { ...backend, reference }),
    ).resolves.toBe(true);
    expect(reference).not.toHaveBeenCalled();
    expect(backend.told.at(-1)).toMatchObject({
      type: 'result',
      result: { end: 'cancelled' },
    });
  });

  it('refuses a start that has passed', async () => {
    const backend = world((message, say) => {
      if (message.type === 'ready') say({ startAt: message.now - 100 });
    });
    await expect(runShard(planOf(1), 0, backend)).resolves.toBe(false);
    expect(backend.told.at(-1)).toMatchObject({
      type: 'error',
      message: expect.stringMatching(/^Heard of the start \d+ ms after/),
    });
  });

  it('does not wait for a start that cannot be meant', async () => {
    const backend = world((message, say) => {
      if (message.type === 'ready') say({ startAt: message.now * 2 });
    });
    await expect(runShard(planOf(1), 0, backend)).resolves.toBe(false);
    expect(backend.told.at(-1)).toMatchObject({
      message: expect.stringMatching(/^The start lies \d+ s ahead/),
    });
  });

  it('says that the API server cannot be asked', async () => {
    const backend = world(() => {});
    await expect(
      runShard(planOf(2), 0, {
        ...backend,
        reference: async () => {
          throw new Error('connect ECONNREFUSED');
        },
      }),
    ).resolves.toBe(false);
    expect(backend.told.at(-1)).toMatchObject({
      type: 'error',
      message: expect.stringContaining('connect ECONNREFUSED'),
    });
  });

  it('contacts no host whose address was not checked', async () => {
    const backend = world(() => {});
    await runShard({ ...planOf(1), addresses: {} }, 0, backend);
    expect(backend.told).toMatchObject([
      { type: 'error', message: 'The address of "127.0.0.1" was not checked' },
    ]);
  });
});
