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
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import request from 'supertest';
import { clusterOf } from '../__testUtils__/fakes';
import {
  fakeCatalog,
  FakeWorld,
  makeStep,
  plannedOf,
  stepOf,
  testSettings,
} from '../__testUtils__/operations';
import { startApi } from '../__testUtils__/startApi';
import type { OperationSettings } from './settings';

const BASE = '/api/meshplane/v1';
const BODY = {
  kind: 'mesh.uninstall',
  clusters: ['edge'],
  input: { mesh: 'istio~istio-system~default' },
};

describe('operations that are switched off', () => {
  it('are refused at every door, and can still be ended', async () => {
    // As the configuration of a portal that was restarted meanwhile.
    const enabled = { lifecycle: true, workloads: true };
    const settings: OperationSettings = { ...testSettings, enabled };
    const world = new FakeWorld();
    const planned = plannedOf({ steps: [stepOf('a', 'make')] });
    const api = await startApi({
      clusters: [clusterOf('edge', { connection: {} as ClusterConnection })],
      operations: fakeCatalog({
        plans: { plan: () => planned },
        executors: [makeStep(world)],
      }),
      operationSettings: settings,
    });
    const post = (path: string, body: object = {}) =>
      request(api.server).post(`${BASE}${path}`).send(body);

    const { body: plan } = await post('/operations', BODY).expect(200);
    enabled.lifecycle = false;

    const refused = await post('/operations', BODY).expect(403);
    expect(refused.body.error.message).toContain(
      'set "meshplane.features.lifecycle" to true',
    );
    expect(api.auditEvent.fail).toHaveBeenCalled();

    const approval = await post(`/operations/${plan.id}/approve`, {
      planHash: plan.planHash,
    }).expect(403);
    expect(approval.body.error.message).toContain(
      'meshplane.features.lifecycle',
    );
    expect(world.made.size).toBe(0);

    const { actions } = await api.operations.service.read.detail(plan.id, {
      user: mockCredentials.user().principal.userEntityRef,
      mayApprove: true,
    });
    expect(actions).toContainEqual({
      action: 'approve',
      allowed: false,
      reason: expect.stringContaining('meshplane.features.lifecycle'),
    });
    await post('/operations', {
      kind: 'workload.restart',
      clusters: ['edge'],
      input: { namespace: 'shop' },
    }).expect(200);

    const { body } = await post(`/operations/${plan.id}/reject`).expect(200);
    expect(body.state).toBe('cancelled');
  });
});
