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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { Entity } from '@backstage/catalog-model';
import request from 'supertest';
import { clusterOf } from '../../../__testUtils__/fakes';
import { startApi, type TestApi } from '../../../__testUtils__/startApi';
import type { ScheduleView } from '../../../performance/schedules/ScheduleService';
import type { ExperimentRow } from '../../../performance/stores/model';
import {
  day,
  finished,
  profileInput,
  runPlan,
} from '../../../performance/stores/__testUtils__/rows';

const BASE = '/api/meshplane/v1/performance';

const component = (name: string, owner: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

/** A policy may allow load tests by a rule. */
const only = (
  rule: string,
  params: Record<string, string[]>,
): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'meshplane',
  resourceType: 'meshplane-performance',
  conditions: { rule, resourceType: 'meshplane-performance', params },
});
const OWN = only('IS_OWNER', {
  claims: ['user:default/ada', 'group:default/shop'],
});
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

describe('permissions over load tests', () => {
  let api: TestApi;
  const post = (path: string, body: object = {}) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);
  /** Decisions for read, write and run; everything else is allowed. */
  const decide = (decisions: Record<string, PolicyDecision>) =>
    api.setDecision(
      name => decisions[name.replace('meshplane.performance.', '')] ?? ALLOW,
    );

  const schedules: ScheduleView[] = ['shop', 'other'].map(name => ({
    id: `s-${name}`,
    name,
    profileId: name,
    cron: '0 3 * * *',
    enabled: true,
    repeats: 1,
    compareWithBaseline: false,
    createdAt: day(1),
    createdBy: 'user:default/ada',
    next: [],
    lastRunIds: [],
  }));
  const experiment = (id: string, profileId: string): ExperimentRow => ({
    id,
    name: id,
    state: 'queued',
    createdAt: day(1),
    createdBy: 'user:default/ada',
    toRestore: [],
    input: {
      name: id,
      profileId,
      arms: [{ name: 'A' }, { name: 'B', baseUrl: 'http://mesh.example.com' }],
    },
    order: [],
    position: 0,
    pendingRestores: [],
    operations: [],
  });

  beforeAll(async () => {
    api = await startApi({
      clusters: [clusterOf('edge')],
      entities: [
        component('shop', 'group:default/shop'),
        component('other', 'group:default/other'),
      ],
      performance: {
        schedules: {
          list: async () => schedules,
          find: async id => schedules.find(one => one.id === id),
          delete: async () => {},
        },
        connections: {
          grafanaNamed: name => ({ name, clusters: [] }),
        },
        dashboards: {
          list: async () => ({ items: [] }),
          panel: async () => ({ title: 'CPU', series: [], notes: [] }),
        },
        experiments: {
          list: async () => ({
            items: ['e-shop', 'e-other'].map(id => ({
              id,
              name: id,
              state: 'queued' as const,
              createdAt: day(1),
              createdBy: 'user:default/ada',
              arms: ['A', 'B'],
              order: [],
              done: 0,
              total: 0,
              toRestore: [],
              may: { cancel: true },
            })),
            total: 2,
          }),
        },
      },
    });
    const { experiments, profiles, runs } = api.performanceStores;
    for (const name of ['shop', 'other']) {
      await runs.create(
        finished(name, 2, {
          entityRef: `component:default/${name}`,
          targets: [`${name}.example.com:80`],
          cluster: name === 'shop' ? 'edge' : undefined,
        }),
        runPlan(),
      );
      await profiles.create({
        id: name,
        input: profileInput({ name, entityRef: `component:default/${name}` }),
        createdAt: day(1),
        createdBy: 'user:default/ada',
        updatedAt: day(1),
        updatedBy: 'user:default/ada',
      });
      await experiments.create(experiment(`e-${name}`, name));
    }
    await runs.create(
      finished('nobodys', 3, { targets: ['x.example.com:80'] }),
    );
  });

  afterEach(() => api.setDecision(() => ALLOW));

  it('shows owners what is theirs, and nothing of the rest', async () => {
    decide({ read: OWN, write: OWN, run: DENY });
    const names = async (path: string) =>
      (await get(path)).body.items.map(({ id }: { id: string }) => id);
    expect(await names('/runs')).toEqual(['shop']);
    expect((await get('/runs')).body.total).toBe(1);
    expect(await names('/profiles')).toEqual(['shop']);
    expect(await names('/schedules')).toEqual(['s-shop']);
    expect(await names('/experiments')).toEqual(['e-shop']);
    expect((await get('/profiles')).body.items[0].may).toEqual({
      edit: true,
      run: false,
    });
    expect((await get('/schedules')).body.items[0].may.edit).toBe(false);
    expect((await get('/experiments')).body.items[0].may.cancel).toBe(false);
    for (const path of [
      '/runs/other',
      '/runs/other/charts',
      '/runs/other/events',
      '/runs/other/export?format=csv',
      '/runs/nobodys',
      '/profiles/other',
      '/profiles/other/versions',
      '/experiments/e-other',
      '/experiments/e-other/smp',
    ]) {
      const hidden = await get(path);
      expect(hidden.status).toBe(404);
      expect(hidden.body.error.message).toMatch(
        /^No (run|profile|experiment) "/,
      );
    }
    const compared = await post('/comparisons', { a: ['shop'], b: ['other'] });
    expect(compared.status).toBe(404);
    expect(
      (await get('/history?entityRef=component:default/other')).body.points,
    ).toEqual([]);
  });

  it('tells those who may see something, but not do this with it', async () => {
    decide({ write: OWN, run: OWN });
    const edit = await post('/runs/other', { name: 'Mine now' });
    expect(edit.status).toBe(403);
    expect(edit.body.error.message).toBe(
      'Permission "meshplane.performance.write" is needed for run "other"',
    );
    for (const [path, body] of [
      ['/runs/other/delete', {}],
      ['/runs/other/cancel', {}],
      ['/runs', { profileId: 'other' }],
      ['/profiles/other/archive', { archived: true }],
      [
        '/profiles/shop',
        {
          input: profileInput({ entityRef: 'component:default/other' }),
          baseVersion: 1,
        },
      ],
      ['/profiles', profileInput({ entityRef: 'component:default/other' })],
      ['/profiles', profileInput()],
      ['/schedules/s-other/delete', {}],
      ['/schedules', { name: 'x', profileId: 'other', cron: '0 3 * * *' }],
      ['/experiments/e-other/cancel', {}],
      ['/comparisons', { a: ['shop'], b: ['other'], save: true }],
      [
        '/imports',
        {
          fileName: 'x',
          content: Buffer.from('{}').toString('base64'),
          profileId: 'other',
        },
      ],
    ] as const) {
      const refused = await post(path, body);
      expect([path, refused.status]).toEqual([path, 403]);
    }
    expect(
      (await post('/profiles/shop/archive', { archived: false })).status,
    ).toBe(200);
    expect((await post('/schedules/s-shop/delete')).status).toBe(200);
  });

  it('allows by cluster and by target', async () => {
    decide({ read: only('IS_CLUSTER', { names: ['edge'] }) });
    expect((await get('/runs')).body.items).toEqual([
      expect.objectContaining({ id: 'shop' }),
    ]);
    decide({
      read: only('HAS_TARGET', { patterns: ['o*.example.com', 'nonsense://'] }),
    });
    expect((await get('/runs')).body.items).toEqual([
      expect.objectContaining({ id: 'other' }),
    ]);
  });

  it('tells the permission system whether conditions hold for a run or a profile', async () => {
    const item = (resourceRef: string) => ({
      id: resourceRef,
      resourceRef,
      resourceType: 'meshplane-performance',
      conditions: {
        rule: 'IS_OWNER',
        resourceType: 'meshplane-performance',
        params: { claims: ['group:default/shop'] },
      },
    });
    const { body } = await request(api.server)
      .post('/api/meshplane/.well-known/backstage/permissions/apply-conditions')
      .set('Authorization', mockCredentials.service.header())
      .send({
        items: ['run:shop', 'run:other', 'profile:shop', 'run:gone'].map(item),
      });
    expect(body.items).toEqual([
      { id: 'run:shop', result: 'ALLOW' },
      { id: 'run:other', result: 'DENY' },
      { id: 'profile:shop', result: 'ALLOW' },
      { id: 'run:gone', result: 'DENY' },
    ]);
  });

  it('lets nobody change clusters through an experiment who may not do so otherwise', async () => {
    const setUp = {
      kind: 'workload.restart',
      clusters: ['edge'],
      input: { namespace: 'shop' },
    };
    const body = {
      name: 'with and without',
      profileId: 'shop',
      arms: [{ name: 'A' }, { name: 'B', setUp, restore: setUp }],
    };
    api.setDecision(name =>
      name === 'meshplane.operation.approve' ? DENY : ALLOW,
    );
    const refused = await post('/experiments', body);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('meshplane.operation.approve');
  });

  it('asks to see clusters for data of their boards', async () => {
    const panel =
      '/panels?connection=grafana&dashboard=d&panel=1&from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z';
    expect((await get(panel)).body).toEqual({
      title: 'CPU',
      series: [],
      notes: [],
    });
    api.setDecision(name => (name === 'meshplane.mesh.read' ? DENY : ALLOW));
    const refused = await get(panel);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('meshplane.mesh.read');
    const hidden = await get('/dashboards?connection=grafana&runId=gone');
    expect(hidden.status).toBe(404);
  });
});
