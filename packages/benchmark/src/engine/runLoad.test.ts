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

import type { LoadProfileInput } from '../model/profile';
import { runResultSchema } from '../model/result';
import {
  response,
  startRawServer,
  TestServer,
} from '../__testUtils__/rawServer';
import { openLoad, runInline, tally } from '../__testUtils__/runInline';
import { startStallServer } from '../__testUtils__/stallServer';
import type { AbortReason, LiveGates, LiveView } from './live';
import { runLoad } from './runLoad';

jest.setTimeout(60_000);

let servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.map(server => server.close()));
  servers = [];
});

const serve = async (...args: Parameters<typeof startRawServer>) => {
  const server = await startRawServer(...args);
  servers.push(server);
  return server;
};

const fast = () => serve(socket => socket.write(response(200)));

describe('runLoad', () => {
  it('runs in threads of its own and merges them without losing a sample', async () => {
    const { url } = await fast();
    const profile: LoadProfileInput = {
      name: 'threads',
      labels: { team: 'shop' },
      endpoints: [{ url }],
      load: openLoad(300, 1),
      connections: 90,
      threads: 3,
    };
    const result = await runLoad(profile);
    expect(tally(result)).toEqual({ sent: 300, ok: 300, errors: {} });
    expect(result).toMatchObject({
      end: 'complete',
      name: 'threads',
      labels: { team: 'shop' },
      precision: 'exact',
      targetRate: 300,
      measuredSeconds: 1,
      generator: { threads: 3 },
    });
    expect(result.latency.response!.count).toBe(300);
    expect(result.latency.lag!.count).toBe(300);
    expect(result.generator.cpuSeconds).toBeGreaterThan(0);
    expect(() => runResultSchema.parse(result)).not.toThrow();
  });

  it('makes one share of a load, beginning when it is told to', async () => {
    const { url } = await fast();
    const begins: number[] = [];
    const share = (index: number) =>
      runInline(
        { endpoints: [{ url }], load: openLoad(101, 1) },
        {
          share: { index, of: 2 },
          awaitStart: async () => {
            begins.push(Date.now() + 50);
            return begins[index];
          },
        },
      );
    const shares = [await share(0), await share(1)];
    expect(shares.map(({ counts }) => counts.sent)).toEqual([51, 50]);
    expect(shares.map(({ targetRate }) => targetRate)).toEqual([50.5, 50.5]);
    expect(shares.map(({ startedAt }) => Date.parse(startedAt!))).toEqual(
      begins,
    );
  });

  it('ends when it is cancelled while it waits for its begin', async () => {
    const { url } = await fast();
    const cancel = new AbortController();
    const result = await runInline(
      { endpoints: [{ url }] },
      {
        signal: cancel.signal,
        awaitStart: () => {
          cancel.abort();
          return new Promise<number>(() => {});
        },
      },
    );
    expect(result).toMatchObject({ end: 'cancelled', counts: { sent: 0 } });
  });

  it('measures what the schedule says, not what the warm-up sends', async () => {
    let requests = 0;
    const { url } = await serve(socket => {
      requests++;
      socket.write(response(requests > 100 ? 200 : 500));
    });
    const result = await runInline({
      endpoints: [{ url }],
      load: openLoad(200, 0.5),
      warmupSeconds: 0.5,
    });
    expect(tally(result)).toEqual({ sent: 100, ok: 100, errors: {} });
    expect(requests).toBe(200);
    // The connections of the warm-up were used again.
    expect(result.counts.reconnects).toBe(0);
  });

  it('cuts the run into seconds by intended start', async () => {
    const { url } = await fast();
    const result = await runInline({
      endpoints: [{ url }],
      load: {
        model: 'open',
        stages: [
          { seconds: 1, from: 100, to: 100 },
          { seconds: 1, from: 200, to: 200 },
        ],
      },
    });
    expect(
      result.slices.map(({ second, scheduled, sent, ok }) => [
        second,
        scheduled,
        sent,
        ok,
      ]),
    ).toEqual([
      [0, 100, 100, 100],
      [1, 200, 200, 200],
    ]);
    expect(result.slices[0].hdr).toMatch(/^HISTFAAA/);
    expect(result.slices[0].bytes).toBe(100 * response(200).length);
  });

  it('spreads requests over weighted endpoints at different places', async () => {
    const one = await fast();
    const other = await serve(socket => socket.write(response(503)));
    const result = await runInline({
      load: openLoad(800, 0.5),
      endpoints: [
        { name: 'home', url: `${one.url}/`, weight: 3 },
        { name: 'search', url: `${other.url}/search`, weight: 1 },
      ],
    });
    const { home, search } = result.endpoints!;
    expect(home.sent + search.sent).toBe(400);
    expect(Math.abs(home.sent - 300)).toBeLessThan(6);
    expect(home).toMatchObject({ ok: home.sent, errors: {} });
    expect(search).toMatchObject({ ok: 0, errors: { http_5xx: search.sent } });
    expect(home.response!.count).toBe(home.sent);
    expect(search.response).toBeUndefined();
  });

  it('keeps every connection busy in a closed loop and calls it that', async () => {
    const { url } = await fast();
    const result = await runInline({
      endpoints: [{ url }],
      connections: 4,
      load: { model: 'closed', seconds: 0.5, pipelining: 3 },
    });
    expect(result.counts.errors).toEqual({});
    expect(result.counts.ok).toBe(result.counts.sent);
    expect(result.counts.ok).toBeGreaterThan(100);
    expect(result.targetRate).toBeUndefined();
    expect(result.validity.notes.join()).toContain('closed loop');
  });

  it('counts latency from when a request should have been sent', async () => {
    const server = await startStallServer(200, 1000);
    servers.push(server);
    const result = await runLoad({
      name: 'stall',
      endpoints: [{ url: server.url }],
      load: openLoad(500, 4),
      connections: 10,
    });
    expect(tally(result)).toEqual({ sent: 2000, ok: 2000, errors: {} });
    const { response: corrected, service } = result.latency;
    // In a fifth of the time nobody answers, so one in ten waits for 100 ms or more: the schedule goes on meanwhile.
    expect(corrected!.percentiles['90']).toBeGreaterThan(70_000);
    expect(corrected!.percentiles['99']).toBeGreaterThan(160_000);
    // What was really sent saw ten of them per stall: the omission that others do not report.
    expect(service!.percentiles['90']).toBeLessThan(70_000);
    expect(result.validity.notes.join()).toContain('connection-limited');
  });

  it('can be cancelled, and keeps what was measured until then', async () => {
    const { url } = await fast();
    const controller = new AbortController();
    const result = await runInline(
      { endpoints: [{ url }], load: openLoad(100, 600) },
      {
        signal: controller.signal,
        onProgress: view => {
          if (view.elapsedSeconds >= 1) {
            controller.abort();
          }
        },
      },
    );
    expect(result.end).toBe('cancelled');
    expect(result.measuredSeconds).toBeGreaterThanOrEqual(1);
    expect(result.measuredSeconds).toBeLessThan(60);
    expect(result.counts.ok).toBe(result.counts.sent);
    expect(result.counts.ok).toBeGreaterThanOrEqual(100);
  });

  it('can be cancelled before it has begun', async () => {
    const { url } = await fast();
    const result = await runInline(
      { endpoints: [{ url }], load: openLoad(100, 600) },
      { signal: AbortSignal.abort() },
    );
    expect(result).toMatchObject({
      end: 'cancelled',
      measuredSeconds: 0,
      counts: { sent: 0 },
    });
  });

  it('ends when a gate says so, and lets the gates judge', async () => {
    const { url } = await serve(socket => socket.write(response(500)));
    const reason: AbortReason = {
      metric: 'errors',
      threshold: 'rate<0.5',
      message: 'every request fails',
    };
    const views: LiveView['phase'][] = [];
    const gates: LiveGates = {
      shouldAbort: view => {
        views.push(view.phase);
        return view.counts.errors.http_5xx > 50 ? reason : undefined;
      },
      judge: (result, aborted) => [
        {
          metric: 'errors',
          threshold: 'rate<0.5',
          verdict: 'fail',
          message: `${result.end}: ${aborted?.message}`,
          aborted: aborted !== undefined,
        },
      ],
    };
    const result = await runInline(
      { endpoints: [{ url }], load: openLoad(100, 600) },
      { gates },
    );
    expect(result.end).toBe('aborted-by-gate');
    expect(result.measuredSeconds).toBeLessThan(60);
    expect(result.gates).toEqual([
      {
        metric: 'errors',
        threshold: 'rate<0.5',
        verdict: 'fail',
        message: 'aborted-by-gate: every request fails',
        aborted: true,
      },
    ]);
    expect(new Set(views)).toEqual(new Set(['measured']));
  });

  it('judges the gates of the profile where nobody brings others', async () => {
    const { url } = await fast();
    const result = await runInline({
      endpoints: [{ url }],
      gates: [{ metric: 'errors', threshold: 'rate<0.5' }],
    });
    expect(result.gates).toMatchObject([
      { metric: 'errors', threshold: 'rate<0.5', aborted: false },
    ]);
  });

  it('goes only where the caller has resolved a name to', async () => {
    const { port } = await fast();
    const asked: string[] = [];
    const result = await runInline(
      { endpoints: [{ url: `http://shop.invalid:${port}/` }] },
      {
        resolve: async host => {
          asked.push(host);
          return ['127.0.0.1'];
        },
      },
    );
    expect(asked).toEqual(['shop.invalid']);
    expect(result.counts.ok).toBe(200);
    await expect(
      runInline(
        { endpoints: [{ url: `http://shop.invalid:${port}/` }] },
        { resolve: async () => [] },
      ),
    ).rejects.toThrow('"shop.invalid" has no address that may be used');
  });

  it('removes secrets from the profile that a result carries', async () => {
    const { url } = await fast();
    const result = await runInline({
      load: openLoad(10, 0.1),
      endpoints: [
        {
          url,
          headers: { Authorization: 'Bearer abc', Accept: 'text/plain' },
          cookies: { session: 'def' },
        },
      ],
    });
    expect(JSON.stringify(result)).not.toMatch(/abc|def"/);
    expect(result.profile!.endpoints[0].headers.Accept).toBe('text/plain');
  });

  it.each([
    [
      'two endpoints of one name',
      { endpoints: [{ url: 'http://a.test' }, { url: 'http://a.test' }] },
      'Two endpoints have the name "http://a.test"',
    ],
    [
      'a header that is none',
      { endpoints: [{ url: 'http://a.test', headers: { 'a b': 'c' } }] },
      '"a b" is no name of an HTTP header',
    ],
    [
      'a header that would smuggle another',
      {
        endpoints: [{ url: 'http://a.test', headers: { a: 'b\r\nX: y' } }],
      },
      'The value of header "a"',
    ],
  ])('rejects %s before it sends anything', async (_, profile, message) => {
    await expect(runInline(profile)).rejects.toThrow(message);
  });
});
