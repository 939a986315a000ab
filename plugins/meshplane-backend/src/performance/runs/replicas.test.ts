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
import type { Knex } from 'knex';
import { inputOf, requestOf, setUpRuns, WAIT } from './__testUtils__/setUpRuns';
import type { RunWatchEvent } from './RunService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const never = new AbortController().signal;
const running: { stop(): Promise<void> }[] = [];

afterEach(() => Promise.all(running.splice(0).map(one => one.stop())));

async function replica(
  knex: Knex,
  options: Omit<Parameters<typeof setUpRuns>[0], 'knex'> = {},
) {
  const all = await setUpRuns({ knex, ...options });
  running.push(all.service);
  return all;
}

const SHOP = 'http://shop.example.com/';
const CART = 'http://cart.example.com/';

describe.each(databases.eachSupportedId())('runs on %s', databaseId => {
  it('takes turns per target, in the order in which they were asked for', async () => {
    const { service, stores, runner, load } = await replica(
      await databases.init(databaseId),
      { section: { concurrency: 3 } },
    );
    service.start();
    const first = await service.enqueue(requestOf(SHOP));
    await load(0);
    const second = await service.enqueue(requestOf(SHOP));
    const third = await service.enqueue(requestOf(SHOP));
    const other = await service.enqueue(requestOf(CART));
    await load(1);
    expect(runner.loads.map(({ request }) => request.runId)).toEqual([
      first.id,
      other.id,
    ]);
    expect([...(await stores.runs.queuePositions())]).toEqual([
      [second.id, 1],
      [third.id, 2],
    ]);
    runner.loads[0].finish();
    expect((await load(2)).request.runId).toBe(second.id);
    expect((await stores.runs.get(third.id))?.state).toBe('queued');
    runner.loads[2].finish();
    expect((await load(3)).request.runId).toBe(third.id);
  });

  it('makes no more loads at a time than it may', async () => {
    const { service, stores, runner, load } = await replica(
      await databases.init(databaseId),
    );
    service.start();
    await service.enqueue(requestOf(SHOP));
    const waiting = await service.enqueue(requestOf(CART));
    (await load(0)).finish();
    expect((await load(1)).request.runId).toBe(waiting.id);
    expect(runner.loads).toHaveLength(2);
    runner.loads[1].finish();
    expect(await service.finished(waiting.id, never)).toMatchObject({
      state: 'succeeded',
    });
    expect(await stores.runs.queuePositions()).toEqual(new Map());
  });

  it('cancels what waits without a load', async () => {
    const { service, runner } = await replica(await databases.init(databaseId));
    const { id } = await service.enqueue(requestOf(SHOP));
    expect(await service.cancel(id, 'user:default/ada')).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled by user:default/ada before it began',
    });
    expect(runner.loads).toEqual([]);
  });

  it('shows at one replica what another one runs, and ends it from there', async () => {
    const knex = await databases.init(databaseId);
    const [worker, other] = [await replica(knex), await replica(knex)];
    worker.service.start();
    const { id } = await other.service.enqueue(requestOf(SHOP));
    const load = await worker.load();
    const events: RunWatchEvent[] = [];
    const watching = other.service.watch(
      id,
      event => {
        events.push(event);
      },
      never,
    );
    load.second(0);
    load.second(1, { sent: 7, errors: { http_5xx: 3 } });
    await waitFor(
      'the other replica has not heard of the second',
      () =>
        events.some(
          event => event.type === 'second' && event.point.second === 1,
        ),
      WAIT,
    );
    await waitFor(
      'the other replica has no live view',
      () =>
        events.some(event => event.type === 'live' && event.live.sent === 17),
      WAIT,
    );
    expect(events.findLast(({ type }) => type === 'live')).toMatchObject({
      live: {
        elapsedSeconds: 2,
        plannedSeconds: 10,
        rate: 7,
        errors: { http_5xx: 3 },
      },
    });
    await other.service.cancel(id, 'user:default/grace');
    await watching;
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      run: {
        state: 'cancelled',
        message: 'Cancelled by user:default/grace',
      },
    });
  });

  it('runs each once, whichever replica takes it', async () => {
    const knex = await databases.init(databaseId);
    const replicas = [await replica(knex), await replica(knex)];
    replicas.forEach(({ service }) => service.start());
    const rows = [];
    for (let n = 0; n < 6; n++)
      rows.push(
        await replicas[n % 2].service.enqueue(
          requestOf(`http://s${n}.example.com/`),
        ),
      );
    const ended = new Set<unknown>();
    await waitFor(
      'not all of them have run',
      async () => {
        for (const load of replicas.flatMap(({ runner }) => runner.loads)) {
          if (!ended.has(load)) load.finish();
          ended.add(load);
        }
        return ended.size === 6;
      },
      WAIT,
    );
    for (const { id } of rows)
      expect(await replicas[0].service.finished(id, never)).toMatchObject({
        state: 'succeeded',
      });
    expect(
      replicas
        .flatMap(({ runner }) => runner.loads)
        .map(({ request }) => request.runId)
        .sort(),
    ).toEqual(rows.map(({ id }) => id).sort());
  });

  it('ends all load at every replica when it is switched off, and takes none until it is on again', async () => {
    const knex = await databases.init(databaseId);
    const [worker, other] = [await replica(knex), await replica(knex)];
    worker.service.start();
    const { id } = await worker.service.enqueue(requestOf(SHOP));
    const waiting = await worker.service.enqueue(requestOf(SHOP));
    (await worker.load()).second(0);
    const off = {
      enabled: false,
      reason: 'the shop is down',
      by: 'user:default/grace',
    };
    const message =
      'All load was switched off by user:default/grace: the shop is down';
    expect(await other.service.switch(off)).toMatchObject({
      enabled: false,
      message,
    });
    expect(await other.service.finished(id, never)).toMatchObject({
      state: 'cancelled',
      message,
    });
    expect(await other.service.finished(waiting.id, never)).toMatchObject({
      state: 'cancelled',
      message,
    });
    await expect(worker.service.enqueue(requestOf(SHOP))).rejects.toThrow(
      message,
    );
    expect(worker.runner.loads).toHaveLength(1);
    await other.service.switch({ enabled: true, by: 'user:default/grace' });
    const { id: next } = await other.service.enqueue(requestOf(SHOP));
    (await worker.load(1)).finish();
    expect(await other.service.finished(next, never)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('marks the runs of a replica that is gone, keeps their seconds and cleans up after them', async () => {
    const { service, stores, runner, notifications } = await replica(
      await databases.init(databaseId),
    );
    const input = inputOf(SHOP);
    const gone = { owner: 'gone', until: '2020-01-01T00:00:00.000Z' };
    const row = {
      name: 'Shop',
      targets: ['shop.example.com:80'],
      queueKey: 'shop.example.com:80',
      runner: input.runner,
      generator: 'meshplane',
      origin: 'manual' as const,
      labels: {},
      note: '',
      createdAt: '2020-01-01T00:00:00.000Z',
      createdBy: 'user:default/ada',
      baseline: false,
      state: 'running' as const,
      lease: gone,
    };
    await stores.runs.create(
      { ...row, id: 'half' },
      { load: input.load, input },
    );
    await stores.runs.appendSeconds('half', [
      {
        second: 0,
        scheduled: 10,
        sent: 10,
        ok: 9,
        errors: { reset: 1 },
        bytes: 1,
      },
      { second: 1, scheduled: 10, sent: 10, ok: 10, errors: {}, bytes: 1 },
    ]);
    await stores.runs.create(
      {
        ...row,
        id: 'alive',
        lease: { owner: 'b', until: '2099-01-01T00:00:00.000Z' },
      },
      { load: input.load, input },
    );
    const next = await service.enqueue(requestOf(CART));
    service.start();
    expect(await service.finished('half', never)).toMatchObject({
      state: 'interrupted',
      message:
        'The backend that ran it has gone; what was measured until then is kept',
      end: 'failed',
      validity: 'unknown',
      headline: { measuredSeconds: 2, achievedRate: 10, errorRate: 0.05 },
    });
    expect(await stores.runs.result('half')).toMatchObject({
      measuredSeconds: 2,
      counts: { sent: 20, ok: 19, errors: { reset: 1 } },
      slices: [{ second: 0 }, { second: 1 }],
    });
    await waitFor(
      'nothing was cleaned up',
      () => runner.cleaned.length > 0,
      WAIT,
    );
    expect(runner.cleaned).toEqual(['half']);
    expect(notifications[0]).toEqual({
      title: 'Shop was interrupted',
      to: ['user:default/ada'],
    });
    expect((await stores.runs.get('alive'))?.state).toBe('running');
    expect((await stores.runs.get(next.id))?.state).not.toBe('interrupted');
  });

  it('writes nothing more of a run that another replica has taken for dead', async () => {
    const { service, stores, load } = await replica(
      await databases.init(databaseId),
    );
    service.start();
    const { id } = await service.enqueue(requestOf(SHOP));
    const first = await load();
    await stores.runs.transition(id, ['running'], {
      state: 'interrupted',
      message: 'taken for dead',
    });
    await waitFor(
      'the load was not ended',
      () => first.request.signal.aborted,
      WAIT,
    );
    await service.stop();
    expect(await stores.runs.get(id)).toMatchObject({
      state: 'interrupted',
      message: 'taken for dead',
    });
    expect(await stores.runs.result(id)).toBeUndefined();
  });
});
