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

import { waitFor } from '@meshplane/local-cluster';
import { childrenOf } from '../lifecycle/stage/processes';
import { sharedKind } from './stage/databases';
import { loadOn } from './stage/Measurer';
import { allowing, PerformanceStage } from './stage/PerformanceStage';
import { profileToResult, secondsOf } from './stage/profileToResult';
import type { Target } from './stage/Target';

jest.setTimeout(4 * 60_000);

const MINUTE = 60_000;

describe(`two replicas over one database (${sharedKind})`, () => {
  let stage: PerformanceStage;
  let target: Target;
  let scheduleId: string;
  let replicas: Awaited<ReturnType<PerformanceStage['process']>>[];

  beforeAll(async () => {
    stage = new PerformanceStage();
    target = await stage.target();
    const database = await stage.database(sharedKind);
    const start = () => stage.process(database, allowing('127.0.0.1'));
    // One after the other: the first makes the tables.
    replicas = [await start(), await start()];
    const [{ api }] = replicas.map(({ measurer }) => measurer);
    const profile = await api.createProfile(loadOn(target.url, { seconds: 1 }));
    // The next full minute, unless that is too near.
    const soon = new Date(Math.ceil((Date.now() + 2_000) / MINUTE) * MINUTE);
    const schedule = await api.createSchedule({
      name: 'Nightly',
      profileId: profile.id,
      cron: `${soon.getUTCMinutes()} ${soon.getUTCHours()} * * *`,
    });
    scheduleId = schedule.id;
  });

  afterAll(() => stage?.close());

  it('run a profile, which both can tell of', async () => {
    const [one, other] = replicas.map(({ measurer }) => measurer);
    const { events, run, copy } = await profileToResult(one, target, other);
    expect(secondsOf(events)).toEqual([0, 1, 2]);
    expect(run).toMatchObject({
      state: 'succeeded',
      result: { counts: { ok: 150 } },
    });
    expect(copy.headline?.p99).toBe(run.headline?.p99);
    expect(await other.api.getRun(run.id)).toEqual(run);
  });

  it('fire a schedule once', async () => {
    const [, other] = replicas.map(({ measurer }) => measurer);
    const ofSchedule = () => other.api.getRuns({ scheduleId });
    await waitFor(
      'the schedule does not fire',
      async () => (await ofSchedule()).total > 0,
      { timeoutMs: 2.5 * MINUTE, intervalMs: 200 },
    );
    const [{ id }] = (await ofSchedule()).items;
    await other.ended(id);
    expect(await ofSchedule()).toMatchObject({
      total: 1,
      items: [{ origin: 'schedule', state: 'succeeded' }],
    });
  });

  it('tell of the runs of each other, and mark those of one that was killed', async () => {
    const { id } = await replicas[0].measurer.api.createRun({
      profile: loadOn(target.url, { seconds: 120 }),
    });
    await replicas[1].measurer.hasSeconds(id, 1);
    const working = await workingOn(id);
    const [other] = replicas.filter(replica => replica !== working);
    const watched = other.measurer.watch(id);
    await working.kill();
    const run = await other.measurer.ended(id);
    expect(run.state).toBe('interrupted');
    const events = await watched;
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      run: { id, state: 'interrupted' },
    });
    const seconds = secondsOf(events);
    expect(seconds).toEqual(seconds.map((_, index) => index));
    expect(seconds.length).toBeGreaterThan(0);

    // Meanwhile the schedule was looked at again.
    expect(await other.measurer.api.getRuns({ scheduleId })).toMatchObject({
      total: 1,
    });
  });

  /** The replica that has the process which makes the load of a run. */
  async function workingOn(id: string) {
    for (const replica of replicas) {
      const children = await childrenOf(replica.pid);
      if (children.some(({ command }) => command.includes(id))) return replica;
    }
    throw new Error('Neither replica makes load');
  }
});
