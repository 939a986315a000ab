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

import { RunRefusedError } from '../runs/RunRefusedError';
import type { RunRow } from '../stores/model';
import { profileInput } from '../stores/__testUtils__/rows';
import { databaseIds } from '../stores/__testUtils__/storesOn';
import { resultOf } from './__testUtils__/results';
import {
  ADA,
  experimentOf,
  setUpExperiments,
  viewer,
} from './__testUtils__/setUpExperiments';

jest.setTimeout(60_000);

describe.each(databaseIds)('experiments on %s', databaseId => {
  it('run their sides in turns and tell what each costs beside the first', async () => {
    const { replica, runs } = await setUpExperiments(databaseId);
    runs.measure = ({ experiment }, id) => ({
      result: resultOf(id, experiment!.arm === 'B' ? [3, 9] : [1, 4]),
    });
    const { id } = await replica.service.create(
      experimentOf({
        rounds: 4,
        arms: [
          { name: 'A' },
          {
            name: 'B',
            baseUrl: 'https://proxy.example.com:15443/edge/',
            headers: { 'x-side': 'b' },
          },
        ],
      }),
      ADA,
    );
    const ended = await replica.ended(id);
    expect(runs.order).toBe('ABBABAAB');
    expect(ended).toMatchObject({
      state: 'succeeded',
      message: '8 runs of 2 sides',
      createdBy: ADA,
      done: 8,
      total: 8,
      toRestore: [],
      operations: [],
      may: { cancel: false },
    });
    expect(ended.order.join('')).toBe('ABBABAAB');
    expect(ended.runs.map(run => run.experiment)).toEqual(
      [1, 1, 2, 2, 3, 3, 4, 4].map((round, i) => ({
        id,
        arm: 'ABBABAAB'[i],
        round,
      })),
    );
    expect(ended.overheads).toMatchObject([
      {
        arm: 'B',
        comparison: { sentence: '4 against 4' },
        addedP50Ms: { value: 2, interval: [2, 2] },
        addedP99Ms: { value: 5, interval: [5, 5] },
        addedP99Share: { value: 1.25 },
      },
    ]);
    expect(ended.sentences).toEqual([
      '"B" beside "A": regression; p50 +2 ms (+200 %), 95 % interval +2 to +2, p99 +5 ms (+125 %), 95 % interval +5 to +5',
      'The sides take turns (A = A, B = B): ABBA BAAB',
    ]);
    const [first, second, third] = runs.started.map(({ input }) => input.load);
    expect(first.endpoints[0].url).toBe('http://shop.example.com/pay');
    expect(second.endpoints[0]).toMatchObject({
      url: 'https://proxy.example.com:15443/edge/pay',
      headers: { 'x-side': 'b' },
    });
    // Both runs of a round send at the same instants, those of the next round at others.
    const seeds = [first, second, third].map(
      ({ load }) => load.model === 'open' && load.seed,
    );
    expect(seeds).toEqual([1, 1, 2]);
  });
});

