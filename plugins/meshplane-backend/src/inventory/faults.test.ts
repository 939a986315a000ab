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

import { CRD_KIND } from './kinds';
import { CRDS, FakeApi, pod, PODS } from './__testUtils__/FakeApi';
import { eventually, Harness } from './__testUtils__/harness';

/** A watch of pods that has begun, over a cluster with one pod. */
async function watching(harness: Harness, api: FakeApi) {
  api.put(PODS, pod('shop', 'cart'));
  await harness.started(api);
  await eventually(() => api.openWatches(PODS) === 1);
}

function eventLine(name: string, version: number): string {
  const object = pod('shop', name);
  return JSON.stringify({
    type: 'ADDED',
    object: {
      ...object,
      metadata: {
        ...object.metadata,
        uid: name,
        resourceVersion: String(version),
      },
    },
  });
}

describe('inventory in trouble', () => {
  let api: FakeApi;
  let harness: Harness;

  beforeEach(() => {
    api = new FakeApi();
    harness = new Harness();
  });

  afterEach(async () => {
    await harness.inventory.stop();
  });

  it('puts events together that arrive in pieces, even within a character', async () => {
    await watching(harness, api);
    const line = Buffer.from(
      `${eventLine('größe', 900)}\n${eventLine('two', 901)}\n`,
    );
    const middle = line.indexOf('ö') + 1;
    api.sendRaw(PODS, line.subarray(0, 10));
    api.sendRaw(PODS, line.subarray(10, middle));
    api.sendRaw(PODS, line.subarray(middle));
    const snapshot = await harness.until(one => one.count('Pod') === 3);
    expect(snapshot.get('Pod', 'shop', 'größe')?.metadata.name).toBe('größe');
  });

  it.each(['status', 'event'] as const)(
    'lists anew when the version is too old, told as %s',
    async how => {
      await watching(harness, api);
      api.goneAs = how;
      api.putUnseen(PODS, pod('shop', 'missed'));
      api.oldestVersion = api.currentVersion;
      api.endWatches(PODS, 'broken');
      const snapshot = await harness.until(one => one.count('Pod') === 2);
      expect(snapshot.info.completeness).toBe('complete');
      expect(harness.state('Pod')).toMatchObject({
        state: 'synced',
        relists: 1,
      });
      await eventually(() => api.openWatches(PODS) === 1);
    },
  );

  it('goes on from the last bookmark after a broken connection, without a list', async () => {
    await watching(harness, api);
    const lists = api.lists(PODS);
    for (let i = 0; i < 3; i += 1)
      api.putUnseen('/api/v1/other', pod('x', `y${i}`));
    api.bookmark(PODS);
    const version = api.currentVersion;
    await eventually(() => harness.state('Pod')?.lastEventAt !== undefined);
    api.endWatches(PODS, 'broken');
    await eventually(() => api.openWatches(PODS) === 1);
    expect(api.lists(PODS)).toBe(lists);
    const last = api.requests
      .filter(({ path }) => path.startsWith(`${PODS}?watch`))
      .pop();
    expect(last?.path).toContain(`resourceVersion=${version}&`);
    expect(last?.path).toContain('allowWatchBookmarks=true');
  });

  it('misses nothing that happens while a watch is down', async () => {
    await watching(harness, api);
    api.refuse(PODS, 0);
    api.endWatches(PODS, 'broken');
    await harness.until(() => harness.state('Pod')?.state === 'failing');
    expect(harness.inventory.snapshot('one').availability('Pod')).toBe(
      'synced',
    );
    api.put(PODS, pod('shop', 'meanwhile'));
    api.allow(PODS);
    const snapshot = await harness.until(
      one => one.count('Pod') === 2 && one.info.completeness === 'complete',
    );
    expect(snapshot.get('Pod', 'shop', 'meanwhile')?.metadata.name).toBe(
      'meanwhile',
    );
    expect(harness.state('Pod')).toMatchObject({ state: 'synced', relists: 0 });
    expect(harness.access.failures.length).toBeGreaterThan(0);
  });

  it.each([
    ['a line that is no JSON', '{"type": "ADD\n'],
    ['JSON that is no event', '[1, 2]\n'],
    ['an event of unknown type', '{"type": "SURPRISE", "object": {}}\n'],
    [
      'an event without a version',
      '{"type": "ADDED", "object": {"metadata": {}}}\n',
    ],
    ['a line without an end', 'x'.repeat(5_000)],
    [
      'an error without a code',
      '{"type": "ERROR", "object": {"message": "boom"}}\n',
    ],
  ])('lists anew after %s', async (_what, text) => {
    harness = new Harness({ maxLineBytes: 4_000 });
    await watching(harness, api);
    api.putUnseen(PODS, pod('shop', 'missed'));
    api.sendRaw(PODS, text);
    await harness.until(one => one.count('Pod') === 2);
    expect(harness.state('Pod')).toMatchObject({ state: 'synced', relists: 1 });
  });

  it('reports a forbidden kind, keeps the others and asks again, ever more slowly', async () => {
    harness = new Harness({
      backoffInitialMs: 100_000,
      slowRetryMs: 300_000,
      watchIdleMs: 9_000_000,
    });
    api.put(PODS, pod('shop', 'cart'));
    api.refuse(PODS, 403);
    harness.access.connect('one', api);
    harness.inventory.start();
    const partial = await harness.until(
      one => one.info.completeness === 'partial',
    );
    expect(partial.availability('Pod')).toBe('unknown');
    expect(partial.availability('Service')).toBe('synced');
    expect(harness.state('Pod')).toMatchObject({
      state: 'forbidden',
      error: 'refused 403',
    });

    const waited = async (milliseconds: number) => {
      await eventually(() => harness.clock.pending().includes(milliseconds));
      harness.clock.elapse(milliseconds);
    };
    await waited(75_000);
    await eventually(() => api.lists(PODS) === 2);
    await waited(150_000);
    await eventually(() => api.lists(PODS) === 3);
    api.allow(PODS);
    await waited(225_000);
    const whole = await harness.until(
      one => one.info.completeness === 'complete',
    );
    expect(whole.count('Pod')).toBe(1);
  });

  it.each([403, 404])(
    'keeps what it has read while an API server that starts answers %d',
    async status => {
      await watching(harness, api);
      const asked = () =>
        api.requests.filter(({ path }) => path.startsWith(PODS)).length;
      const before = asked();
      api.refuse(PODS, status);
      api.endWatches(PODS, 'broken');
      await eventually(() => asked() === before + 2);
      api.allow(PODS);
      await eventually(() => api.openWatches(PODS) === 1);
      const counts = harness.deltas.map(({ snapshot }) =>
        snapshot.count('Pod'),
      );
      expect(counts.lastIndexOf(0)).toBeLessThan(counts.indexOf(1));
      expect(harness.inventory.snapshot('one').count('Pod')).toBe(1);
    },
  );

  it('forgets what it may no longer read', async () => {
    await watching(harness, api);
    api.refuse(PODS, 403);
    api.endWatches(PODS, 'cleanly');
    const snapshot = await harness.until(
      one => one.availability('Pod') === 'unknown',
    );
    expect(snapshot.list('Pod')).toEqual([]);
  });

  it('tells a kind that is not served from one that may not be read', async () => {
    api.refuse('/apis/batch/v1/jobs', 404);
    const snapshot = await harness.started(api);
    expect(snapshot.availability('Job.batch')).toBe('absent');
    expect(harness.state('Job.batch')?.state).toBe('absent');
    expect(snapshot.kinds()).not.toContain('Job.batch');
  });

  it('stops when the credentials are refused, until there is a new connection', async () => {
    await watching(harness, api);
    harness.access.onFailure = () => harness.access.connect('one', undefined);
    api.refuse('*', 401);
    harness.clock.elapse(2_000);
    api.endWatches(PODS, 'cleanly');
    const stale = await harness.until(one => one.info.completeness === 'stale');
    expect(stale.count('Pod')).toBe(1);
    expect(harness.access.failures).toHaveLength(1);
    expect(harness.access.failures[0]).toMatchObject({
      cluster: 'one',
      error: { status: 401 },
    });
    await eventually(() => api.openWatches() === 0);
    const requests = api.requests.length;
    harness.clock.elapse(600_000);
    expect(api.requests).toHaveLength(requests);

    api.allow('*');
    api.put(PODS, pod('shop', 'later'));
    harness.access.connect('one', api);
    const fresh = await harness.until(
      one => one.info.completeness === 'complete',
    );
    expect(fresh.count('Pod')).toBe(2);
  });

  it('tries again by itself when the health check does not share the refusal', async () => {
    harness = new Harness({ backoffMaxMs: 30_000 });
    await watching(harness, api);
    api.refuse('*', 401);
    api.endWatches(PODS, 'cleanly');
    await harness.until(one => one.info.completeness === 'stale');
    api.allow('*');
    await eventually(() => api.openWatches() === 0);
    harness.clock.elapse(30_000);
    const snapshot = await harness.until(
      one => one.info.completeness === 'complete',
    );
    expect(snapshot.count('Pod')).toBe(1);
  });

  it('keeps the last snapshot of a cluster that goes away and reads anew when it is back', async () => {
    await watching(harness, api);
    harness.access.connect('one', undefined);
    const stale = await harness.until(one => one.info.completeness === 'stale');
    expect(stale.count('Pod')).toBe(1);
    expect(stale.availability('Pod')).toBe('synced');
    await eventually(() => api.openWatches() === 0);

    // Another cluster under the same name: nothing of the first one may be left.
    const rebuilt = new FakeApi();
    rebuilt.put(PODS, pod('new', 'other'));
    harness.access.connect('one', rebuilt);
    const fresh = await harness.until(
      one => one.info.completeness === 'complete',
    );
    expect(fresh.list('Pod').map(one => one.metadata.name)).toEqual(['other']);
  });

  it('drops a cluster that is removed', async () => {
    await watching(harness, api);
    harness.access.remove('one');
    expect(harness.inventory.snapshot('one')).toMatchObject({
      version: 0,
      info: { completeness: 'loading' },
    });
    expect(harness.inventory.kinds('one')).toEqual([]);
    await eventually(() => api.openWatches() === 0);
  });

  it('reads one cluster while another one hangs and a third one refuses everything', async () => {
    const hanging = new FakeApi();
    hanging.request = () => new Promise(() => {});
    const broken = new FakeApi();
    broken.refuse('*', 500);
    harness.access.connect('hanging', hanging);
    harness.access.connect('broken', broken);
    const snapshot = await harness.started(api);
    expect(snapshot.info.completeness).toBe('complete');
    expect(harness.inventory.snapshot('hanging').info.completeness).toBe(
      'loading',
    );
    await harness.until(one => one.info.completeness === 'partial', 'broken');
    expect(harness.state('Pod', 'broken')).toMatchObject({
      state: 'failing',
      error: 'refused 500',
    });
    harness.access.remove('hanging');
  });

  it('takes a watch without a sign of life for dead and goes on', async () => {
    await watching(harness, api);
    const watches = () =>
      api.requests.filter(({ path }) => path.startsWith(`${PODS}?watch`))
        .length;
    const before = watches();
    harness.clock.elapse(151_000);
    await eventually(() => watches() > before);
    await eventually(() => api.openWatches(PODS) === 1);
    expect(api.lists(PODS)).toBe(1);
  });

  it('waits longer from failure to failure, up to a limit', async () => {
    harness = new Harness({ backoffInitialMs: 2_000, backoffMaxMs: 16_000 });
    api.refuse(CRDS, 503);
    harness.access.connect('one', api);
    harness.inventory.start();
    const attempt = async (failures: number, wait: number) => {
      await eventually(() => api.lists(CRDS) === failures);
      await eventually(() => harness.clock.pending().includes(wait));
      harness.clock.elapse(wait);
    };
    // Half of each wait is fixed, half of the other half is the test clock's chance.
    await attempt(1, 1_500);
    await attempt(2, 3_000);
    await attempt(3, 6_000);
    await attempt(4, 12_000);
    await attempt(5, 12_000);
    await eventually(() => api.lists(CRDS) === 6);
    expect(harness.state(CRD_KIND)).toMatchObject({
      state: 'failing',
      error: 'refused 503',
    });
  });
});
