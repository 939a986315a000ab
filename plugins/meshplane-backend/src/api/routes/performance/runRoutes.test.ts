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

import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { startApi, type TestApi } from '../../../__testUtils__/startApi';
import type { EnqueueRequest } from '../../../performance/runs/RunService';
import {
  finished,
  profileInput,
  run,
  runPlan,
} from '../../../performance/stores/__testUtils__/rows';

const BASE = '/api/meshplane/v1/performance';

describe('runs over HTTP', () => {
  let api: TestApi;
  const enqueued: EnqueueRequest[] = [];
  const switched: object[] = [];
  const limits = {
    enabled: true,
    targets: ['*.example.com'],
    maxRate: 1000,
    maxDurationSeconds: 1800,
    maxConnections: 500,
    maxBodyBytes: 1024,
    stopAtErrorRate: 0.5,
    secrets: ['TOKEN'],
  };
  const post = (path: string, body: object = {}) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);

  beforeAll(async () => {
    api = await startApi({
      clusters: [],
      performance: {
        runs: {
          enqueue: async asked => {
            if (asked.input.name === 'Refused')
              throw new NotAllowedError('load.endpoints.0.url: not allowed');
            enqueued.push(asked);
            const row = run(`new${enqueued.length}`, {
              name: asked.input.name,
            });
            await api.performanceStores.runs.create(row, runPlan());
            return row;
          },
          cancel: async (id, by) =>
            run(id, { state: 'cancelled', message: `Cancelled by ${by}` }),
          limits: async () => limits,
          offers: async () => [
            {
              type: 'local',
              generator: 'meshplane',
              available: true,
              note: 'here',
            },
          ],
          switch: async change => {
            switched.push(change);
            return { ...limits, enabled: change.enabled };
          },
          watch: async (id, onEvent) => {
            await onEvent({ type: 'run', run: run(id), queuePosition: 2 });
            await onEvent({
              type: 'second',
              point: {
                second: 0,
                scheduled: 1,
                sent: 1,
                ok: 1,
                errors: {},
                bytes: 1,
              },
            });
            await onEvent({ type: 'end', run: finished(id, 1) });
          },
        },
      },
    });
    await api.performanceStores.runs.create(
      run('waiting', { targets: ['search.example.com:80'] }),
      runPlan(),
    );
    await api.performanceStores.runs.create(
      finished('done', 2, {
        name: 'Search',
        headline: { p99: 900, achievedRate: 10, measuredSeconds: 5 },
      }),
      runPlan(),
    );
  });

  it('runs a stored profile in the version that is asked for, or a load that is not stored', async () => {
    const { profiles } = api.performanceStores;
    const by = { at: '2026-11-24T00:00:00.000Z', user: 'user:default/ada' };
    await profiles.create({
      id: 'p1',
      input: profileInput({ name: 'First' }),
      createdAt: by.at,
      createdBy: by.user,
      updatedAt: by.at,
      updatedBy: by.user,
    });
    await profiles.addVersion('p1', 1, profileInput({ name: 'Second' }), by);
    const newest = await post('/runs', {
      profileId: 'p1',
      release: '1.2.3',
      labels: { team: 'shop' },
    });
    expect(newest.status).toBe(200);
    expect(newest.body).toMatchObject({
      id: 'new1',
      name: 'Second',
      state: 'queued',
      queuePosition: expect.any(Number),
      may: { cancel: true, edit: true },
    });
    expect(enqueued[0]).toMatchObject({
      profile: { id: 'p1', version: 2 },
      release: '1.2.3',
      labels: { team: 'shop' },
      origin: 'manual',
      by: 'user:default/mock',
    });
    await post('/runs', { profileId: 'p1', profileVersion: 1 });
    expect(enqueued[1].profile).toEqual({ id: 'p1', version: 1 });
    await post('/runs', { profile: profileInput({ name: 'Loose' }) });
    expect(enqueued[2]).toMatchObject({ input: { name: 'Loose' } });
    expect(enqueued[2].profile).toBeUndefined();
    expect(api.auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({ eventId: 'performance-run-create' }),
    );
    expect(api.auditEvent.success).toHaveBeenLastCalledWith({
      meta: { name: 'Loose', targets: ['shop.example.com:80'], run: 'new3' },
    });
  });

  it('refuses runs of nothing, of both, and what guardrails are against', async () => {
    expect((await post('/runs', {})).status).toBe(400);
    expect(
      (await post('/runs', { profileId: 'p1', profile: profileInput() })).body
        .error.message,
    ).toBe('A run has either "profileId" or "profile", one of them');
    expect((await post('/runs', { profileId: 'gone' })).status).toBe(404);
    const refused = await post('/runs', {
      profile: profileInput({ name: 'Refused' }),
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'load.endpoints.0.url: not allowed',
    );
  });

  it('lists runs by any number of filters, with their places in the queue', async () => {
    const found = await get('/runs?q=search&active=false&sort=p99&order=asc');
    expect(found.body.items).toEqual([
      expect.objectContaining({
        id: 'done',
        state: 'succeeded',
        headline: { p99: 900, achievedRate: 10, measuredSeconds: 5 },
        may: { cancel: false, edit: true },
      }),
    ]);
    const waiting = await get('/runs?state=queued&q=waiting');
    expect(waiting.body.items[0].queuePosition).toBe(1);
    expect(waiting.text).not.toContain('queueKey');
    expect((await get('/runs?sort=colour')).status).toBe(400);
  });

  it('cancels, and streams a run from its beginning to its end', async () => {
    const cancelled = await post('/runs/waiting/cancel');
    expect(cancelled.body).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled by user:default/mock',
    });
    const events = await get('/runs/waiting/events');
    expect(events.headers['content-type']).toContain('text/event-stream');
    expect(
      events.text
        .split('\n\n')
        .filter(Boolean)
        .map(line => JSON.parse(line.replace(/^data: /, ''))),
    ).toEqual([
      {
        type: 'run',
        run: expect.objectContaining({ id: 'waiting', queuePosition: 2 }),
      },
      { type: 'second', point: expect.objectContaining({ second: 0 }) },
      { type: 'end', run: expect.objectContaining({ state: 'succeeded' }) },
    ]);
    expect((await get('/runs/gone/events')).status).toBe(404);
  });

  it('tells limits and runners, and lets only those switch whom nothing restricts', async () => {
    expect((await get('/limits')).body).toEqual({ ...limits, maySwitch: true });
    expect((await get('/runners')).body.items).toHaveLength(1);
    const off = await post('/switch', { enabled: false, reason: 'incident' });
    expect(off.body.enabled).toBe(false);
    expect(switched).toEqual([
      { enabled: false, reason: 'incident', by: 'user:default/mock' },
    ]);
    api.setDecision(() => ({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'meshplane',
      resourceType: 'meshplane-performance',
      conditions: {
        rule: 'HAS_TARGET',
        resourceType: 'meshplane-performance',
        params: { patterns: ['*.example.com'] },
      },
    }));
    expect((await get('/limits')).body.maySwitch).toBe(false);
    const refused = await post('/switch', { enabled: true });
    expect(refused.status).toBe(403);
    expect(switched).toHaveLength(1);
    api.setDecision(() => ({ result: AuthorizeResult.ALLOW }));
  });
});