describe('an experiment', () => {
  it('fixes the version of its profile', async () => {
    const { replica, runs, stores } = await setUpExperiments();
    const by = { at: '2026-01-01T00:00:00.000Z', user: ADA };
    await stores.profiles.create({
      id: 'p',
      input: profileInput(),
      createdAt: by.at,
      createdBy: ADA,
      updatedAt: by.at,
      updatedBy: ADA,
    });
    const { id } = await replica.service.create(
      experimentOf({ profile: undefined, profileId: 'p' }),
      ADA,
    );
    const input = profileInput({ description: 'Another one', tags: ['new'] });
    await stores.profiles.addVersion('p', 1, input, by);
    const ended = await replica.ended(id);
    expect(ended.input).toMatchObject({ profileId: 'p', profileVersion: 1 });
    expect(runs.started.map(run => run.input.tags)).toEqual([[], []]);
  });

  it('cools down between runs', async () => {
    const { replica, runs } = await setUpExperiments();
    const { id } = await replica.service.create(
      experimentOf({ coolDownSeconds: 60 }),
      ADA,
    );
    await replica.until('the first run starts', () => runs.order === 'A');
    await replica.timing.advance(50_000);
    expect(runs.order).toBe('A');
    await replica.ended(id);
    expect(runs.order).toBe('AB');
  });

  it('compares no invalid runs, and says so', async () => {
    const { replica, runs } = await setUpExperiments();
    runs.measure = (_, id) => ({
      result: resultOf(id, [1, 4], {
        validity: {
          status: id === 'run-2' ? 'invalid' : 'valid',
          gates: [],
          notes: [],
        },
      }),
    });
    const { id } = await replica.service.create(
      experimentOf({ rounds: 2 }),
      ADA,
    );
    const { overheads, state } = await replica.ended(id);
    expect(state).toBe('succeeded');
    expect(overheads[0].comparison?.sentence).toBe('2 against 1');
    expect(overheads[0].notes[0]).toContain('"run-2" is invalid');
  });

  it('is compared once for the runs that it has, however often it is looked at', async () => {
    const { replica } = await setUpExperiments();
    const { id } = await replica.service.create(experimentOf(), ADA);
    await replica.ended(id);
    const compare = jest.fn(viewer.compare);
    const look = (mayEdit: boolean) =>
      replica.service.get(id, {
        ...viewer,
        compare,
        summarizeRun: run => ({
          ...viewer.summarizeRun(run),
          may: { cancel: false, edit: mayEdit },
        }),
      });
    await look(true);
    const { overheads } = await look(false);
    // The helper that waited for the end had looked as well.
    expect(compare).not.toHaveBeenCalled();
    // What a person may do is not kept with it.
    expect(overheads[0].comparison?.a.runs).toMatchObject([
      { id: 'run-1', may: { edit: false } },
    ]);
  });

  it('ends when a run fails, and names it', async () => {
    const { replica, runs } = await setUpExperiments();
    runs.measure = (_, id) =>
      id === 'run-2'
        ? { failure: 'Nobody listens' }
        : { result: resultOf(id, [1, 4]) };
    const { id } = await replica.service.create(
      experimentOf({ rounds: 6 }),
      ADA,
    );
    expect(await replica.ended(id)).toMatchObject({
      state: 'failed',
      message: 'Run 2 of 12, "B" is failed: Nobody listens',
      done: 1,
    });
    expect(runs.order).toBe('AB');
  });

  it('ends when a guardrail refuses a run in the middle', async () => {
    const { replica, runs } = await setUpExperiments();
    runs.measure = () => {
      throw new RunRefusedError({} as RunRow, [
        { message: 'All load is switched off' },
      ]);
    };
    const { id } = await replica.service.create(experimentOf(), ADA);
    expect(await replica.ended(id)).toMatchObject({
      state: 'failed',
      message: 'All load is switched off',
    });
  });

  it('is cancelled with its run, at once', async () => {
    const { replica, runs } = await setUpExperiments();
    runs.measure = () => undefined;
    const { id } = await replica.service.create(experimentOf(), ADA);
    await replica.until('a run is under way', () => runs.order === 'A');
    const wish = await replica.service.cancel(id, 'user:default/bo', viewer);
    expect(wish.may.cancel).toBe(false);
    const ended = await replica.ended(id);
    expect(ended).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled by user:default/bo',
    });
    expect(ended.runs).toMatchObject([{ id: 'run-1', state: 'cancelled' }]);
    await expect(replica.service.cancel(id, ADA, viewer)).rejects.toThrow(
      'is cancelled already',
    );
  });

  it('is refused before anything happens if the load of a side may not be sent', async () => {
    const { replica, runs } = await setUpExperiments();
    runs.problems = [{ path: 'load.endpoints.0.url', message: 'Not allowed' }];
    await expect(replica.service.create(experimentOf(), ADA)).rejects.toThrow(
      'The load of "A" may not be sent: load.endpoints.0.url: Not allowed',
    );
    const page = await replica.service.list({ limit: 9, offset: 0 }, viewer);
    expect(page.total).toBe(0);
  });

  it('gives all results as SMP, a document for each run', async () => {
    const { replica } = await setUpExperiments();
    const { id } = await replica.service.create(experimentOf(), ADA);
    await replica.ended(id);
    const file = await replica.service.exportSmp(id);
    const text = Buffer.from(file.content, 'base64').toString();
    const documents = text.split('---\n');
    expect(documents).toHaveLength(2);
    expect(documents[0]).toContain('meshplane.io/arm: A');
    expect(documents[1]).toContain('meshplane.io/arm: B');
    expect(documents[1]).toMatch(/p99: 4$/m);
    expect(file.warnings).toContain(
      'Not in the file: Counts of requests, errors and statuses',
    );
  });
});

describe('what is wrong with an experiment', () => {
  it.each([
    [
      'two sides of one name',
      { arms: [{ name: 'A' }, { name: 'A' }] },
      'Two sides have the name "A" (arms.1.name)',
    ],
    [
      'no load',
      { profile: undefined },
      'An experiment needs "profileId" or "profile"',
    ],
    [
      'a profile that is not there',
      { profile: undefined, profileId: 'none' },
      'No profile "none"',
    ],
  ])('is named: %s', async (_, overrides, message) => {
    const { replica } = await setUpExperiments();
    await expect(
      replica.service.create(experimentOf(overrides), ADA),
    ).rejects.toThrow(message);
  });
});
