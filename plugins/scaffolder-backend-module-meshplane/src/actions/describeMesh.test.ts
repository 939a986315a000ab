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
import { createDescribeMeshAction } from './describeMesh';
import { examples } from './describeMesh.examples';

const summary = (id: string, definition: string, version: string) => ({
  id,
  definition,
  displayName: definition,
  kind: 'mesh',
  mode: 'sidecar',
  tags: [],
  version,
  health: 'healthy',
  support: { state: 'ending', text: 'Supported until January 2027.' },
  confidence: 1,
  readOnly: false,
  pods: 5,
  workloads: 4,
  skewedPods: 0,
  problems: 0,
});

const coverage = {
  'on-mesh': 4,
  partial: 1,
  'opted-out': 0,
  'off-mesh': 2,
  unknown: 0,
};

function cluster(name: string, completeness?: string) {
  return {
    cluster: name,
    title: name,
    source: 'config',
    health: {
      state: completeness ? 'connected' : 'starting',
      message: 'The control plane is being built (42 %)',
      circuit: { state: 'closed', consecutiveFailures: 0 },
    },
    snapshot: completeness && {
      version: 1,
      at: '2026-11-24T12:00:00.000Z',
      completeness,
    },
    meshes: completeness
      ? [
          summary('istio~istio-system~default', 'istio', '1.30.3'),
          summary('istio~istio-system~1-29-6', 'istio', '1.29.6'),
          summary('linkerd~linkerd', 'linkerd', '2.20.0'),
        ]
      : [],
    coverage,
    pods: { total: 7, onMesh: 5 },
  };
}

function run(input: { cluster: string; mesh: string }, answer?: Response) {
  const requests: { url: string; authorization: string | null }[] = [];
  const fetch: FetchLike = async (url, init) => {
    requests.push({
      url,
      authorization: new Headers(init?.headers).get('authorization'),
    });
    return (
      answer ??
      Response.json({
        items: [
          cluster('local', 'complete'),
          cluster('edge'),
          cluster('old', 'stale'),
        ],
      })
    );
  };
  const context = createMockActionContext({ input });
  const action = createDescribeMeshAction({
    auth: mockServices.auth(),
    discovery: mockServices.discovery(),
    fetch,
  });
  return { context, requests, done: action.handler(context as never) };
}

describe('meshplane:mesh:describe', () => {
  it('outputs what is known of the mesh, read with the credentials of the task', async () => {
    const { context, requests, done } = run({
      cluster: 'local',
      mesh: 'linkerd',
    });
    await done;
    const outputs = Object.fromEntries(
      jest.mocked(context.output).mock.calls as [string, unknown][],
    );
    expect(outputs).toEqual({
      id: 'linkerd~linkerd',
      name: 'linkerd',
      version: '2.20.0',
      revision: undefined,
      namespace: undefined,
      health: 'healthy',
      support: 'ending',
      supportText: 'Supported until January 2027.',
      readOnly: false,
      workloads: 4,
      pods: 5,
      coverage,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0].url).toMatch(/\/api\/meshplane\/v1\/meshes$/);
    expect(requests[0].authorization).toMatch(/^Bearer .+/);
  });

  it('takes the id of one of several', async () => {
    const { context, done } = run({
      cluster: 'local',
      mesh: 'istio~istio-system~1-29-6',
    });
    await done;
    expect(context.output).toHaveBeenCalledWith('version', '1.29.6');
  });

  it('works with the last known facts of a cluster that cannot be reached', async () => {
    const { context, done } = run({ cluster: 'old', mesh: 'linkerd' });
    await done;
    expect(context.output).toHaveBeenCalledWith('version', '2.20.0');
  });

  it.each([
    ['nope', 'istio', 'No cluster "nope"; there are "local", "edge", "old"'],
    ['local', 'kuma', 'No mesh "kuma" in cluster "local"; there are "istio~'],
    [
      'local',
      'istio',
      'runs "istio" 2 times; name one of "istio~istio-system~default", "istio~istio-system~1-29-6"',
    ],
    [
      'edge',
      'istio',
      'Cluster "edge" has not been read yet: The control plane is being built (42 %)',
    ],
  ])('fails clearly for %s and %s', async (name, mesh, message) => {
    const { done } = run({ cluster: name, mesh });
    await expect(done).rejects.toThrow(message);
  });

  it('passes on the refusal of the backend', async () => {
    const { done } = run(
      { cluster: 'local', mesh: 'istio' },
      Response.json(
        {
          error: { name: 'NotAllowedError', message: 'not for you' },
          response: { statusCode: 403 },
        },
        { status: 403 },
      ),
    );
    await expect(done).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: 'not for you' },
    });
  });

  it('has examples that call it', () => {
    for (const { example } of examples)
      expect(example).toContain('action: meshplane:mesh:describe');
  });
});
