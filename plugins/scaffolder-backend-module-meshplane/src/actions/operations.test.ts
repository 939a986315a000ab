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
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInstallMeshAction } from './installMesh';
import { createWaitForOperationAction } from './waitForOperation';

const plan = {
  hash: 'sha256:1',
  summary: 'Installs Linkerd.',
  findings: [] as object[],
  charts: [],
  steps: [],
  changes: { create: 12, update: 0, delete: 0, unchanged: 0 },
  restarts: [],
  estimatedSeconds: 60,
};

function operation(state: string, further: object = {}) {
  return {
    id: 'op-1',
    kind: 'mesh.install',
    title: 'Install Linkerd on "local"',
    state,
    cluster: 'local',
    clusters: ['local'],
    target: 'mesh/linkerd',
    createdBy: 'user:default/guest',
    createdAt: '2026-11-24T12:00:00.000Z',
    stepsDone: 0,
    stepsTotal: 3,
    delivery: 'direct',
    input: {},
    plan,
    steps: [],
    children: [],
    decisions: [],
    actions: [],
    ...further,
  };
}

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
      return call.endsWith('/events')
        ? new Response('', {
            headers: { 'content-type': 'text/event-stream' },
          })
        : new Response('{}', { status: 404 });
    return Response.json(typeof answer === 'function' ? answer() : answer);
  };
  return { asked, fetch };
}

const CREATED = 'POST /operations';
const READ = 'GET /operations/op-1';
const APPROVED = 'POST /operations/op-1/approve';
const REJECTED = 'POST /operations/op-1/reject';

