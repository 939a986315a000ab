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

import { day, profileInput } from './__testUtils__/rows';
import { databaseIds, storesOn } from './__testUtils__/storesOn';
import type { ExperimentRow, PerformanceStores, ScheduleRow } from './model';

jest.setTimeout(60_000);

const experiment = (
  id: string,
  overrides: Partial<ExperimentRow> = {},
): ExperimentRow => ({
  id,
  name: `Experiment ${id}`,
  state: 'queued',
  createdAt: day(1),
  createdBy: 'user:default/ada',
  toRestore: [],
  input: {
    name: `Experiment ${id}`,
    profile: profileInput(),
    arms: [{ name: 'without' }, { name: 'with' }],
  },
  order: [
    { arm: 'without', round: 0 },
    { arm: 'with', round: 0 },
  ],
  position: 0,
  pendingRestores: [],
  operations: [],
  ...overrides,
});

const schedule = (
  id: string,
  overrides: Partial<ScheduleRow> = {},
): ScheduleRow => ({
  id,
  name: `Schedule ${id}`,
  profileId: 'p',
  cron: '0 3 * * *',
  enabled: true,
  repeats: 3,
  compareWithBaseline: false,
  createdAt: day(1),
  createdBy: 'user:default/ada',
  lastRunIds: [],
  awaiting: false,
  ...overrides,
});

describe.each(databaseIds)('stores of performance on %s', databaseId => {
  let stores: PerformanceStores;

  beforeEach(async () => {
    stores = await storesOn(databaseId);
  });

  it('keep experiments, and change only what is named', async () => {
    const { experiments } = stores;
    const given = experiment('a', { message: 'Waits' });
    await experiments.create(given);
    await experiments.create(experiment('b', { createdAt: day(2) }));
    expect(await experiments.get('a')).toEqual(given);
    const changed = await experiments.update('a', {
      message: undefined,
      position: 1,
      pendingRestores: [{ arm: 'with' }],
      operations: [{ arm: 'with', step: 'set-up', operationId: 'o' }],
    });
    const { message: _, ...rest } = given;
    expect(changed).toEqual({
      ...rest,
      position: 1,
      pendingRestores: [{ arm: 'with' }],
      operations: [{ arm: 'with', step: 'set-up', operationId: 'o' }],
    });
    expect(await experiments.update('a', {})).toEqual(changed);
    expect(await experiments.update('none', { position: 1 })).toBeUndefined();
    const page = await experiments.list({ limit: 1, offset: 0 });
    expect(page).toMatchObject({ total: 2, items: [{ id: 'b' }] });
  });

  it('give an experiment to one replica, and to another when its lease has ended', async () => {
    const { experiments } = stores;
    await experiments.create(experiment('a'));
    await experiments.create(experiment('done', { state: 'succeeded' }));
    const claim = (owner: string, now: number) =>
      experiments.claimNext(owner, day(now), day(now + 1));
    const claims = await Promise.all([claim('x', 1), claim('y', 1)]);
    expect(claims.filter(row => row !== undefined)).toHaveLength(1);
    const owner = claims.find(row => row)!.lease!.owner;
    expect(await experiments.get('a')).toMatchObject({ state: 'running' });
    expect(await experiments.renewLease('a', owner, day(5))).toBe(true);
    expect(await claim('z', 4)).toBeUndefined();
    await experiments.update('a', { state: 'restoring' });
    expect(await claim('z', 6)).toMatchObject({
      id: 'a',
      state: 'restoring',
      lease: { owner: 'z', until: day(7) },
    });
    expect(await experiments.renewLease('a', owner, day(9))).toBe(false);
    expect(await experiments.update('a', { state: 'failed' })).toMatchObject({
      state: 'failed',
    });
    expect((await experiments.get('a'))!.lease).toBeUndefined();
    expect(await claim('z', 10)).toBeUndefined();
  });

  it('keep schedules and what came of them', async () => {
    const { schedules } = stores;
    const given = schedule('a', { lastError: 'Off', lastFiredFor: day(1) });
    await schedules.create(given);
    await schedules.create(
      schedule('b', { profileId: 'q', createdAt: day(2) }),
    );
    expect(await schedules.get('a')).toEqual(given);
    expect((await schedules.list()).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await schedules.list({ profileId: 'q' })).toHaveLength(1);
    await schedules.setOutcome('a', { runIds: ['r1', 'r2'] });
    expect(await schedules.get('a')).toMatchObject({
      lastRunIds: ['r1', 'r2'],
    });
    expect((await schedules.get('a'))!.lastError).toBeUndefined();
    await schedules.setOutcome('a', { error: 'The profile is gone' });
    expect(await schedules.get('a')).toMatchObject({
      lastRunIds: ['r1', 'r2'],
      lastError: 'The profile is gone',
    });
    expect(
      await schedules.update('a', {
        name: 'New',
        profileId: 'p',
        cron: '5 4 * * *',
        enabled: false,
      }),
    ).toMatchObject({ name: 'New', enabled: false, repeats: 1 });
    expect(
      await schedules.update('none', {
        name: 'New',
        profileId: 'p',
        cron: '5 4 * * *',
      }),
    ).toBeUndefined();
    await schedules.delete('a');
    expect(await schedules.get('a')).toBeUndefined();
  });

  it('record one judgement of the last runs of a schedule', async () => {
    const { schedules } = stores;
    await schedules.create(schedule('a'));
    expect(await schedules.judge('a', [], {})).toBe(false);
    await schedules.setOutcome('a', {
      runIds: ['r1', 'r2'],
      error: 'Two of 3',
    });
    const comparison = {
      at: day(2),
      verdict: 'regression' as const,
      sentence: 'Slower.',
      baselineRunIds: ['b'],
    };
    expect(await schedules.judge('a', ['r0'], { comparison })).toBe(false);
    const won = await Promise.all(
      [1, 2].map(() => schedules.judge('a', ['r1', 'r2'], { comparison })),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await schedules.get('a')).toMatchObject({
      awaiting: false,
      lastComparison: comparison,
      lastError: 'Two of 3',
    });
    await schedules.setOutcome('a', { error: 'Left out' });
    expect(await schedules.get('a')).toMatchObject({
      awaiting: false,
      lastComparison: comparison,
      lastError: 'Left out',
    });
    await schedules.setOutcome('a', { runIds: ['r3'] });
    const row = await schedules.get('a');
    expect(row).toMatchObject({ awaiting: true, lastRunIds: ['r3'] });
    expect(row!.lastComparison).toBeUndefined();
    expect(row!.lastError).toBeUndefined();
  });

  it('keep the switch, on until somebody turns it', async () => {
    const { killSwitch } = stores;
    expect(await killSwitch.get()).toEqual({ enabled: true });
    await killSwitch.set({
      enabled: false,
      reason: 'Incident',
      by: 'user:default/ada',
      at: day(1),
    });
    expect(await killSwitch.get()).toEqual({
      enabled: false,
      reason: 'Incident',
      by: 'user:default/ada',
      at: day(1),
    });
    const on = { enabled: true, by: 'user:default/bob', at: day(2) };
    await killSwitch.set(on);
    expect(await killSwitch.get()).toEqual(on);
  });
});
