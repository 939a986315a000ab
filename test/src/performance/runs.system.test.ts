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

import type { TimelinePoint } from '@meshplane/plugin-meshplane-common';
import { loadOn } from './stage/Measurer';
import { allowing, PerformanceStage } from './stage/PerformanceStage';
import { profileToResult, secondsOf } from './stage/profileToResult';
import type { Target } from './stage/Target';

jest.setTimeout(3 * 60_000);

/** Long enough to be in the middle of it. */
const LONG = 120;

describe('load tests through the API', () => {
  let stage: PerformanceStage;
  let target: Target;
  let backend: Awaited<ReturnType<PerformanceStage['process']>>;
  let restart: () => Promise<void>;

  beforeAll(async () => {
    stage = new PerformanceStage();
    target = await stage.target();
    const database = await stage.database('SQLite');
    restart = async () => {
      backend = await stage.process(database, allowing('127.0.0.1'));
    };
    await restart();
  });

  afterAll(() => stage?.close());

  it('run a profile, tell how it goes, and keep all of its result', async () => {
    const { profile, events, run, charts, copy } = await profileToResult(
      backend.measurer,
      target,
    );
    expect(events[0]).toMatchObject({ type: 'run', run: { id: run.id } });
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      run: { state: 'succeeded' },
    });
    expect(secondsOf(events)).toEqual([0, 1, 2]);
    expect(run).toMatchObject({
      state: 'succeeded',
      end: 'complete',
      profileId: profile.id,
      profileVersion: 1,
      release: 'v1',
      targets: [target.address],
      // A generator that a busy machine kept waiting is no judge.
      gate: run.validity === 'valid' ? 'pass' : 'not-judged',
      headline: {
        measuredSeconds: 3,
        targetRate: 50,
        errorRate: 0,
        p50: expect.any(Number),
      },
      result: { counts: { sent: 150, ok: 150 } },
    });
    expect(target.hits.get('/pay')).toBe(150);
    expect(run.environment?.generator.name).toBe('meshplane');

    expect(charts.timeline.map(point => [point.second, point.ok])).toEqual([
      [0, 50],
      [1, 50],
      [2, 50],
    ]);
    expect(charts.percentiles.response.length).toBeGreaterThan(3);
    expect(
      charts.heatmap?.columns.map(({ counts }) =>
        counts.reduce((sum, one) => sum + one, 0),
      ),
    ).toEqual([50, 50, 50]);

    expect(copy.origin).toBe('import');
    expect(copy.headline?.p99).toBe(run.headline?.p99);
  });

  describe('when the backend is killed in the middle of one', () => {
    let killed: string;
    let stored: TimelinePoint[];
    let another: Target;

    beforeAll(async () => {
      another = await stage.target();
      const { api } = backend.measurer;
      const run = await api.createRun({
        profile: loadOn(`${target.url}/killed`, { seconds: LONG }),
      });
      killed = run.id;
      await backend.measurer.hasSeconds(killed, 2);
      stored = (await api.getRunCharts(killed)).timeline;
      await backend.kill();
      await restart();
    });

    it('what was measured until then is there', async () => {
      const { timeline } = await backend.measurer.api.getRunCharts(killed);
      expect(timeline.slice(0, stored.length)).toEqual(stored);
    });

    it('others end early when somebody cancels, and keep what was measured', async () => {
      const { api } = backend.measurer;
      const { id } = await api.createRun({
        profile: loadOn(another.url, { seconds: LONG }),
      });
      await backend.measurer.hasSeconds(id, 1);
      await api.cancelRun(id);
      const run = await backend.measurer.ended(id);
      expect(run).toMatchObject({ state: 'cancelled', end: 'cancelled' });
      const { timeline } = await api.getRunCharts(id);
      expect(timeline.length).toBeGreaterThan(0);
      await expect(api.cancelRun(id)).rejects.toThrow('409');
    });

    it('others wait for each other where they have the same target', async () => {
      const { api } = backend.measurer;
      const first = await api.createRun({
        profile: loadOn(another.url, { seconds: LONG }),
      });
      const second = await api.createRun({
        profile: loadOn(another.url, { seconds: 1 }),
      });
      await backend.measurer.is(first.id, 'running');
      expect(await api.getRun(second.id)).toMatchObject({
        state: 'queued',
        queuePosition: 1,
      });
      await api.cancelRun(first.id);
      const before = await backend.measurer.ended(first.id);
      const after = await backend.measurer.ended(second.id);
      expect(after.state).toBe('succeeded');
      expect(Date.parse(after.startedAt!)).toBeGreaterThanOrEqual(
        Date.parse(before.endedAt!),
      );
    });

    it('the run is marked, its seconds are kept, and nobody sends any more', async () => {
      const { api } = backend.measurer;
      const run = await backend.measurer.ended(killed);
      expect(run.state).toBe('interrupted');
      expect(run.message).toMatch(/\w/);
      const { timeline } = await api.getRunCharts(killed);
      expect(timeline.length).toBeGreaterThan(1);
      const sent = target.hits.get('/killed');
      const { id } = await api.createRun({
        profile: loadOn(target.url, { seconds: 1 }),
      });
      expect((await backend.measurer.ended(id)).state).toBe('succeeded');
      expect(target.hits.get('/killed')).toBe(sent);
    });
  });
});
