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

import { type ClusterHandle, waitFor } from '@meshplane/local-cluster';
import type { OperationDetail } from '@meshplane/plugin-meshplane-common';
import { describeWithCharts } from './stage/charts';
import type { Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

const OLD = '1.29.6';
const NEW = '1.30.3';

describeWithCharts('an upgrade that is stopped while Helm is at work', () => {
  let stage: Stage;
  let cluster: ClusterHandle;
  let operator: Operator;

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-stopped');
    operator = await stage.backend({ edge: cluster.kubeconfigPath });
    await operator.runs({
      kind: 'mesh.install',
      clusters: ['edge'],
      input: { definition: 'istio', version: OLD },
    });
  });

  afterAll(() => stage?.close());

  const releases = (base: string, istiod: string) => [
    `istio-system/istio-base ${base} deployed`,
    `istio-system/istiod ${istiod} deployed`,
  ];

  /** Approves an upgrade and waits until Helm waits for pods that nobody schedules. */
  async function upgradeThatWaits(): Promise<OperationDetail> {
    const planned = await operator.plan({
      kind: 'mesh.upgrade',
      clusters: ['edge'],
      input: { mesh: await operator.meshId('edge', 'istio'), version: NEW },
    });
    await cluster.stopComponent('scheduler');
    await operator.approve(planned);
    await operator.reaches(planned, 'Fetching chart istiod');
    await untilRelease('pending-upgrade');
    return planned;
  }

  async function untilRelease(status: string) {
    await waitFor(
      `no release becomes "${status}"`,
      async () =>
        (await operator.releases('edge')).some(one => one.endsWith(status)),
      { timeoutMs: 60_000 },
    );
  }

  it('by a wish to cancel: Helm ends, the release is whole, and the rest goes back', async () => {
    const planned = await upgradeThatWaits();
    await operator.api.cancelOperation(planned.id, { reason: 'Wrong day' });
    const cancelled = await operator.ends(planned);
    await cluster.startComponent('scheduler');
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      message: expect.stringContaining('Wrong day'),
    });
    // Helm goes back by itself when it is asked to end.
    expect(await operator.releases('edge')).toEqual(releases(NEW, OLD));
    await operator.api.rollbackOperation(planned.id);
    expect(await operator.ends(planned)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
    });
    expect(await operator.releases('edge')).toEqual(releases(OLD, OLD));
  });

  it('while the API server is away: it is said that the truth is unknown, and later what it is', async () => {
    const planned = await upgradeThatWaits();
    await cluster.stopComponent('apiserver');
    // Helm may give up by itself before the wish comes.
    await operator.api.cancelOperation(planned.id).catch(error => {
      if (error.body?.error.name !== 'ConflictError') throw error;
    });
    const ended = await operator.ends(planned);
    expect(['cancelled', 'failed']).toContain(ended.state);
    expect(
      [ended.message, ...ended.steps.map(({ detail }) => detail)].join(),
    ).toMatch(
      /ECONNREFUSED|connection refused|cannot be reached|not answer|unreachable/i,
    );
    await cluster.startComponent('apiserver');
    await cluster.restart('controller-manager');
    await cluster.startComponent('scheduler');
    await operator.sees('edge');

    const { items } = await operator.api.getReleases('edge');
    expect(items.find(({ name }) => name === 'istiod')?.stuck).toMatchObject({
      actions: expect.arrayContaining(['rollback']),
    });
    await operator.runs({
      kind: 'release.recover',
      clusters: ['edge'],
      input: {
        namespace: 'istio-system',
        release: 'istiod',
        action: 'rollback',
      },
    });
    await operator.api.resumeOperation(planned.id);
    expect(await operator.ends(planned)).toMatchObject({ state: 'succeeded' });
    expect(await operator.releases('edge')).toEqual(releases(NEW, NEW));
  });
});
