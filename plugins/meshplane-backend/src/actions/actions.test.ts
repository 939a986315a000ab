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
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { meshplaneMeshReadPermission } from '@meshplane/plugin-meshplane-common';
import {
  createMeshplaneConditionalDecision,
  meshplaneConditions,
} from '../api/authorization/clusterRules';
import { clusterOf, snapshotOf } from '../__testUtils__/fakes';
import { shopReport } from '../__testUtils__/reports';
import { startApi, type TestApi } from '../__testUtils__/startApi';

/** The registry passes errors on over HTTP. */
const because = (message: string) => ({
  cause: { message: expect.stringContaining(message) },
});

describe('actions', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi({
      clusters: [clusterOf('edge'), clusterOf('vault')],
      snapshots: [snapshotOf('edge', []), snapshotOf('vault', [])],
      describeMeshes: shopReport,
    });
  });

  beforeEach(() => {
    api.setDecision(() =>
      createMeshplaneConditionalDecision(
        meshplaneMeshReadPermission,
        meshplaneConditions.isCluster({ names: ['edge'] }),
      ),
    );
  });

  const invoke = async (name: string, input = {}) => {
    const { output } = await api.actions.invoke({
      id: `meshplane:${name}`,
      input,
      credentials: mockCredentials.user('user:default/ada'),
    });
    return output as Record<string, any>;
  };

  it('say honestly what they do, so that clients know when to ask', async () => {
    const { actions } = await api.actions.list({
      credentials: mockCredentials.user(),
    });
    const names = (select: (attributes: typeof attributesOf) => boolean) =>
      actions
        .filter(({ attributes }) => select(attributes))
        .map(({ name }) => name)
        .sort();
    const [{ attributes: attributesOf }] = actions;
    expect(names(({ readOnly }) => readOnly)).toEqual([
      'compare-performance-runs',
      'explain-coverage',
      'get-operation',
      'get-performance-history',
      'get-performance-run',
      'list-clusters',
      'list-lifecycle-offers',
      'list-meshes',
      'list-operations',
      'list-performance-profiles',
      'list-performance-runs',
    ]);
    expect(names(({ destructive }) => destructive)).toEqual([
      'approve-operation',
      'resume-operation',
      'rollback-operation',
      'start-performance-run',
    ]);
    expect(
      names(({ readOnly, destructive }) => !readOnly && !destructive),
    ).toEqual(['cancel-operation', 'cancel-performance-run', 'plan-operation']);
  });

  it('list what the caller may see', async () => {
    const { clusters } = await invoke('list-clusters');
    expect(clusters).toEqual([
      expect.objectContaining({ name: 'edge', state: 'connected' }),
    ]);
    expect(api.credentialsSeen.at(-1)?.principal).toMatchObject({
      userEntityRef: 'user:default/ada',
    });
    expect((await invoke('list-meshes')).meshes).toEqual([
      expect.objectContaining({
        cluster: 'edge',
        id: 'istio~istio-system~default',
        version: '1.30.3',
        support: 'Istio 1.30 is supported.',
      }),
    ]);
    await expect(
      invoke('list-meshes', { cluster: 'vault' }),
    ).rejects.toMatchObject(because('No cluster "vault"; there are "edge"'));
  });

  it('explain why a workload is not on the mesh', async () => {
    const answer = await invoke('explain-coverage', {
      cluster: 'edge',
      namespace: 'orders',
    });
    expect(answer).toMatchObject({
      namespace: { intent: ['asks for sidecar injection'] },
      total: 1,
      workloads: [
        {
          name: 'orders',
          state: 'off-mesh',
          reasons: ['pod created before the label was set'],
        },
      ],
    });
    await expect(
      invoke('explain-coverage', { cluster: 'edge', namespace: 'nope' }),
    ).rejects.toMatchObject(because('No namespace "nope" in cluster "edge"'));
    await expect(
      invoke('explain-coverage', {
        cluster: 'edge',
        namespace: 'orders',
        workload: 'nope',
      }),
    ).rejects.toMatchObject(
      because('No workload "nope" in namespace "orders"'),
    );
  });

  it('refuse callers without the permission', async () => {
    api.setDecision(() => ({ result: AuthorizeResult.DENY }));
    for (const [name, input] of [
      ['list-clusters', {}],
      ['list-meshes', {}],
      ['explain-coverage', { cluster: 'edge', namespace: 'shop' }],
    ] as const)
      await expect(invoke(name, input)).rejects.toMatchObject(
        because('meshplane.mesh.read'),
      );
  });
});
