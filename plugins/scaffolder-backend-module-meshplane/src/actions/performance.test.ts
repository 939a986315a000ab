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

import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { FetchLike } from '@meshplane/plugin-meshplane-common';
import { createComparePerformanceAction } from './comparePerformance';
import { createRunPerformanceAction } from './runPerformance';

const LOAD = {
  name: 'Checkout',
  load: {
    name: 'Checkout',
    endpoints: [{ url: 'http://127.0.0.1:8080/' }],
    load: { model: 'open', stages: [{ seconds: 5, from: 10, to: 10 }] },
  },
};

const GATE = {
  metric: 'latency',
  threshold: 'p(99)<250',
  message: '300 ms, above 250 ms',
  aborted: false,
};

function summary(id: string, further: object = {}) {
  return {
    id,
    name: 'Checkout',
    state: 'succeeded',
    profileId: 'checkout',
    targets: ['127.0.0.1:8080'],
    generator: 'meshplane',
    origin: 'scaffolder',
    labels: {},
    createdAt: '2026-11-24T12:00:00.000Z',
    createdBy: 'user:default/guest',
    end: 'complete',
    validity: 'valid',
    baseline: false,
    may: { cancel: false, edit: false },
    headline: {
      p50: 1000,
      p99: 4000,
      achievedRate: 10,
      errorRate: 0,
      measuredSeconds: 5,
    },
    ...further,
  };
}

const detail = (id: string, further: object = {}) => ({
  ...summary(id),
  gates: [],
  audit: [],
  note: '',
  links: [],
  ...further,
});

const comparison = (further: object) => ({
  id: 'c-1',
  createdAt: '2026-11-24T12:00:00.000Z',
  status: 'judged',
  sentence: 'p99: regression, +20 %',
  reasons: [],
  notes: [],
  a: { title: 'A', runs: [] },
  b: { title: 'B', runs: [] },
  metrics: [],
  shift: [],
  percentilesA: [],
  percentilesB: [],
  ...further,
});

const CREATE = 'POST /performance/runs';
const COMPARE = 'POST /performance/comparisons';
const LIST = 'GET /performance/runs';

/** A backend that answers by method and path; what it was asked is kept. */
function backend(answers: Record<string, object | (() => object)>) {
  const asked: { call: string; body?: unknown }[] = [];
  const fetch: FetchLike = async (url, init) => {
    const call = `${init?.method ?? 'GET'} ${
      new URL(url).pathname.split('/v1')[1]
    }`;
    asked.push({
      call,
      ...(init?.body && { body: JSON.parse(String(init.body)) }),
    });
    const answer = answers[call];
    if (!answer)
      return Response.json(
        { error: { name: 'NotFoundError', message: `No ${call}` } },
        { status: 404 },
      );
    return Response.json(typeof answer === 'function' ? answer() : answer);
  };
  return { asked, fetch };
}

function act(
  create:
    | typeof createRunPerformanceAction
    | typeof createComparePerformanceAction,
  fetch: FetchLike,
  input: object,
  further: { isDryRun?: boolean; signal?: AbortSignal } = {},
) {
  const context = createMockActionContext({ input });
  Object.assign(context, further);
  const action = create({
    auth: mockServices.auth(),
    discovery: mockServices.discovery(),
    fetch,
  });
  return { context, done: action.handler(context as never) };
}

const runs = (
  fetch: FetchLike,
  input: object = {},
  further: Parameters<typeof act>[3] = {},
) =>
  act(
    createRunPerformanceAction,
    fetch,
    {
      profileId: 'checkout',
      labels: {},
      note: '',
      repeats: 1,
      compareWithBaseline: false,
      threshold: 0.05,
      failOn: ['gate', 'regression', 'not-measured'],
      wait: true,
      timeoutSeconds: 60,
      ...input,
    },
    further,
  );

const outputsOf = (context: { output: unknown }) =>
  Object.fromEntries((context.output as jest.Mock).mock.calls);

