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
import { type ClusterHandle, waitFor } from '@meshplane/local-cluster';
import type { BackendProcess } from './stage/BackendProcess';
import { describeWithCharts } from './stage/charts';
import { readDatabase } from './stage/database';
import { stepsOf } from './stage/Operator';
import { childrenOf } from './stage/processes';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

const OLD = '1.29.6';
const NEW = '1.30.3';
const ISTIOD = { namespace: 'istio-system', release: 'istiod' };

describeWithCharts('a backend that is killed while Helm is at work', () => {
  let stage: Stage;
  let cluster: ClusterHandle;
  let settings: Parameters<Stage['process']>[0];
  let backend: BackendProcess;

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-killed');
    settings = {
      meshplane: await stage.config({ edge: cluster.kubeconfigPath }),
      database: await stage.folder('database'),
    };
    backend = await stage.process(settings);
  });

  afterAll(() => stage?.close());

  /** Kills the backend as soon as the release hangs, and starts another one over the same database. */
  async function killWhile(status: string) {
    const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
    await waitFor(
      `release "istiod" does not become "${status}"`,
      async () => {
        const { items } = await core.listNamespacedSecret({
          namespace: ISTIOD.namespace,
          labelSelector: `owner=helm,name=istiod,status=${status}`,
        });
        return items.length > 0;
      },
      { timeoutMs: 60_000 },
    );
    const orphans = await childrenOf(backend.pid);
    await backend.kill();
    // What it had started has no way to the cluster any more; it would only wait.
    for (const { pid } of orphans) process.kill(pid, 'SIGKILL');
    await cluster.startComponent('scheduler');
    backend = await stage.process(settings);
  }

  async function expectInterrupted(id: string) {
    const { operator } = backend;
    const ended = await operator.ends({ id });
    expect(ended.state).toBe('interrupted');
    expect(ended.message).toContain('Nothing is locked');
    const { operation_locks } = await readDatabase(settings.database);
    expect(operation_locks).toEqual([]);
    const cut = ended.steps.find(({ detail }) => detail?.includes('pending-'));
    expect(cut).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('Recover the release first'),
    });
    return ended;
  }

  const recover = (action: 'rollback' | 'remove-pending' | 'uninstall') =>
    backend.operator.runs({
      kind: 'release.recover',
      clusters: ['edge'],
      input: { ...ISTIOD, action },
    });

  it('in an installation: says what is true, and resumes after the release is recovered', async () => {
    const planned = await backend.operator.plan({
      kind: 'mesh.install',
      clusters: ['edge'],
      input: { definition: 'istio', version: OLD },
    });
    // Without a scheduler no pod becomes ready, and Helm waits.
    await cluster.stopComponent('scheduler');
    await backend.operator.approve(planned);
    await killWhile('pending-install');
    await expectInterrupted(planned.id);
    const { operator } = backend;
    expect(await operator.releases('edge')).toEqual([
      `istio-system/istio-base ${OLD} deployed`,
      `istio-system/istiod ${OLD} pending-install`,
    ]);
    // As long as the release hangs, nothing is done behind its back.
    await operator.api.resumeOperation(planned.id);
    expect(await operator.ends(planned)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('needs a decision first'),
    });

    await recover('remove-pending');
    await operator.api.resumeOperation(planned.id);
    const ended = await operator.ends(planned);
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(stepsOf(ended).filter(step => step.endsWith(': failed'))).toEqual(
      [],
    );
    expect(await operator.releases('edge')).toEqual([
      `istio-system/istio-base ${OLD} deployed`,
      `istio-system/istiod ${OLD} deployed`,
    ]);
  });

  it('in an upgrade: the release goes back to its last good revision, and so does the rest', async () => {
    const planned = await backend.operator.plan({
      kind: 'mesh.upgrade',
      clusters: ['edge'],
      input: {
        mesh: await backend.operator.meshId('edge', 'istio'),
        version: NEW,
      },
    });
    await cluster.stopComponent('scheduler');
    await backend.operator.approve(planned);
    await killWhile('pending-upgrade');
    await expectInterrupted(planned.id);
    await recover('rollback');
    const { operator } = backend;
    await operator.api.rollbackOperation(planned.id);
    expect(await operator.ends(planned)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
    });
    expect(await operator.releases('edge')).toEqual([
      `istio-system/istio-base ${OLD} deployed`,
      `istio-system/istiod ${OLD} deployed`,
    ]);
    expect(await operator.meshes('edge')).toEqual([`istio ${OLD}`]);
  });
});