describe('actions that plan operations', () => {
  let workspacePath: string;

  beforeEach(async () => {
    workspacePath = await mkdtemp(join(tmpdir(), 'meshplane-task-'));
  });

  afterEach(() => rm(workspacePath, { recursive: true, force: true }));

  function install(
    fetch: FetchLike,
    input: object = {},
    further: { isDryRun?: boolean } = {},
  ) {
    const context = createMockActionContext({
      input: {
        clusters: ['local'],
        definition: 'linkerd',
        preset: 'default',
        components: [],
        rollout: 'one-by-one',
        delivery: 'direct',
        approve: true,
        wait: true,
        timeoutSeconds: 60,
        ...input,
      },
      workspacePath,
    });
    Object.assign(context, further);
    const action = createInstallMeshAction({
      auth: mockServices.auth(),
      discovery: mockServices.discovery(),
      fetch,
    });
    return { context, done: action.handler(context as never) };
  }

  it('plans, approves the plan that it saw, waits and hands out the result', async () => {
    const result = [
      { title: 'Control plane ready', state: 'passed', detail: '4 components' },
    ];
    const { asked, fetch } = backend({
      [CREATED]: operation('planned'),
      [APPROVED]: operation('running'),
      [READ]: operation('succeeded', { result }),
    });
    const { context, done } = install(fetch);
    await done;
    expect(asked[0]).toEqual({
      call: CREATED,
      body: expect.objectContaining({
        kind: 'mesh.install',
        clusters: ['local'],
        rollout: { policy: 'one-by-one' },
        input: expect.objectContaining({ definition: 'linkerd' }),
      }),
    });
    expect(asked[1]).toEqual({
      call: APPROVED,
      body: { planHash: 'sha256:1' },
    });
    expect(context.output).toHaveBeenCalledWith('state', 'succeeded');
    expect(context.output).toHaveBeenCalledWith('result', result);
    expect(context.output).toHaveBeenCalledWith('url', '/mesh/operations/op-1');
  });

  it('takes empty fields of a form for not given, and says why a plan was refused', async () => {
    const asked: unknown[] = [];
    const { done } = install(
      async (_, init) => {
        asked.push(JSON.parse(String(init?.body)));
        const error = { name: 'InputError', message: 'Unknown mesh "linked"' };
        return Response.json(
          { error, response: { statusCode: 400 } },
          { status: 400 },
        );
      },
      { definition: 'linked', version: '', revision: '', values: '' },
    );
    await expect(done).rejects.toThrow('Unknown mesh "linked"');
    expect(asked).toEqual([
      expect.objectContaining({
        input: { definition: 'linked', preset: 'default', components: [] },
      }),
    ]);
  });

  it('changes nothing in a dry run, and withdraws the plan', async () => {
    const { asked, fetch } = backend({
      [CREATED]: operation('planned'),
      [REJECTED]: operation('cancelled'),
    });
    const { context, done } = install(fetch, {}, { isDryRun: true });
    await done;
    expect(asked.map(({ call }) => call)).toEqual([CREATED, REJECTED]);
    expect(context.output).toHaveBeenCalledWith('summary', 'Installs Linkerd.');
  });

  it('fails with the blocking findings and what to do, without an approval', async () => {
    const { asked, fetch } = backend({
      [CREATED]: operation('planned', {
        plan: {
          ...plan,
          findings: [
            {
              id: 'kubernetes-version',
              severity: 'blocking',
              title: 'Kubernetes 1.29 is too old',
              detail: 'It needs 1.31.',
              evidence: [],
              remedy: 'Upgrade the cluster first.',
            },
          ],
        },
      }),
      [REJECTED]: operation('cancelled'),
    });
    await expect(install(fetch).done).rejects.toThrow(
      'The plan has blocking findings: Kubernetes 1.29 is too old (Upgrade the cluster first.)',
    );
    expect(asked.map(({ call }) => call)).not.toContain(APPROVED);
  });

  it('fails with the reason of an operation that failed, and its page', async () => {
    const { fetch } = backend({
      [CREATED]: operation('planned'),
      [APPROVED]: operation('running'),
      [READ]: operation('failed', { message: 'Helm timed out' }),
    });
    await expect(install(fetch).done).rejects.toThrow(
      'Operation op-1 is "failed": Helm timed out (/mesh/operations/op-1)',
    );
  });

  it('leaves the approval to somebody else when it is told so', async () => {
    const { asked, fetch } = backend({ [CREATED]: operation('planned') });
    const { context, done } = install(fetch, { approve: false, wait: false });
    await done;
    expect(asked.map(({ call }) => call)).toEqual([CREATED]);
    expect(context.output).toHaveBeenCalledWith('state', 'planned');
  });

  it('writes the files of GitOps mode into the workspace', async () => {
    const gitops = { delivery: 'gitops' };
    const { fetch } = backend({
      [CREATED]: operation('planned', gitops),
      [APPROVED]: operation('succeeded', gitops),
      [READ]: operation('succeeded', gitops),
      'GET /operations/op-1/files': {
        tool: 'flux',
        files: [
          { path: 'clusters/local/linkerd/release.yaml', content: 'kind: X\n' },
        ],
      },
    });
    const { context, done } = install(fetch, gitops);
    await done;
    expect(
      await readFile(
        join(workspacePath, 'clusters/local/linkerd/release.yaml'),
        'utf8',
      ),
    ).toBe('kind: X\n');
    expect(context.output).toHaveBeenCalledWith('files', [
      'clusters/local/linkerd/release.yaml',
    ]);
  });

  it('writes no file outside of the workspace', async () => {
    const gitops = { delivery: 'gitops' };
    const { fetch } = backend({
      [CREATED]: operation('planned', gitops),
      [APPROVED]: operation('succeeded', gitops),
      [READ]: operation('succeeded', gitops),
      'GET /operations/op-1/files': {
        tool: 'flux',
        files: [{ path: '../escaped.yaml', content: '' }],
      },
    });
    await expect(install(fetch, gitops).done).rejects.toThrow(/not allowed/);
  });

  it('waits for an operation of an earlier step, and says how it ended', async () => {
    const { fetch } = backend({
      [READ]: operation('cancelled', { message: 'Not today' }),
    });
    const context = createMockActionContext({
      input: { operation: 'op-1', timeoutSeconds: 60, failOnError: false },
    });
    await createWaitForOperationAction({
      auth: mockServices.auth(),
      discovery: mockServices.discovery(),
      fetch,
    }).handler(context as never);
    expect(context.output).toHaveBeenCalledWith('state', 'cancelled');
    expect(context.output).toHaveBeenCalledWith('message', 'Not today');
  });
});
