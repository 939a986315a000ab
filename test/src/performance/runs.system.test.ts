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

import type { RunEvent } from '@meshplane/plugin-meshplane-common';
import { databaseKinds } from './stage/databases';
import { loadOn } from './stage/Measurer';
import { allowing, PerformanceStage } from './stage/PerformanceStage';
import type { Target } from './stage/Target';

jest.setTimeout(3 * 60_000);

/** Long enough to be in the middle of it. */
const LONG = 120;

describe.each(databaseKinds)('load tests through the API on %s', kind => {
  let stage: PerformanceStage;
  let target: Target;
  let database: Awaited<ReturnType<PerformanceStage['database']>>;
  let backend: Awaited<ReturnType<PerformanceStage['process']>>;

  const start = () => stage.process(database, allowing('127.0.0.1'));

  beforeAll(async () => {
    stage = new PerformanceStage();
    target = await stage.target();
    database = await stage.database(kind);
    backend = await start();
  });

  afterAll(() => stage?.close());

  it('run a profile, tell how it goes, and keep all of its result', async () => {
    const { api } = backend.measurer;
    const profile = await api.createProfile(
      loadOn(`${target.url}/pay`, {
        gates: [{ metric: 'errors', threshold: 'rate<0.01' }],
      }),
    );
    const { id } = await api.createRun({
      profileId: profile.id,
      release: 'v1',
      labels: { reason: 'test' },
    });
    const events = await backend.measurer.watch(id);
    expect(events[0]).toMatchObject({ type: 'run', run: { id } });
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      run: { state: 'succeeded' },
    });
    expect(secondsOf(events)).toEqual([0, 1, 2]);

    const run = await backend.measurer.ended(id);
    expect(run).toMatchObject({
      state: 'succeeded',
      end: 'complete',
      profileId: profile.id,
      profileVersion: 1,
      release: 'v1',
      targets: [target.address],
      gate: 'pass',
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

    const charts = await api.getRunCharts(id);
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

    const file = await api.exportRun(id, 'meshplane-result');
    const imported = await api.importPerformance({
      fileName: file.fileName,
      content: file.content,
    });
    expect(imported.errors).toEqual([]);
    const copy = await api.getRun(imported.runs[0].id);
    expect(copy.origin).toBe('import');
    expect(copy.headline?.p99).toBe(run.headline?.p99);
  });

  it('end early when somebody cancels, and keep what was measured', async () => {
    const { api } = backend.measurer;
    const { id } = await api.createRun({
      profile: loadOn(target.url, { seconds: LONG }),
    });
    await backend.measurer.hasSeconds(id, 1);
    await api.cancelRun(id);
    const run = await backend.measurer.ended(id);
    expect(run).toMatchObject({ state: 'cancelled', end: 'cancelled' });
    expect((await api.getRunCharts(id)).timeline.length).toBeGreaterThan(0);
    await expect(api.cancelRun(id)).rejects.toThrow('409');
  });

  it('wait for each other where they have the same target', async () => {
    const { api } = backend.measurer;
    const first = await api.createRun({
      profile: loadOn(target.url, { seconds: LONG }),
    });
    const second = await api.createRun({
      profile: loadOn(target.url, { seconds: 1 }),
    });
    await backend.measurer.is(first.id, 'running');
    expect(await api.getRun(second.id)).toMatchObject({
      state: 'queued',
      queuePosition: 1,
    });
    await api.cancelRun(first.id);
    const [before, after] = [
      await backend.measurer.ended(first.id),
      await backend.measurer.ended(second.id),
    ];
    expect(after.state).toBe('succeeded');
    expect(Date.parse(after.startedAt!)).toBeGreaterThanOrEqual(
      Date.parse(before.endedAt!),
    );
  });

  it('are marked when the backend is killed in their middle, and nothing is lost', async () => {
    const { id } = await backend.measurer.api.createRun({
      profile: loadOn(target.url, { seconds: LONG }),
    });
    await backend.measurer.hasSeconds(id, 2);
    const { timeline: stored } = await backend.measurer.api.getRunCharts(id);
    await backend.kill();
    backend = await start();
    const run = await backend.measurer.ended(id);
    expect(run.state).toBe('interrupted');
    expect(run.message).toMatch(/\w/);
    const { timeline } = await backend.measurer.api.getRunCharts(id);
    expect(timeline.slice(0, stored.length)).toEqual(stored);
    // Its generator has ended with the backend: nobody sends any more.
    const { total } = target;
    await backend.measurer.ended(
      (
        await backend.measurer.api.createRun({
          profile: loadOn(`${target.url}/after`, { seconds: 1 }),
        })
      ).id,
    );
    expect(target.total - total).toBe(target.hits.get('/after'));
  });
});

/** The seconds that were told, in their order. */
function secondsOf(events: readonly RunEvent[]): number[] {
  return events.flatMap(event =>
    event.type === 'second' ? [event.point.second] : [],
  );
}
