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

import { TestDatabases } from '@backstage/backend-test-utils';
import { waitFor } from '@meshplane/local-cluster';
import { requestOf, setUpRuns, WAIT } from './__testUtils__/setUpRuns';
import type { RunWatchEvent } from './RunService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const never = new AbortController().signal;
const running: { stop(): Promise<void> }[] = [];

async function setUp(
  options: Omit<Parameters<typeof setUpRuns>[0], 'knex'> = {},
) {
  const all = await setUpRuns({
    knex: await databases.init('SQLITE_3'),
    ...options,
  });
  all.service.start();
  running.push(all.service);
  return all;
}

afterEach(() => Promise.all(running.splice(0).map(one => one.stop())));

const SHOP = 'http://shop.example.com/';

describe('a run', () => {
  it('goes from the queue to its result, and tells all of it to those who watch', async () => {
    const { service, stores, load, marks, notifications } = await setUp();
    const { id } = await service.enqueue(
      requestOf(SHOP, {}, { labels: { team: 'shop' } }),
    );
    const events: RunWatchEvent[] = [];
    const watching = service.watch(
      id,
      event => {
        events.push(event);
      },
      never,
    );
    const first = await load();
    first.second(0);
    await waitFor(
      'the first second was not told',
      () => events.some(({ type }) => type === 'second'),
      WAIT,
    );
    first.live({ rate: 42 });
    await waitFor(
      'the live view was not told',
      () =>
        events.some(event => event.type === 'live' && event.live.rate === 42),
      WAIT,
    );
    // A late answer changes a second that was told.
    first.second(0, { ok: 11 });
    first.second(1);
    first.finish();
    await watching;

    const seconds = events.flatMap(event =>
      event.type === 'second' ? [event.point.second] : [],
    );
    expect(seconds).toEqual([...new Set(seconds)]);
    expect(events[0]).toMatchObject({ type: 'run' });
    const states = events.flatMap(event =>
      event.type === 'run' ? [event.run.state] : [],
    );
    expect(states.at(-1)).toBe('succeeded');
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      run: { id, state: 'succeeded' },
    });

    expect(await stores.runs.get(id)).toMatchObject({
      state: 'succeeded',
      targets: ['shop.example.com:80'],
      generator: 'meshplane',
      validity: 'valid',
      end: 'complete',
      release: 'sha256:abc',
      headline: {
        p50: 2000,
        p99: 8000,
        achievedRate: 10,
        errorRate: 0,
        cpuPerThousand: 0.75,
        memoryBytes: 1500,
      },
    });
    expect(await stores.runs.result(id)).toMatchObject({
      id,
      name: 'Shop',
      labels: { team: 'shop' },
    });
    expect(await stores.runs.environment(id)).toMatchObject({
      mtls: 'strict',
      generator: { name: 'meshplane', host: 'here' },
    });
    expect((await stores.runs.resources(id))?.uses.at(-1)).toEqual({
      role: 'generator',
      cpuMean: 0.5,
    });
    expect(marks).toEqual(['begin Shop', 'end succeeded']);
    expect(notifications).toEqual([
      { title: 'Shop has ended', to: ['user:default/ada'] },
    ]);
  });

  it('is told from its beginning to those who come when it has ended', async () => {
    const { service, load } = await setUp();
    const { id } = await service.enqueue(requestOf(SHOP));
    const slice = { scheduled: 1, sent: 1, ok: 1, errors: {}, bytes: 1 };
    (await load()).finish({
      slices: [
        { second: 0, ...slice },
        { second: 1, ...slice },
      ],
    });
    await service.finished(id, never);
    const events: string[] = [];
    await service.watch(
      id,
      event => {
        events.push(event.type);
      },
      never,
    );
    expect(events).toEqual(['run', 'second', 'second', 'end']);
    await expect(service.watch('nobody', () => {}, never)).rejects.toThrow(
      'There is no run "nobody"',
    );
  });

  it('gets its secrets for the load only', async () => {
    const { service, stores, load } = await setUp();
    const { id } = await service.enqueue(
      requestOf(SHOP, {
        load: {
          endpoints: [{ url: SHOP, headers: { 'X-Key': '${secret:TOKEN}' } }],
        },
      }),
    );
    const first = await load();
    expect(first.request.load.endpoints[0].headers).toEqual({
      'X-Key': 's3cr3t-value',
    });
    expect(first.request.hasSecretHeaders).toBe(true);
    expect([...first.request.addresses]).toEqual([
      ['shop.example.com', ['93.184.216.34']],
    ]);
    first.finish();
    await service.finished(id, never);
    const kept = await stores.runs.result(id);
    expect(kept?.profile?.endpoints[0].headers).toEqual({
      'X-Key': '${secret:TOKEN}',
    });
    expect(JSON.stringify(await stores.runs.plan(id))).not.toContain('s3cr3t');
  });

  it('fails with the reason, and keeps what was measured', async () => {
    const { service, stores, load, notifications } = await setUp();
    const { id } = await service.enqueue(requestOf(SHOP));
    const first = await load();
    first.second(0);
    first.second(1);
    first.fail('The process that made the load was ended by SIGKILL');
    const row = await service.finished(id, never);
    expect(row).toMatchObject({
      state: 'failed',
      message: 'The process that made the load was ended by SIGKILL',
      end: 'failed',
      validity: 'unknown',
    });
    expect(await stores.runs.result(id)).toMatchObject({
      measuredSeconds: 2,
      counts: { sent: 20, ok: 20 },
    });
    expect(notifications).toEqual([
      { title: 'Shop has failed', to: ['user:default/ada'] },
    ]);
  });

  it('is not failed by what looks at it', async () => {
    const broken = () => {
      throw new Error('no Prometheus');
    };
    const { service, stores, load } = await setUp({
      observers: {
        resources: { watch: broken },
        environment: { read: () => Promise.reject(new Error('no cluster')) },
        annotator: {
          begin: () => Promise.reject(new Error('no Grafana')),
          end: () => Promise.reject(new Error('no Grafana')),
        },
      },
    });
    const { id } = await service.enqueue(requestOf(SHOP));
    (await load()).finish();
    expect(await service.finished(id, never)).toMatchObject({
      state: 'succeeded',
    });
    expect(await stores.runs.resources(id)).toMatchObject({
      status: 'unavailable',
      uses: [{ role: 'generator' }],
    });
    expect(await stores.runs.environment(id)).toMatchObject({
      unknown: ['The environment could not be read'],
    });
  });

  it('does not lose its result to a database that is away for a moment', async () => {
    const { service, stores, load } = await setUp();
    const { id } = await service.enqueue(requestOf(SHOP));
    const first = await load();
    const saveResult = jest
      .spyOn(stores.runs, 'saveResult')
      .mockRejectedValueOnce(new Error('connection lost'));
    jest
      .spyOn(stores.runs, 'saveResources')
      .mockRejectedValueOnce(new Error('connection lost'));
    first.finish();
    expect(await service.finished(id, never)).toMatchObject({
      state: 'succeeded',
    });
    expect(saveResult).toHaveBeenCalledTimes(2);
    expect(await stores.runs.result(id)).toMatchObject({ end: 'complete' });
  });

  it('stops by itself when too much fails', async () => {
    const { service, stores, load } = await setUp();
    const { id } = await service.enqueue(
      requestOf(SHOP, { stopAtErrorRate: 0.5 }),
    );
    const first = await load();
    first.live({ elapsedSeconds: 3, ok: 1, errors: { http_5xx: 50 } });
    expect(first.request.signal.aborted).toBe(false);
    first.live({ elapsedSeconds: 6, ok: 40, errors: { http_5xx: 60 } });
    const row = await service.finished(id, never);
    expect(row).toMatchObject({
      state: 'failed',
      message:
        'Stopped: 60 % of the requests of the last 6 s failed, the limit is 50 %',
      end: 'aborted-by-gate',
    });
    expect((await stores.runs.result(id))?.warnings).toContain(row.message);
  });

  it('judges its gates, and tells the owners of what has failed them', async () => {
    const { service, load, notifications } = await setUp();
    const { id } = await service.enqueue(
      requestOf(SHOP, {
        entityRef: 'component:default/shop',
        load: { gates: [{ metric: 'errors', threshold: 'rate<0.01' }] },
      }),
    );
    (await load()).finish({
      counts: { sent: 100, ok: 50, errors: { http_5xx: 50 }, statuses: {} },
    });
    expect(await service.finished(id, never)).toMatchObject({
      state: 'succeeded',
      gate: 'fail',
    });
    expect(notifications).toEqual([
      {
        title: 'Shop has failed its gates',
        to: ['user:default/ada', 'component:default/shop'],
      },
    ]);
  });

  it('that was ended early has no verdict', async () => {
    const { service, stores, load } = await setUp();
    const { id } = await service.enqueue(
      requestOf(SHOP, {
        load: { gates: [{ metric: 'errors', threshold: 'rate<0.01' }] },
      }),
    );
    await load();
    await service.cancel(id, 'user:default/grace');
    expect(await service.finished(id, never)).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled by user:default/grace',
      gate: 'not-judged',
    });
    expect((await stores.runs.result(id))?.end).toBe('cancelled');
    await expect(service.cancel(id, 'user:default/ada')).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await expect(service.cancel('nobody', 'x')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('is interrupted when the backend stops, with its result', async () => {
    const { service, stores, load } = await setUp();
    const { id } = await service.enqueue(requestOf(SHOP));
    await load();
    await service.stop();
    expect(await stores.runs.get(id)).toMatchObject({
      state: 'interrupted',
      message: 'The backend was shut down while it ran',
      end: 'cancelled',
    });
    expect(await stores.runs.result(id)).toMatchObject({ end: 'cancelled' });
  });
});
