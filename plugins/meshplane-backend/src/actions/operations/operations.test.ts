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
import {
  meshplaneMeshReadPermission,
  meshplaneOperationApprovePermission,
  meshplaneOperationCreatePermission,
  meshplaneOperationOverridePermission,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { clusterOf } from '../../__testUtils__/fakes';
import {
  fakeCatalog,
  FakeWorld,
  makeStep,
  plannedOf,
  stepOf,
} from '../../__testUtils__/operations';
import { startApi, type TestApi } from '../../__testUtils__/startApi';
import {
  createMeshplaneConditionalDecision,
  meshplaneConditions,
} from '../../api/authorization/clusterRules';

const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;
const ADA = 'user:default/ada';
const RESTART = {
  kind: 'workload.restart',
  clusters: ['edge'],
  input: { namespace: 'shop' },
};
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** The registry passes errors on over HTTP. */
const because = (message: string) => ({
  cause: { message: expect.stringContaining(message) },
});

describe('actions on operations', () => {
  const world = new FakeWorld();
  let fails = false;
  let api: TestApi;

  beforeAll(async () => {
    const reachable = (name: string) =>
      clusterOf(name, { connection: {} as ClusterConnection });
    api = await startApi({
      clusters: [reachable('edge'), reachable('vault')],
      operations: fakeCatalog({
        plans: {
          plan: () =>
            plannedOf({
              steps: [stepOf('a', 'make'), stepOf('b', 'make')],
              restarts: Array.from(
                { length: 60 },
                (_, i) => `Deployment s/${i}`,
              ),
              findings: [
                {
                  id: 'fine',
                  severity: 'passed',
                  title: 'Enough room',
                  detail: '',
                  evidence: [],
                  overridden: false,
                },
                {
                  id: 'long',
                  severity: 'warning',
                  title: 'Much to say',
                  detail: 'x'.repeat(5000),
                  evidence: [],
                  overridden: false,
                },
              ],
              changes: (['create', 'unchanged'] as const).map(action => ({
                step: 'a',
                action,
                object: {
                  apiVersion: 'v1',
                  kind: 'ConfigMap',
                  namespace: 'shop',
                  name: action,
                },
                diff: '+a',
                conflicts: [],
              })),
            }),
        },
        executors: [
          makeStep(world, {
            before: (_, { name }) => {
              if (fails && name === 'b') throw new Error('no room');
            },
          }),
        ],
      }),
      lifecycle: {
        offers: async cluster => ({
          helm: { ready: true, message: 'Helm is there' },
          items: ['istio', 'linkerd'].map(definition => ({
            definition,
            displayName: `${definition} on ${cluster.name}`,
            kind: 'mesh' as const,
            support: 'managed' as const,
            presets: [{ id: 'default', title: '', description: '' }],
            components: [],
            revisions: true,
            canaryUpgrade: true,
            toggles: [],
            versions: Array.from({ length: 30 }, (_, index) => ({
              version: `1.30.${30 - index}`,
              support: 'supported' as const,
              recommended: index === 0,
              reasons: [],
            })),
            instances: [],
          })),
        }),
      },
    });
  });

  beforeEach(() => {
    fails = false;
    world.made.clear();
    api.setDecision(() => ALLOW);
    api.auditor.createEvent.mockClear();
    api.auditEvent.success.mockClear();
    api.auditEvent.fail.mockClear();
  });

  const invoke = async (name: string, input = {}) => {
    const { output } = await api.actions.invoke({
      id: `meshplane:${name}`,
      input,
      credentials: mockCredentials.user(ADA),
    });
    return output as Record<string, any>;
  };
  const run = async () => {
    const { id, planHash } = await invoke('plan-operation', RESTART);
    await invoke('approve-operation', { operation: id, planHash });
    await api.operations.engine.idle();
    return { id };
  };

  it('plan, show, approve and list, in the name of the caller', async () => {
    const planned = await invoke('plan-operation', RESTART);
    expect(planned).toMatchObject({
      state: 'planned',
      createdBy: ADA,
      plan: {
        changes: { create: 1, update: 0, delete: 0, unchanged: 1 },
        checksPassed: 1,
        findings: [{ id: 'long', severity: 'warning' }],
      },
    });
    expect(world.made.size).toBe(0);
    const shown = await invoke('get-operation', {
      operation: planned.id,
      changes: true,
    });
    expect(shown.objects).toEqual([
      {
        action: 'create',
        object: 'ConfigMap shop/create',
        diff: '+a',
        conflicts: [],
      },
    ]);
    await invoke('approve-operation', {
      operation: planned.id,
      planHash: planned.planHash,
      comment: 'go',
    });
    await api.operations.engine.idle();
    expect(
      await invoke('get-operation', { operation: planned.id }),
    ).toMatchObject({ state: 'succeeded', approvedBy: ADA, stepsDone: 2 });
    expect([...world.of('edge')]).toEqual(['a', 'b']);
    const { operations, total } = await invoke('list-operations', { limit: 1 });
    expect(total).toBeGreaterThan(0);
    expect(operations).toEqual([
      expect.objectContaining({ id: planned.id, state: 'succeeded' }),
    ]);
  });

  it('keep their answers short', async () => {
    const { plan } = await invoke('plan-operation', RESTART);
    expect(plan.restarts).toHaveLength(50);
    expect(plan.restartsTotal).toBe(60);
    expect(plan.findings[0].detail).toHaveLength(1001);
    const { helm, offers } = await invoke('list-lifecycle-offers', {
      cluster: 'edge',
      definition: 'istio',
    });
    expect(helm.ready).toBe(true);
    expect(offers).toHaveLength(1);
    expect(offers[0].versions).toHaveLength(10);
    expect(offers[0].versions[0]).toMatchObject({ recommended: true });
    await expect(
      invoke('list-lifecycle-offers', { cluster: 'edge', definition: 'nope' }),
    ).rejects.toMatchObject(because('No mesh or gateway "nope"'));
  });

  it('resume what failed, and take it back', async () => {
    fails = true;
    const { id } = await run();
    expect(await invoke('get-operation', { operation: id })).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('no room'),
    });
    await invoke('resume-operation', { operation: id, reason: 'again' });
    await api.operations.engine.idle();
    expect(await invoke('get-operation', { operation: id })).toMatchObject({
      state: 'failed',
    });
    await invoke('rollback-operation', { operation: id });
    await api.operations.engine.idle();
    expect(await invoke('get-operation', { operation: id })).toMatchObject({
      state: 'cancelled',
    });
    expect(world.of('edge').size).toBe(0);
    await expect(
      invoke('cancel-operation', { operation: id }),
    ).rejects.toMatchObject(because('cannot be cancelled'));
  });

  it('are audited as over HTTP, with the caller', async () => {
    const { id } = await invoke('plan-operation', RESTART);
    expect(api.auditor.createEvent).toHaveBeenLastCalledWith({
      eventId: 'operation-create',
      severityLevel: 'low',
      meta: { via: 'action', caller: ADA },
    });
    expect(api.auditEvent.success).toHaveBeenLastCalledWith({
      meta: expect.objectContaining({ operation: id, clusters: ['edge'] }),
    });
    await expect(
      invoke('approve-operation', { operation: id, planHash: 'another' }),
    ).rejects.toMatchObject(because('has the hash'));
    expect(api.auditor.createEvent).toHaveBeenLastCalledWith({
      eventId: 'operation-approve',
      severityLevel: 'high',
      meta: { operation: id, via: 'action', caller: ADA },
    });
    expect(api.auditEvent.fail).toHaveBeenLastCalledWith({
      error: expect.objectContaining({ name: 'ConflictError' }),
      meta: expect.objectContaining({ kind: 'workload.restart' }),
    });
  });

  it('check input as the API does', async () => {
    await expect(
      invoke('plan-operation', { ...RESTART, input: { namespace: 'No' } }),
    ).rejects.toMatchObject(because('"input.namespace"'));
    await expect(
      invoke('plan-operation', {
        ...RESTART,
        input: { namespace: 'shop', pase: 1 },
      }),
    ).rejects.toMatchObject(because('unknown field "input.pase"'));
    await expect(
      invoke('get-operation', { operation: 'nope' }),
    ).rejects.toMatchObject(because('the id of an operation, a UUID'));
    await expect(
      invoke('get-operation', { operation: UNKNOWN_ID }),
    ).rejects.toMatchObject(because(`No operation "${UNKNOWN_ID}"`));
  });

  it('refuse callers without the permission', async () => {
    const { id, planHash } = await invoke('plan-operation', RESTART);
    const without = (permission: { name: string }) =>
      api.setDecision(name => (name === permission.name ? DENY : ALLOW));

    without(meshplaneOperationCreatePermission);
    await expect(invoke('plan-operation', RESTART)).rejects.toMatchObject(
      because('meshplane.operation.create'),
    );
    without(meshplaneOperationOverridePermission);
    await expect(
      invoke('plan-operation', {
        ...RESTART,
        override: { findings: ['long'], reason: 'because I say so' },
      }),
    ).rejects.toMatchObject(because('meshplane.operation.override'));
    without(meshplaneOperationApprovePermission);
    for (const name of [
      'approve-operation',
      'cancel-operation',
      'resume-operation',
      'rollback-operation',
    ])
      await expect(
        invoke(name, {
          operation: id,
          ...(name === 'approve-operation' && { planHash }),
        }),
      ).rejects.toMatchObject(because('meshplane.operation.approve'));
    without(meshplaneMeshReadPermission);
    for (const [name, input] of [
      ['list-operations', {}],
      ['get-operation', { operation: id }],
      ['list-lifecycle-offers', { cluster: 'edge' }],
    ] as const)
      await expect(invoke(name, input)).rejects.toMatchObject(
        because('meshplane.mesh.read'),
      );
    expect(world.made.size).toBe(0);
  });

  it('show and change nothing of clusters that the caller may not see', async () => {
    const hidden = await invoke('plan-operation', {
      ...RESTART,
      clusters: ['vault'],
    });
    api.setDecision(() =>
      createMeshplaneConditionalDecision(
        meshplaneMeshReadPermission,
        meshplaneConditions.isCluster({ names: ['edge'] }),
      ),
    );
    await expect(
      invoke('get-operation', { operation: hidden.id }),
    ).rejects.toMatchObject(because(`No operation "${hidden.id}"`));
    const { operations } = await invoke('list-operations', {});
    expect(
      operations.flatMap((one: { clusters: string[] }) => one.clusters),
    ).not.toContain('vault');
    await expect(
      invoke('approve-operation', {
        operation: hidden.id,
        planHash: hidden.planHash,
      }),
    ).rejects.toMatchObject(because(`No operation "${hidden.id}"`));
  });
});
