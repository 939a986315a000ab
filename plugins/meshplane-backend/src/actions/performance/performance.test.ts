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
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { CallRoute } from '../../api/callRoute';
import { allRoutes } from '../../api/routes';
import { registerActions } from '..';
import type { ActionOptions } from '../ActionOptions';

const RUN = {
  id: 'r-1',
  name: 'Checkout',
  state: 'succeeded',
  targets: ['127.0.0.1:8080'],
  generator: 'meshplane',
  origin: 'manual',
  labels: {},
  createdAt: '2026-11-24T12:00:00.000Z',
  createdBy: 'user:default/ada',
  validity: 'valid',
  baseline: false,
  may: { cancel: false, edit: true },
  headline: {
    p50: 1500,
    p99: 4250,
    achievedRate: 100,
    errorRate: 0.01,
    measuredSeconds: 60,
  },
};

/** Actions over a caller of routes that gives these answers; what it was asked is kept. */
function actionsOver(answers: Record<string, unknown>) {
  const asked: { route: string; params?: object; body?: unknown }[] = [];
  const callRoute: CallRoute = async (route, { params, body, query }) => {
    asked.push({
      route,
      ...(params && { params }),
      ...(query && { query }),
      ...(body !== undefined && { body }),
    });
    return answers[route];
  };
  const actionsRegistry = actionsRegistryServiceMock();
  registerActions({ actionsRegistry, callRoute } as unknown as ActionOptions);
  const invoke = async (name: string, input: object) => {
    const { output } = await actionsRegistry.invoke({
      id: `test:${name}`,
      input: input as never,
      credentials: mockCredentials.user('user:default/ada'),
    });
    return output as Record<string, any>;
  };
  return { asked, invoke };
}

describe('actions on load tests', () => {
  it('list runs with their numbers in milliseconds', async () => {
    const { asked, invoke } = actionsOver({
      listPerformanceRuns: { items: [RUN], total: 40 },
    });
    const answer = await invoke('list-performance-runs', {
      profileId: 'checkout',
      limit: 1,
    });
    expect(asked).toMatchObject([
      {
        route: 'listPerformanceRuns',
        query: { profileId: 'checkout', limit: 1, offset: 0 },
      },
    ]);
    expect(answer).toMatchObject({
      total: 40,
      runs: [{ id: 'r-1', p50Ms: 1.5, p99Ms: 4.25, errorRate: 0.01 }],
    });
  });

  it('show a run with what to know before believing it, cut to what fits', async () => {
    const { asked, invoke } = actionsOver({
      getPerformanceRun: {
        ...RUN,
        gates: [
          {
            metric: 'latency',
            threshold: 'p(99)<4',
            verdict: 'fail',
            message: '4.25 ms',
          },
        ],
        audit: Array.from({ length: 80 }, () => ({
          severity: 'info',
          message: 'x'.repeat(5000),
        })),
        note: '',
        links: [],
      },
    });
    const answer = await invoke('get-performance-run', { run: 'r-1' });
    expect(asked[0].params).toEqual({ run: 'r-1' });
    expect(answer.gates).toEqual([
      { gate: 'latency p(99)<4', verdict: 'fail', message: '4.25 ms' },
    ]);
    expect(answer.audit).toHaveLength(50);
    expect(answer.audit[0].message).toHaveLength(1001);
  });

  it('list profiles by what they send', async () => {
    const { invoke } = actionsOver({
      listPerformanceProfiles: {
        total: 1,
        items: [
          {
            id: 'checkout',
            version: 3,
            name: 'Checkout',
            load: {
              name: 'Checkout',
              endpoints: [{ url: 'http://shop/pay', method: 'POST' }],
              load: {
                model: 'open',
                stages: [{ seconds: 60, from: 5, to: 5 }],
              },
              gates: [{ threshold: 'p(99)<250' }],
            },
            createdAt: RUN.createdAt,
            createdBy: RUN.createdBy,
            updatedAt: RUN.createdAt,
            updatedBy: RUN.createdBy,
            archived: false,
            may: { edit: false, run: true },
          },
        ],
      },
    });
    const { profiles } = await invoke('list-performance-profiles', {});
    expect(profiles).toEqual([
      expect.objectContaining({
        id: 'checkout',
        version: 3,
        endpoints: ['POST http://shop/pay'],
        gates: ['latency p(99)<250'],
        mayRun: true,
      }),
    ]);
  });

  it('start and cancel runs in the name of the caller', async () => {
    const { asked, invoke } = actionsOver({
      createPerformanceRun: { ...RUN, state: 'queued', queuePosition: 2 },
      cancelPerformanceRun: { ...RUN, state: 'cancelled' },
    });
    expect(
      await invoke('start-performance-run', { profileId: 'checkout' }),
    ).toMatchObject({ state: 'queued', queuePosition: 2 });
    expect(
      await invoke('cancel-performance-run', { run: 'r-1' }),
    ).toMatchObject({ state: 'cancelled' });
    expect(asked).toEqual([
      { route: 'createPerformanceRun', body: { profileId: 'checkout' } },
      { route: 'cancelPerformanceRun', params: { run: 'r-1' } },
    ]);
  });

  it('compare without curves, and tell the history in words', async () => {
    const { asked, invoke } = actionsOver({
      comparePerformanceRuns: {
        createdAt: RUN.createdAt,
        status: 'judged',
        verdict: 'regression',
        sentence: 'p99: regression, +20 %',
        reasons: [],
        notes: [],
        a: { title: 'A', runs: [RUN] },
        b: { title: 'B', runs: [RUN] },
        metrics: [],
        shift: [],
        percentilesA: [],
        percentilesB: [],
      },
      getPerformanceHistory: {
        metric: 'p99',
        unit: 'ms',
        points: Array.from({ length: 60 }, (_, i) => ({
          at: RUN.createdAt,
          release: `v${i}`,
          value: i,
          runIds: ['r-1'],
          baseline: false,
        })),
        changePoints: [
          {
            index: 1,
            before: 1,
            after: 2,
            change: 1,
            p: 0.001,
            sentence: 'Since v1 it is slower',
          },
        ],
        notes: [],
      },
    });
    expect(
      await invoke('compare-performance-runs', { a: ['r-1'], b: ['r-2'] }),
    ).toEqual({
      status: 'judged',
      verdict: 'regression',
      sentence: 'p99: regression, +20 %',
      reasons: [],
      notes: [],
      metrics: [],
    });
    // Looking keeps nothing.
    expect(asked[0].body).toEqual({ a: ['r-1'], b: ['r-2'], threshold: 0.05 });
    const history = await invoke('get-performance-history', {
      profileId: 'checkout',
    });
    expect(history).toMatchObject({
      total: 60,
      changes: ['Since v1 it is slower'],
    });
    expect(history.points).toHaveLength(50);
    expect(history.points.at(-1)).toMatchObject({ release: 'v59', runs: 1 });
  });

  it('call routes that are there', async () => {
    const ids = allRoutes.map(({ operationId }) => operationId);
    expect(ids).toEqual(
      expect.arrayContaining([
        'listPerformanceProfiles',
        'listPerformanceRuns',
        'getPerformanceRun',
        'createPerformanceRun',
        'cancelPerformanceRun',
        'comparePerformanceRuns',
        'getPerformanceHistory',
      ]),
    );
  });
});