describe('meshplane:performance:run', () => {
  it('runs, waits, and hands out what came of it', async () => {
    const { asked, fetch } = backend({
      [CREATE]: summary('r-1', { state: 'queued' }),
      'GET /performance/runs/r-1': detail('r-1', {
        gate: 'pass',
        gates: [{ ...GATE, verdict: 'pass' }],
      }),
    });
    const { context, done } = runs(fetch, { release: 'v2', note: 'nightly' });
    await done;
    expect(asked[0].body).toMatchObject({
      profileId: 'checkout',
      release: 'v2',
      note: 'nightly',
      origin: 'scaffolder',
    });
    expect(outputsOf(context)).toEqual({
      runId: 'r-1',
      runIds: ['r-1'],
      state: 'succeeded',
      url: '/performance/runs/r-1',
      gate: 'pass',
      verdict: 'none',
      outcome: 'passed',
      summary: 'Every gate kept',
    });
  });

  it('fails on a gate, with its outputs written before', async () => {
    const { fetch } = backend({
      [CREATE]: summary('r-1'),
      'GET /performance/runs/r-1': detail('r-1', {
        gate: 'fail',
        gates: [{ ...GATE, verdict: 'fail' }],
      }),
    });
    const { context, done } = runs(fetch);
    await expect(done).rejects.toThrow(
      'Too slow: latency p(99)<250: 300 ms, above 250 ms',
    );
    expect(outputsOf(context)).toMatchObject({
      gate: 'fail',
      outcome: 'failed',
    });
  });

  it('tells apart that nothing could be measured', async () => {
    const { fetch } = backend({
      [CREATE]: summary('r-1'),
      'GET /performance/runs/r-1': detail('r-1', {
        validity: 'invalid',
        gate: 'not-judged',
      }),
    });
    await expect(runs(fetch).done).rejects.toThrow(
      'Could not measure: Run r-1 measured the generator',
    );
    const { context, done } = runs(fetch, { failOn: ['gate', 'regression'] });
    await done;
    expect(outputsOf(context)).toMatchObject({ outcome: 'not-measured' });
  });

  it('stops at the first run that measured nothing', async () => {
    const { asked, fetch } = backend({
      [CREATE]: summary('r-1'),
      'GET /performance/runs/r-1': detail('r-1', {
        state: 'failed',
        message: 'Nobody listens',
      }),
    });
    await expect(runs(fetch, { repeats: 6 }).done).rejects.toThrow(
      'Could not measure: Run r-1 is "failed": Nobody listens',
    );
    expect(asked.filter(({ call }) => call === CREATE)).toHaveLength(1);
  });

  it('compares all its runs with the baseline, and fails on a regression unless told not to', async () => {
    let made = 0;
    const { asked, fetch } = backend({
      [CREATE]: () => summary(`r-${(made += 1)}`),
      'GET /performance/runs/r-1': detail('r-1'),
      'GET /performance/runs/r-2': detail('r-2'),
      'GET /performance/runs/r-3': detail('r-3'),
      'GET /performance/runs/r-4': detail('r-4'),
      [LIST]: { items: [summary('base', { baseline: true })], total: 1 },
      [COMPARE]: comparison({ verdict: 'regression' }),
    });
    const wanted = { repeats: 2, compareWithBaseline: true };
    const { context, done } = runs(fetch, wanted);
    await expect(done).rejects.toThrow('Too slow: p99: regression, +20 %');
    expect(asked.find(({ call }) => call === COMPARE)?.body).toMatchObject({
      a: ['base'],
      b: ['r-1', 'r-2'],
      save: true,
    });
    expect(outputsOf(context)).toMatchObject({
      runIds: ['r-1', 'r-2'],
      verdict: 'regression',
      comparisonUrl: '/performance/compare/c-1',
    });
    await expect(
      runs(fetch, { ...wanted, failOn: ['gate'] }).done,
    ).resolves.toBeUndefined();
  });

  it('queues only, where nobody waits', async () => {
    const { asked, fetch } = backend({
      [CREATE]: summary('r-1', { state: 'queued' }),
    });
    const { context, done } = runs(fetch, { wait: false });
    await done;
    expect(asked).toHaveLength(1);
    expect(outputsOf(context)).toMatchObject({ runId: 'r-1', state: 'queued' });
  });

  it('sends nothing in a dry run, and says whether it could', async () => {
    const { asked, fetch } = backend({
      'POST /performance/profiles/check': {
        allowed: false,
        problems: [{ message: '"shop:80" is not an allowed target' }],
      },
    });
    const inline = { profileId: undefined, profile: LOAD };
    await expect(runs(fetch, inline, { isDryRun: true }).done).rejects.toThrow(
      'may not be sent: "shop:80" is not an allowed target',
    );
    expect(asked.map(({ call }) => call)).toEqual([
      'POST /performance/profiles/check',
    ]);
  });

  it.each([
    [{ profile: LOAD }, 'Either "profileId" or "profile"'],
    [{ profileId: '' }, 'Either "profileId" or "profile"'],
    [
      { profileId: undefined, profile: { name: 'x' } },
      'profile.load: Invalid input',
    ],
  ])('names what is wrong in its input: %j', async (input, message) => {
    await expect(runs(backend({}).fetch, input).done).rejects.toThrow(message);
  });

  it('cancels its run when the task is cancelled', async () => {
    const task = new AbortController();
    const { asked, fetch } = backend({
      [CREATE]: summary('r-1', { state: 'queued' }),
      'GET /performance/runs/r-1': () => {
        task.abort(new Error('The task was cancelled'));
        return detail('r-1', { state: 'running' });
      },
      'POST /performance/runs/r-1/cancel': summary('r-1'),
    });
    await expect(runs(fetch, {}, { signal: task.signal }).done).rejects.toThrow(
      'The task was cancelled',
    );
    expect(asked.at(-1)?.call).toBe('POST /performance/runs/r-1/cancel');
  });
});

describe('meshplane:performance:compare', () => {
  const compares = (answer: object, input: object = {}) => {
    const { asked, fetch } = backend({ [COMPARE]: answer });
    const started = act(createComparePerformanceAction, fetch, {
      a: ['r-1'],
      b: ['r-2'],
      titleA: 'Before',
      titleB: 'After',
      threshold: 0.05,
      failOn: ['gate', 'regression', 'not-measured'],
      ...input,
    });
    return { asked, ...started };
  };

  it('says in words that it got slower, and fails', async () => {
    const { context, done } = compares(comparison({ verdict: 'regression' }));
    await expect(done).rejects.toThrow('Too slow: p99: regression, +20 %');
    expect(outputsOf(context)).toMatchObject({
      comparisonId: 'c-1',
      verdict: 'regression',
      outcome: 'failed',
      url: '/performance/compare/c-1',
    });
  });

  it.each([
    [{ verdict: 'no change' }, 'passed'],
    [{ verdict: 'improvement' }, 'passed'],
    [{ verdict: 'inconclusive' }, 'warned'],
    [{ status: 'described' }, 'warned'],
  ])('takes %j as %s', async (answer, outcome) => {
    const { context, done } = compares(comparison(answer));
    await done;
    expect(outputsOf(context)).toMatchObject({ outcome });
  });

  it('could not measure where runs must not be compared', async () => {
    const refused = comparison({
      status: 'refused',
      reasons: ['Different generators'],
    });
    await expect(compares(refused).done).rejects.toThrow(
      'Could not measure: Different generators',
    );
  });
});
