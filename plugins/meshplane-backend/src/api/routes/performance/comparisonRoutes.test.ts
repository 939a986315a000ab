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

import request from 'supertest';
import { startApi, type TestApi } from '../../../__testUtils__/startApi';
import { measured } from '../../../performance/results/__testUtils__/measured';
import { headlineOf } from '../../../performance/runs/headline';
import {
  day,
  finished,
  run,
  runPlan,
} from '../../../performance/stores/__testUtils__/rows';

jest.setTimeout(60_000);

const BASE = '/api/meshplane/v1/performance';

describe('comparisons and history over HTTP', () => {
  let api: TestApi;
  const post = (path: string, body: object = {}) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);
  const ids = (side: string, runs: number) =>
    Array.from({ length: runs }, (_, index) => `${side}${index}`);

  beforeAll(async () => {
    api = await startApi({ clusters: [] });
    const { runs } = api.performanceStores;
    for (const [side, level, release] of [
      ['a', 1000, '1.0.0'],
      ['b', 1500, '1.1.0'],
    ] as const)
      for (const [index, id] of ids(side, 5).entries()) {
        const result = measured(id, {
          seconds: 1,
          rate: 1000,
          latency: (_, request_) => level + (request_ % 97) + index,
        });
        await runs.create(
          finished(id, side === 'a' ? 2 : 3, {
            name: 'Checkout',
            release,
            profileId: 'p1',
            profileVersion: 1,
            entityRef: 'component:default/shop',
            headline: { ...headlineOf(result), cpuPerThousand: 0.2 },
          }),
          runPlan(),
        );
        await runs.saveResult(id, result);
      }
    await runs.create(run('waiting'), runPlan());
  });

  it('judges five runs against five, and keeps that under a link', async () => {
    const { body } = await post('/comparisons', {
      a: ids('a', 5),
      b: ids('b', 5),
      save: true,
    });
    expect(body).toMatchObject({
      id: expect.any(String),
      status: 'judged',
      verdict: 'regression',
      reasons: [],
      a: { title: '1.0.0' },
      b: { title: '1.1.0' },
    });
    expect(body.sentence).toMatch(/^"1\.1\.0" is slower than "1\.0\.0": p50 4/);
    expect(body.notes).toEqual([
      expect.stringContaining('were not made in turn'),
    ]);
    expect(body.a.runs).toHaveLength(5);
    expect(body.percentilesA.length).toBeGreaterThan(50);
    const kept = await get(`/comparisons/${body.id}`);
    expect(kept.body).toEqual(body);
    expect((await get('/comparisons/gone')).status).toBe(404);
  });

  it('describes single runs, and judges the cost where it is asked for', async () => {
    const { body } = await post('/comparisons', { a: ['a0'], b: ['b0'] });
    expect(body).toMatchObject({ status: 'described', a: { title: '1.0.0' } });
    expect(body.id).toBeUndefined();
    expect(body.verdict).toBeUndefined();
    expect(body.sentence).toContain('cannot be judged');
    const cost = await post('/comparisons', {
      a: ids('a', 5),
      b: ids('b', 5),
      metrics: ['cpuPerThousand'],
    });
    expect(cost.body.verdict).toBe('no change');
  });

  it('refuses what cannot be compared, with the reason', async () => {
    const { body } = await post('/comparisons', { a: ['a0'], b: ['waiting'] });
    expect(body).toMatchObject({
      status: 'refused',
      sentence:
        'These runs cannot be compared: the run "Run waiting" (waiting) is queued and has no result yet.',
    });
    const same = await post('/comparisons', { a: ['a0'], b: ['b0', 'a0'] });
    expect(same.body.reasons).toEqual([
      'the run "Checkout" (a0) is on both sides',
    ]);
    expect((await post('/comparisons', { a: ['a0'], b: ['x'] })).status).toBe(
      404,
    );
    expect((await post('/comparisons', { a: [], b: ['a0'] })).status).toBe(400);
    const metric = await post('/comparisons', {
      a: ['a0'],
      b: ['b0'],
      metrics: ['beauty'],
    });
    expect(metric.status).toBe(400);
    expect(metric.body.error.message).toContain('There is no metric "beauty"');
  });

  it('finds the release that made a component slower', async () => {
    const { runs } = api.performanceStores;
    for (let index = 0; index < 16; index++)
      await runs.create(
        finished(`h${index}`, 4 + index, {
          entityRef: 'component:default/search',
          profileId: 'p2',
          release: `2.${index}`,
          baseline: index === 0,
          headline: {
            p99: (index < 8 ? 10_000 : 13_000) + 100 * (index % 3),
            achievedRate: 100,
            measuredSeconds: 60,
          },
        }),
        runPlan(),
      );
    const { body } = await get(
      '/history?entityRef=component:default/search&metric=p99',
    );
    expect(body).toMatchObject({ metric: 'p99', unit: 'ms' });
    expect(body.points).toHaveLength(16);
    expect(body.points[0]).toEqual({
      at: day(4),
      release: '2.0',
      value: 10,
      runIds: ['h0'],
      baseline: true,
    });
    expect(body.changePoints).toEqual([
      expect.objectContaining({
        index: 8,
        sentence: expect.stringMatching(
          /^p99 rose by \d+(\.\d+)? % with release "2\.8", from 10(\.\d+)? to 13(\.\d+)? ms\.$/,
        ),
      }),
    ]);
    const releases = await get('/history?profileId=p1&metric=p50');
    expect(
      releases.body.points.map((one: { release: string }) => one.release),
    ).toEqual(['1.0.0', '1.1.0']);
    expect(releases.body.points[0].runIds).toHaveLength(5);
    const neither = await get('/history');
    expect(neither.status).toBe(400);
    expect(neither.body.error.message).toContain('"profileId" or "entityRef"');
  });
});
