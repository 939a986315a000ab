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

import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { ClusterSource } from '@meshplane/plugin-meshplane-node';
import { readMeshplaneConfig } from '../config';
import { FakeTiming } from './__testUtils__/FakeTiming';
import { FakeCluster } from './__testUtils__/fakeCluster';
import { clusterWhere } from './__testUtils__/clusterWhere';
import { createClusterAccess } from './createClusterAccess';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

async function setUp(extraSources: ClusterSource[] = []) {
  const rootConfig = mockServices.rootConfig({
    data: {
      meshplane: {
        clusters: [{ name: 'broken', kubeconfig: '/nowhere/config' }],
        history: { retention: '1h' },
      },
    },
  });
  const logger = mockServices.logger.mock();
  const scheduler = mockServices.scheduler.mock();
  const lifecycle = mockServices.lifecycle.mock();
  const timing = new FakeTiming();
  const services = await createClusterAccess({
    config: readMeshplaneConfig(rootConfig, logger),
    logger,
    discovery: mockServices.discovery(),
    auth: mockServices.auth(),
    database: mockServices.database({ knex: await databases.init('SQLITE_3') }),
    scheduler,
    lifecycle,
    timing,
    extraSources,
  });
  return { services, logger, scheduler, lifecycle, timing };
}

describe('createClusterAccess', () => {
  it('starts with the backend, shows a broken entry as misconfigured and warns with key and value', async () => {
    const { services, logger, lifecycle } = await setUp();
    expect(services.access.list()).toEqual([]);
    await lifecycle.addStartupHook.mock.calls[0][0]();
    const { health } = await clusterWhere(
      services.access,
      'broken',
      () => true,
    );
    const problem =
      "Cannot read the file '/nowhere/config' of 'meshplane.clusters[0].kubeconfig': it does not exist";
    expect(health).toMatchObject({ state: 'misconfigured', message: problem });
    expect(logger.warn).toHaveBeenCalledWith(
      `Cluster 'broken' is misconfigured: ${problem}`,
      { cluster: 'broken', source: 'config' },
    );
    const { steps } = await services.diagnose('broken', []);
    expect(steps[0]).toMatchObject({ state: 'failed', detail: problem });
    await lifecycle.addShutdownHook.mock.calls[0][0]();
  });

  it('asks the sources of the extension point and records what happens to their clusters', async () => {
    const fake = new FakeCluster();
    const { services, timing } = await setUp([
      {
        id: 'company',
        list: async () => [
          {
            name: 'extra',
            state: 'ready',
            fingerprint: '',
            connect: async () => fake.connect(),
          },
        ],
      },
    ]);
    services.start();
    await timing.advance(0);
    expect(services.access.get('extra').source).toBe('company');
    await services.stop();
    await expect(services.history.list('extra')).resolves.toMatchObject([
      { to: 'connected', at: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('forgets history that is older than the configured time', async () => {
    const { services, scheduler, timing } = await setUp();
    const [{ fn, scope }] = scheduler.scheduleTask.mock.calls[0];
    expect(scope).toBe('global');
    for (const to of ['connected', 'unreachable'] as const) {
      await services.history.record({
        cluster: 'a',
        at: new Date(timing.now()).toISOString(),
        to,
        message: '',
      });
    }
    await timing.advance(2 * 3_600_000);
    await fn(new AbortController().signal);
    await expect(services.history.list('a')).resolves.toHaveLength(1);
  });

  it('gives the ClusterRole for what is enabled', async () => {
    const { services } = await setUp();
    const { yaml, features } = services.rbac();
    expect(yaml).toContain('kind: ClusterRole\n');
    expect(features).toContainEqual({
      feature: 'helm-releases',
      title: 'Helm releases',
      enabled: false,
    });
  });

  it('names the clusters that exist when another one is asked for', async () => {
    const { services } = await setUp();
    await expect(services.diagnose('nobody', [])).rejects.toThrow(
      "There is no cluster 'nobody'",
    );
  });
});
