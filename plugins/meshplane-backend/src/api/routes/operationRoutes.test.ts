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

import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MeshplaneClient,
  meshplaneMeshReadPermission,
  meshplaneOperationApprovePermission,
  meshplaneOperationCreatePermission,
  type OperationEvent,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import request from 'supertest';
import { clusterOf } from '../../__testUtils__/fakes';
import {
  fakeCatalog,
  FakeWorld,
  makeStep,
  plannedOf,
  stepOf,
} from '../../__testUtils__/operations';
import { startApi, type TestApi } from '../../__testUtils__/startApi';
import { Door } from '../../operations/__testUtils__/Replica';
import {
  createMeshplaneConditionalDecision,
  meshplaneConditions,
} from '../authorization/clusterRules';

jest.setTimeout(60_000);

const BASE = '/api/meshplane/v1';
const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;
const BODY = {
  kind: 'workload.restart',
  clusters: ['edge'],
  input: { namespace: 'shop' },
};

describe('operations over HTTP', () => {
  const reachable = (name: string) =>
    clusterOf(name, { connection: {} as ClusterConnection });
  let api: TestApi;
  let client: MeshplaneClient;
  let world: FakeWorld;
  let door: Door | undefined;

  beforeAll(async () => {
    world = new FakeWorld();
    api = await startApi({
      clusters: [reachable('edge'), reachable('vault')],
      operations: fakeCatalog({
        plans: {
          plan: () =>
            plannedOf({
              steps: [stepOf('a', 'make'), stepOf('b', 'make')],
              findings: [
                {
                  id: 'tight',
                  severity: 'blocking',
                  title: 'Little room',
                  detail: '',
                  evidence: [],
                  overridden: false,
                },
              ],
              changes: ['create', 'update', 'update'].map((action, index) => ({
                step: index === 2 ? 'b' : 'a',
                action: action as 'create',
                object: { apiVersion: 'v1', kind: 'ConfigMap', name: action },
                diff: `+${index}`,
                conflicts: [],
              })),
            }),
        },
        executors: [
          makeStep(world, { before: context => door?.pass(context.signal) }),
        ],
      }),
    });
    const { port } = api.server.address() as AddressInfo;
    client = new MeshplaneClient({
      discoveryApi: {
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      },
      fetchApi: { fetch },
    });
  });

  beforeEach(() => {
    world.made.clear();
    door = undefined;
    api.setDecision(() => ALLOW);
    api.auditor.createEvent.mockClear();
    api.auditEvent.success.mockClear();
    api.auditEvent.fail.mockClear();
  });

  const override = { findings: ['tight'], reason: 'it is a test cluster' };
  const plan = () =>
    client.createOperation({ ...BODY, kind: 'workload.restart', override });
  const post = (path: string, body: unknown = {}) =>
    request(api.server)
      .post(`${BASE}${path}`)
      .send(body as object);

  it('plans, approves and follows an operation to its end', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      state: 'planned',
      createdBy: 'user:default/mock',
      plan: { changes: { create: 1, update: 2, delete: 0, unchanged: 0 } },
      override: { by: 'user:default/mock' },
    });
    expect(api.auditEvent.success).toHaveBeenLastCalledWith({
      meta: expect.objectContaining({
        operation: planned.id,
        kind: 'workload.restart',
        clusters: ['edge'],
        override,
      }),
    });
    const changes = await client.getOperationChanges(planned.id, {
      action: 'update',
      limit: 1,
    });
    expect(changes).toMatchObject({ total: 2, items: [{ diff: '+1' }] });
    await expect(client.getOperationFiles(planned.id)).rejects.toMatchObject({
      statusCode: 404,
    });

    const events: OperationEvent[] = [];
    const following = client.streamOperation(
      planned.id,
      event => events.push(event),
      { signal: new AbortController().signal },
    );
    const { state } = await client.approveOperation(planned.id, {
      planHash: planned.plan!.hash,
      comment: 'looks good',
    });
    expect(['running', 'succeeded']).toContain(state);
    expect(api.auditEvent.success).toHaveBeenLastCalledWith({
      meta: expect.objectContaining({ planHash: planned.plan!.hash }),
    });
    await following;
    expect(events.at(-1)).toEqual({ type: 'end', state: 'succeeded' });
    const seqs = events.flatMap(event =>
      event.type === 'log' ? [event.entry.seq] : [],
    );
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));

    expect(await client.getOperation(planned.id)).toMatchObject({
      state: 'succeeded',
      stepsDone: 2,
      decisions: [{ action: 'approve', comment: 'looks good' }],
    });
    const log = await client.getOperationLog(planned.id, {
      after: seqs.length - 1,
    });
    expect(log).toMatchObject({
      items: [{ seq: seqs.length }],
      more: false,
    });
    expect(await client.getOperations({ state: 'succeeded' })).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id: planned.id }),
      ]),
      limit: 50,
    });
  });

  it('replays only what a reader has not seen, by `after` or by Last-Event-ID', async () => {
    const { id, plan: its } = await plan();
    await client.approveOperation(id, { planHash: its!.hash });
    await api.operations.engine.idle();
    const all = (await client.getOperationLog(id)).items;
    const stream = async (query: string, header?: string) => {
      const response = await request(api.server)
        .get(`${BASE}/operations/${id}/events${query}`)
        .set(header === undefined ? {} : { 'Last-Event-ID': header });
      expect(response.headers['cache-control']).toContain('no-transform');
      return [...response.text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) =>
        Number(seq),
      );
    };
    const last = all.length;
    expect(await stream('')).toHaveLength(last);
    expect(await stream(`?after=${last - 2}`)).toEqual([last - 1, last]);
    expect(await stream('?after=0', `${last - 1}`)).toEqual([last]);
  });

  it('cancels over HTTP, and says what can be done next', async () => {
    door = new Door();
    const { id, plan: its } = await plan();
    await client.approveOperation(id, { planHash: its!.hash });
    await door.reached;
    const running = await client.getOperation(id);
    expect(
      running.actions.filter(({ allowed }) => allowed).map(a => a.action),
    ).toEqual(['cancel']);
    await client.cancelOperation(id, { reason: 'wrong one' });
    await api.operations.engine.idle();
    door = undefined;
    expect((await client.getOperation(id)).state).toBe('cancelled');
    await client.resumeOperation(id);
    await api.operations.engine.idle();
    expect((await client.getOperation(id)).state).toBe('succeeded');
  });

  it.each([
    ['no kind', {}, 'field "kind"'],
    ['an unknown kind', { ...BODY, kind: 'mesh.explode' }, 'field "kind"'],
    [
      'a missing field',
      { ...BODY, input: {} },
      'The field "input.namespace" is missing',
    ],
    [
      'a wrong value',
      { ...BODY, input: { namespace: 'Not A Name' } },
      'Invalid field "input.namespace": "Not A Name"',
    ],
    [
      'an unknown field',
      { ...BODY, input: { namespace: 'shop', pase: {} } },
      'unknown field "input.pase"',
    ],
    ['no clusters', { ...BODY, clusters: [] }, 'field "clusters"'],
    [
      'a credential in its input',
      {
        kind: 'mesh.install',
        clusters: ['edge'],
        input: {
          definition: 'linkerd',
          values: 'key: |\n  -----BEGIN EC PRIVATE KEY-----\n  MHcCAQ',
        },
      },
      '"input.values" holds a private key',
    ],
  ])('refuses a body with %s, and names it', async (_title, body, message) => {
    const before = (await client.getOperations({ children: 'true' })).total;
    const response = await post('/operations', body);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain(message);
    expect((await client.getOperations({ children: 'true' })).total).toBe(
      before,
    );
    expect(api.auditEvent.fail).toHaveBeenCalledTimes(1);
  });

  it('refuses what is no JSON, and what is too much of it', async () => {
    const text = await request(api.server)
      .post(`${BASE}/operations`)
      .set('content-type', 'application/json')
      .send('{"kind": ');
    expect(text.status).toBe(400);
    expect(text.body.error.message).toContain('not JSON');
    const form = await request(api.server)
      .post(`${BASE}/operations`)
      .type('form')
      .send('kind=mesh.install');
    expect(form.status).toBe(400);
    expect(form.body.error.message).toContain('x-www-form-urlencoded');
    const big = await post('/operations', { ...BODY, more: 'x'.repeat(2e6) });
    expect(big.status).toBe(413);
  });

  it('answers what is not possible now with 409, and what is not there with 404', async () => {
    const { id } = await plan();
    const early = await post(`/operations/${id}/resume`);
    expect(early.status).toBe(409);
    expect(early.body.error.message).toContain('It is planned');
    const missing = await post(`/operations/${id}/approve`);
    expect(missing.status).toBe(400);
    expect(missing.body.error.message).toBe('The field "planHash" is missing');
    const other = '6f0d3f5e-0000-4000-8000-000000000000';
    await expect(client.getOperation(other)).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(client.getOperation('1')).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('needs a permission of its own to pass over findings', async () => {
    api.setDecision(name =>
      name === 'meshplane.operation.override' ? DENY : ALLOW,
    );
    const refused = await post('/operations', { ...BODY, override });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain(
      'meshplane.operation.override',
    );
    const without = await post('/operations', BODY);
    expect(without.status).toBe(200);
    const { id, plan: its } = without.body;
    const blocked = await post(`/operations/${id}/approve`, {
      planHash: its.hash,
    });
    expect(blocked.status).toBe(409);
    expect(blocked.body.error.message).toContain('Little room');
  });

  it('shows somebody who may not approve why not', async () => {
    const { id, plan: its } = await plan();
    api.setDecision(name =>
      name === meshplaneOperationApprovePermission.name ? DENY : ALLOW,
    );
    const { actions } = await client.getOperation(id);
    expect(actions[0]).toEqual({
      action: 'approve',
      allowed: false,
      reason: 'Permission "meshplane.operation.approve" is needed for this',
    });
    await expect(
      client.approveOperation(id, { planHash: its!.hash }),
    ).rejects.toMatchObject({ statusCode: 403 });
  });

  describe('for somebody who may see one of two clusters', () => {
    const onlyEdge = (name: string) => {
      const permission = [
        meshplaneMeshReadPermission,
        meshplaneOperationCreatePermission,
        meshplaneOperationApprovePermission,
      ].find(one => one.name === name);
      return permission
        ? createMeshplaneConditionalDecision(
            permission,
            meshplaneConditions.isCluster({ names: ['edge'] }),
          )
        : DENY;
    };

    it('hides operations on the other, in lists and by address', async () => {
      const both = await client.createOperation({
        ...BODY,
        kind: 'workload.restart',
        clusters: ['edge', 'vault'],
      });
      const vault = both.children.find(({ cluster }) => cluster === 'vault')!;
      const edge = both.children.find(({ cluster }) => cluster === 'edge')!;
      api.setDecision(onlyEdge);
      const { items } = await client.getOperations({ children: 'true' });
      const ids = items.map(({ id }) => id);
      expect(ids).toContain(edge.id);
      expect(ids).not.toContain(vault.id);
      expect(ids).not.toContain(both.id);
      for (const id of [vault.id, both.id]) {
        await expect(client.getOperation(id)).rejects.toMatchObject({
          statusCode: 404,
          cause: { message: `No operation "${id}"` },
        });
        const cancelled = await post(`/operations/${id}/reject`);
        expect(cancelled.status).toBe(404);
      }
    });

    it('refuses plans on the other', async () => {
      api.setDecision(onlyEdge);
      const response = await post('/operations', {
        ...BODY,
        clusters: ['edge', 'vault'],
      });
      expect(response.status).toBe(404);
      expect(response.body.error.message).toContain('"vault"');
    });

    it('lets plan, but not approve, where only planning is granted', async () => {
      api.setDecision(name =>
        name === meshplaneOperationApprovePermission.name
          ? createMeshplaneConditionalDecision(
              meshplaneOperationApprovePermission,
              meshplaneConditions.isCluster({ names: ['vault'] }),
            )
          : ALLOW,
      );
      const { id } = await plan();
      const refused = await post(`/operations/${id}/reject`);
      expect(refused.status).toBe(403);
      const { actions } = await client.getOperation(id);
      expect(actions.filter(({ allowed }) => allowed)).toEqual([]);
    });
  });

  it('tells open pages of the portal', async () => {
    const abort = new AbortController();
    let hello = () => {};
    const started = new Promise<void>(resolve => {
      hello = resolve;
    });
    const seen = new Set<string>();
    const wanted: { id?: string } = {};
    let found = () => {};
    const told = new Promise<void>(resolve => {
      found = resolve;
    });
    const stream = client.streamEvents(event => {
      if (event.type === 'hello') hello();
      if (event.type !== 'operation') return;
      seen.add(event.operation);
      if (wanted.id && seen.has(wanted.id)) found();
    }, abort.signal);
    await started;
    wanted.id = (await plan()).id;
    if (seen.has(wanted.id)) found();
    await told;
    expect(seen).toContain(wanted.id);
    abort.abort();
    await stream;
  });

  it('needs credentials to follow', async () => {
    const { id } = await plan();
    const response = await request(api.server)
      .get(`${BASE}/operations/${id}/events`)
      .set('Authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
  });
});
