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

import * as k8s from '@kubernetes/client-node';
import type { ClusterHandle } from '@meshplane/local-cluster';
import { describeWithCharts } from './stage/charts';
import { blockingOf, type Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

const CRD = 'httproutes.gateway.networking.k8s.io';

describeWithCharts('the definitions of the Gateway API', () => {
  let stage: Stage;
  let operator: Operator;
  let cluster: ClusterHandle;

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-gateway-api');
    operator = await stage.backend({ edge: cluster.kubeconfigPath });
  });

  afterAll(() => stage?.close());

  /** What the cluster itself says of a definition. */
  async function bundle() {
    const api = cluster.kubeConfig().makeApiClient(k8s.ApiextensionsV1Api);
    const { metadata } = await api.readCustomResourceDefinition({ name: CRD });
    const annotation = (name: string) =>
      metadata?.annotations?.[`gateway.networking.k8s.io/${name}`];
    return `${annotation('channel')} ${annotation('bundle-version')}`;
  }

  const changeTo = async (
    version: string,
    channel: 'standard' | 'experimental' = 'standard',
  ) => ({
    kind: 'mesh.upgrade' as const,
    clusters: ['edge'],
    input: {
      mesh: await operator.meshId('edge', 'gateway-api'),
      version,
      gatewayApi: { channel, version },
    },
  });

  it('are installed, and brought up to a newer bundle', async () => {
    await operator.runs({
      kind: 'mesh.install',
      clusters: ['edge'],
      input: {
        definition: 'gateway-api',
        version: '1.5.1',
        gatewayApi: { channel: 'standard', version: '1.5.1' },
      },
    });
    expect(await bundle()).toBe('standard v1.5.1');
    const up = await operator.runs(await changeTo('1.6.1'));
    expect(up.plan?.findings).toContainEqual(
      expect.objectContaining({
        id: 'gateway-api-one-way',
        severity: 'warning',
      }),
    );
    expect(await bundle()).toBe('standard v1.6.1');
  });

  it('are not taken back below what their policy lets pass', async () => {
    const down = await operator.plan(await changeTo('1.5.1'));
    expect(blockingOf(down)).toContainEqual(
      expect.stringContaining('safe-upgrades-policy'),
    );
    await expect(operator.approve(down)).rejects.toMatchObject({
      body: {
        error: {
          name: 'ConflictError',
          message: expect.stringContaining('safe-upgrades'),
        },
      },
    });
    expect(await bundle()).toBe('standard v1.6.1');
  });

  it('are not replaced by experimental ones', async () => {
    const other = await operator.plan(await changeTo('1.6.1', 'experimental'));
    expect(blockingOf(other)).toContainEqual(
      expect.stringContaining('safe-upgrades-policy'),
    );
    expect(await bundle()).toBe('standard v1.6.1');
  });
});
