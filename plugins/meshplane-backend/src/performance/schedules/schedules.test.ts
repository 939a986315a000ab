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

import { scheduleInputSchema } from '@meshplane/plugin-meshplane-common';
import { finished, runPlan } from '../stores/__testUtils__/rows';
import { databaseIds, storesOn } from '../stores/__testUtils__/storesOn';
import { Portal } from './__testUtils__/replicas';

jest.setTimeout(60_000);

const ADA = 'user:default/ada';
const nightly = (overrides: Record<string, unknown> = {}) =>
  scheduleInputSchema.parse({
    name: 'Nightly',
    profileId: 'p',
    cron: '0 3 * * *',
    ...overrides,
  });

describe.each(databaseIds)('schedules on %s', databaseId => {
  let portal: Portal;
  let x: Awaited<ReturnType<Portal['replica']>>;
  let y: Awaited<ReturnType<Portal['replica']>>;

  beforeEach(async () => {
    portal = new Portal(await storesOn(databaseId));
    x = await portal.replica();
    y = await portal.replica();
    await portal.profile('p');
  });

  const tickAt = async (time: string) => {
    portal.now = new Date(time);
    await Promise.all([x.tick(), y.tick()]);
  };

  it('fire each time once over two replicas, with runs of the newest version', async () => {
    const { id } = await x.service.create(nightly({ repeats: 2 }), ADA);
    await tickAt('2026-01-06T02:59:59Z');
    expect(portal.requests).toEqual([]);
    await tickAt('2026-01-06T03:00:05Z');
    await tickAt('2026-01-06T03:00:25Z');
    expect(portal.requests).toHaveLength(2);
    expect(portal.requests[0]).toMatchObject({
      profile: { id: 'p', version: 1 },
      origin: 'schedule',
      by: ADA,
      scheduleId: id,
    });
    expect(await y.service.find(id)).toMatchObject({
      lastRunIds: ['run-1', 'run-2'],
    });
    await portal.end('succeeded');
    await tickAt('2026-01-07T03:00:00Z');
    expect(portal.requests).toHaveLength(4);
  });

  it('make up for times that were missed with one, and for none from before', async () => {
    await x.service.create(nightly(), ADA);
    await tickAt('2026-01-05T13:00:00Z');
    expect(portal.requests).toEqual([]);
    await tickAt('2026-01-20T10:00:00Z');
    expect(portal.requests).toHaveLength(1);
    await portal.end('succeeded');
    await tickAt('2026-01-20T10:00:20Z');
    expect(portal.requests).toHaveLength(1);
  });

  it('do not fire while they are off, nor afterwards for that time', async () => {
    const { id } = await x.service.create(nightly({ enabled: false }), ADA);
    expect((await x.service.find(id))!.next).toEqual([]);
    await tickAt('2026-01-08T10:00:00Z');
    const on = await y.service.update(id, nightly());
    expect(on.next.slice(0, 2)).toEqual([
      '2026-01-09T03:00:00.000Z',
      '2026-01-10T03:00:00.000Z',
    ]);
    await tickAt('2026-01-08T10:01:00Z');
    // The new expression had a time today already.
    await y.service.update(id, nightly({ cron: '0 8 * * *' }));
    await tickAt('2026-01-08T10:02:00Z');
    expect(portal.requests).toEqual([]);
    await tickAt('2026-01-09T08:00:00Z');
    expect(portal.requests).toHaveLength(1);
  });

  it('leave a time out while the runs of the one before go on', async () => {
    const { id } = await x.service.create(nightly(), ADA);
    await tickAt('2026-01-06T03:00:00Z');
    await tickAt('2026-01-07T03:00:00Z');
    expect(portal.requests).toHaveLength(1);
    const { lastError, lastRunIds } = (await x.service.find(id))!;
    expect(lastError).toBe(
      'Left out at 2026-01-07T03:00:00.000Z: 1 of the runs of the time before have not ended',
    );
    expect(lastRunIds).toEqual(['run-1']);
  });

  it('say why they could not run, to their creator too', async () => {
    const { id } = await x.service.create(nightly({ repeats: 3 }), ADA);
    portal.refusal = 'The switch is off';
    await tickAt('2026-01-06T03:00:00Z');
    expect(portal.requests).toHaveLength(1);
    expect(await x.service.find(id)).toMatchObject({
      lastError: 'The switch is off',
      lastRunIds: ['run-1'],
    });
    expect(portal.notifications).toMatchObject([
      {
        recipients: { entityRef: [ADA] },
        payload: { title: 'Nightly could not run', scope: id },
      },
    ]);
    portal.refusal = undefined;
    await portal.stores.profiles.setArchived('p', true);
    await tickAt('2026-01-07T03:00:00Z');
    expect(portal.requests).toHaveLength(1);
    expect((await x.service.find(id))!.lastError).toBe(
      'The profile "Checkout" is archived',
    );
  });

  describe('with a pinned baseline', () => {
    beforeEach(async () => {
      const { runs } = portal.stores;
      for (const [id, overrides] of Object.entries({
        pinned: { profileId: 'p', baseline: true },
        plain: { profileId: 'p' },
        other: { profileId: 'q', baseline: true },
      }))
        await runs.create(finished(id, 1, overrides), runPlan());
    });

    it('compare when all runs have ended, once, and tell the owners of a regression', async () => {
      const { id } = await x.service.create(nightly({ repeats: 3 }), ADA);
      await tickAt('2026-01-06T03:00:00Z');
      await portal.end('succeeded', ['run-1', 'run-2']);
      await tickAt('2026-01-06T03:05:00Z');
      expect(portal.compared).toEqual([]);
      await portal.end('failed', ['run-3']);
      portal.verdict = 'regression';
      await tickAt('2026-01-06T03:06:00Z');
      await tickAt('2026-01-06T03:07:00Z');
      expect(portal.compared[0]).toMatchObject({
        a: ['pinned'],
        b: ['run-1', 'run-2'],
        save: false,
      });
      expect((await y.service.find(id))!.lastComparison).toEqual({
        at: '2026-01-06T03:06:00.000Z',
        verdict: 'regression',
        sentence: 'It is a regression.',
        baselineRunIds: ['pinned'],
      });
      expect(portal.notifications).toMatchObject([
        {
          recipients: { entityRef: [ADA, 'component:default/shop'] },
          payload: {
            title: 'Nightly has become slower than its baseline',
            link: '/performance/compare?a=pinned&b=run-1&b=run-2&b=run-3',
          },
        },
      ]);
    });

    it('tell nobody where nothing got slower, or nothing was to be compared', async () => {
      const { id } = await x.service.create(nightly(), ADA);
      await tickAt('2026-01-06T03:00:00Z');
      await portal.end('succeeded');
      await tickAt('2026-01-06T03:10:00Z');
      expect((await x.service.find(id))!.lastComparison).toMatchObject({
        verdict: 'no change',
      });
      await x.service.update(id, nightly({ compareWithBaseline: false }));
      await tickAt('2026-01-07T03:00:00Z');
      await portal.end('succeeded');
      await tickAt('2026-01-07T03:10:00Z');
      expect((await x.service.find(id))!.lastComparison).toBeUndefined();
      expect(portal.compared.length).toBeGreaterThan(0);
      expect(portal.notifications).toEqual([]);
    });

    it('say so where no run succeeded, or none is pinned', async () => {
      const { id } = await x.service.create(nightly(), ADA);
      await tickAt('2026-01-06T03:00:00Z');
      await portal.end('failed');
      await tickAt('2026-01-06T03:10:00Z');
      expect((await x.service.find(id))!.lastError).toBe(
        'None of the 1 runs has succeeded, so that nothing could be compared',
      );
      await portal.stores.runs.transition('pinned', ['succeeded'], {
        baseline: false,
      });
      await tickAt('2026-01-07T03:00:00Z');
      await portal.end('succeeded');
      await tickAt('2026-01-07T03:10:00Z');
      const view = (await x.service.find(id))!;
      expect(view.lastError).toBeUndefined();
      expect(view.lastComparison).toEqual({
        at: '2026-01-07T03:10:00.000Z',
        sentence: 'No run of this profile is pinned as its baseline.',
        baselineRunIds: [],
      });
      expect(portal.compared).toEqual([]);
    });
  });

  it('refuse expressions that are none, and those that come before the runs can end', async () => {
    await expect(
      x.service.create(nightly({ cron: '99 3 * * *' }), ADA),
    ).rejects.toThrow('The cron expression "99 3 * * *" cannot be read');
    await expect(
      x.service.create(nightly({ cron: '*/10 * * * *', repeats: 20 }), ADA),
    ).rejects.toThrow(
      'The cron expression "*/10 * * * *" comes every 10 min, but its runs (20) alone take 20 min',
    );
    await expect(
      x.service.create(nightly({ profileId: 'none' }), ADA),
    ).rejects.toThrow('There is no profile "none"');
    expect(await x.service.list()).toEqual([]);
  });

  it('are listed by profile and deleted', async () => {
    const { id } = await x.service.create(nightly(), ADA);
    expect(await y.service.list({ profileId: 'q' })).toEqual([]);
    expect(
      (await y.service.list({ profileId: 'p' })).map(row => row.id),
    ).toEqual([id]);
    await y.service.delete(id);
    await tickAt('2026-01-09T03:00:00Z');
    expect(portal.requests).toEqual([]);
    await expect(x.service.delete(id)).rejects.toThrow(
      `There is no schedule "${id}"`,
    );
    await expect(x.service.update(id, nightly())).rejects.toThrow(
      `There is no schedule "${id}"`,
    );
  });
});
