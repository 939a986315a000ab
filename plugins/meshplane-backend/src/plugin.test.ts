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

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { meshplanePlugin } from './plugin';

jest.setTimeout(60_000);

describe('the plugin in a backend without clusters, Helm and notifications', () => {
  it('starts, plans what it can, and says what it cannot', async () => {
    const backend = await startTestBackend({
      features: [
        meshplanePlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            meshplane: { operations: { approval: 'four-eyes' } },
          },
        }),
      ],
    });
    const { server } = backend;
    const base = '/api/meshplane/v1';
    const list = await request(server).get(`${base}/operations`);
    expect(list.body).toEqual({ items: [], total: 0, limit: 50, offset: 0 });
    const refused = await request(server)
      .post(`${base}/operations`)
      .send({
        kind: 'mesh.install',
        clusters: ['edge'],
        input: { definition: 'istio' },
      });
    expect(refused.status).toBe(404);
    expect(refused.body.error.message).toContain('No cluster "edge"');
    const samples = await request(server).get(`${base}/samples`);
    expect(samples.status).toBe(200);
    expect(samples.body.items.length).toBeGreaterThan(0);
    const limits = await request(server).get(`${base}/performance/limits`);
    expect(limits.body).toMatchObject({ enabled: true, targets: [] });
    const runners = await request(server).get(`${base}/performance/runners`);
    expect(runners.body.items).toContainEqual(
      expect.objectContaining({
        type: 'local',
        generator: 'meshplane',
        available: true,
      }),
    );
    const nowhere = await request(server)
      .post(`${base}/performance/runs`)
      .send({
        profile: {
          name: 'Nowhere',
          load: {
            name: 'Nowhere',
            endpoints: [{ url: 'http://169.254.169.254/latest' }],
            load: {
              model: 'open',
              stages: [{ seconds: 1, from: 1, to: 1 }],
            },
          },
        },
      });
    expect(nowhere.status).toBe(403);
    expect(nowhere.body.error.message).toContain('is not an allowed target');
    await backend.stop();
  });
});
