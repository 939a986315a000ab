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

import { experimentInputSchema } from '@meshplane/plugin-meshplane-common';
import request from 'supertest';
import { clusterOf } from '../../../__testUtils__/fakes';
import { startApi, type TestApi } from '../../../__testUtils__/startApi';
import type { ExperimentViewer } from '../../../performance/experiments';
import type { ScheduleView } from '../../../performance/schedules/ScheduleService';
import {
  day,
  finished,
  profileInput,
  runPlan,
} from '../../../performance/stores/__testUtils__/rows';

const BASE = '/api/meshplane/v1/performance';

describe('schedules, experiments and connections over HTTP', () => {
  let api: TestApi;
  const asked: unknown[] = [];
  const post = (path: string, body: object = {}) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);

  const schedule: ScheduleView = {
    id: 's1',
    name: 'Nightly',
    profileId: 'p1',
    cron: '0 3 * * *',
    enabled: true,
    repeats: 5,
    compareWithBaseline: true,
    createdAt: day(1),
    createdBy: 'user:default/mock',
    next: [day(2)],
    lastRunIds: [],
  };
  const summary = {
    id: 'e1',
    name: 'mesh or not',
    state: 'running' as const,
    createdAt: day(1),
    createdBy: 'user:default/mock',
    arms: ['without', 'with'],
    order: ['without', 'with'],
    done: 1,
    total: 2,
    toRestore: [],
    may: { cancel: true },
  };
  const input = {
    name: 'mesh or not',
    profileId: 'p1',
    arms: [
      { name: 'without' },
      { name: 'with', baseUrl: 'http://mesh.example.com' },
    ],
  };

  beforeAll(async () => {
    const detail = async (id: string, viewer: ExperimentViewer) => ({
      ...summary,
      id,
      input: experimentInputSchema.parse(input),
      runs: [viewer.summarizeRun(finished('r1', 1))],
      overheads: [],
      operations: [],
      sentences: [(await viewer.compare({ a: ['r1'], b: ['r2'] })).sentence],
    });
    api = await startApi({
      clusters: [clusterOf('edge')],
      performance: {
        schedules: {
          list: async query => {
            asked.push(['list', query]);
            return [schedule];
          },
          find: async id => (id === 's1' ? schedule : undefined),
          create: async (given, by) => {
            asked.push(['create', given.cron, by]);
            return schedule;
          },
          update: async (id, given) => {
            asked.push(['update', id, given.enabled]);
            return { ...schedule, enabled: given.enabled };
          },
          delete: async id => {
            asked.push(['delete', id]);
          },
        },
        experiments: {
          create: async (given, by) => {
            asked.push(['experiment', given.rounds, by]);
            return { id: 'e1' };
          },
          list: async () => ({ items: [summary], total: 1 }),
          get: detail,
          cancel: async (id, by) => {
            asked.push(['cancel', id, by]);
            return { ...summary, state: 'restoring' as const };
          },
          exportSmp: async () => ({
            fileName: 'e1.yaml',
            mediaType: 'application/yaml',
            content: '',
            warnings: [],
          }),
        },
        connections: {
          list: async () => [
            {
              name: 'prom',
              kind: 'prometheus',
              clusters: ['edge'],
              url: 'http://prom.example.com',
              state: 'connected',
              message: 'Fine',
            },
          ],
          diagnose: async connection => ({ connection, steps: [] }),
        },
        dashboards: {
          list: async query => {
            asked.push(['boards', query]);
            return { items: [] };
          },
          panel: async () => ({ title: 'CPU', series: [], notes: [] }),
        },
      },
    });
    const { experiments, profiles, runs } = api.performanceStores;
    await profiles.create({
      id: 'p1',
      input: profileInput(),
      createdAt: day(1),
      createdBy: 'user:default/ada',
      updatedAt: day(1),
      updatedBy: 'user:default/ada',
    });
    for (const id of ['r1', 'r2'])
      await runs.create(finished(id, 1), runPlan());
    await experiments.create({
      ...summary,
      input,
      order: [],
      position: 0,
      pendingRestores: [],
      operations: [],
    });
  });

  beforeEach(() => asked.splice(0));

  it('makes, changes, lists and removes schedules', async () => {
    const body = { name: 'Nightly', profileId: 'p1', cron: '0 3 * * *' };
    const created = await post('/schedules', body);
    expect(created.body).toEqual({ ...schedule, may: { edit: true } });
    const off = await post('/schedules/s1', { ...body, enabled: false });
    expect(off.body.enabled).toBe(false);
    expect((await get('/schedules?profileId=p1')).body.items).toHaveLength(1);
    expect((await post('/schedules/s1/delete')).status).toBe(200);
    expect(asked).toEqual([
      ['create', '0 3 * * *', 'user:default/mock'],
      ['update', 's1', false],
      ['list', { profileId: 'p1' }],
      ['delete', 's1'],
    ]);
    expect((await post('/schedules/gone/delete')).status).toBe(404);
    const lost = await post('/schedules', { ...body, profileId: 'gone' });
    expect(lost.status).toBe(404);
    expect(lost.body.error.message).toBe('No profile "gone"');
  });

  it('makes, shows, ends and exports experiments, with comparisons as the API makes them', async () => {
    const created = await post('/experiments', input);
    expect(created.status).toBe(200);
    expect(created.body.sentences).toEqual([
      expect.stringContaining('These runs cannot be compared'),
    ]);
    expect(created.body.runs[0].may).toEqual({ cancel: false, edit: true });
    expect((await get('/experiments?limit=10')).body).toEqual({
      items: [summary],
      total: 1,
    });
    expect((await get('/experiments/e1')).body.id).toBe('e1');
    expect((await post('/experiments/e1/cancel')).body.state).toBe('restoring');
    expect((await get('/experiments/e1/smp')).body.fileName).toBe('e1.yaml');
    expect(asked).toEqual([
      ['experiment', 6, 'user:default/mock'],
      ['cancel', 'e1', 'user:default/mock'],
    ]);
    expect((await get('/experiments/gone')).status).toBe(404);
    expect((await post('/experiments', { ...input, arms: [] })).status).toBe(
      400,
    );
  });

  it('shows, diagnoses and draws what is connected', async () => {
    expect((await get('/connections')).body.items).toHaveLength(1);
    expect((await post('/connections/prom/diagnosis')).body).toEqual({
      connection: 'prom',
      steps: [],
    });
    await get('/dashboards?connection=grafana&runId=r1&q=load');
    expect(asked).toEqual([
      ['boards', { connection: 'grafana', runId: 'r1', q: 'load' }],
    ]);
    expect(
      (await get('/panels?connection=grafana&dashboard=d&panel=x')).status,
    ).toBe(400);
  });
});
