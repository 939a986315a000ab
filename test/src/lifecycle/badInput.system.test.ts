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
import type { OperationRequestInput } from '@meshplane/plugin-meshplane-common';
import { describeWithCharts } from './stage/charts';
import type { Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

type Install = Extract<OperationRequestInput, { kind: 'mesh.install' }>;

const refusal = (name: string, ...texts: (string | RegExp)[]) => ({
  body: {
    error: {
      name,
      message: expect.stringMatching(
        new RegExp(
          texts
            .map(text =>
              text instanceof RegExp
                ? text.source
                : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
            )
            .join('[^]*'),
        ),
      ),
    },
  },
});

describeWithCharts('bad input', () => {
  let stage: Stage;
  let operator: Operator;
  let cluster: ClusterHandle;

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-bad-input');
    operator = await stage.backend({ edge: cluster.kubeconfigPath });
  });

  afterAll(() => stage?.close());

  const install = (input: Partial<Install['input']>): Install => ({
    kind: 'mesh.install',
    clusters: ['edge'],
    input: { definition: 'istio', version: '1.30.3', ...input },
  });
  const plan = (input: Partial<Install['input']>) =>
    operator.plan(install(input));

  it('names the meshes there are for one that is unknown', async () => {
    await expect(plan({ definition: 'istoi' })).rejects.toMatchObject(
      refusal('NotFoundError', '"istoi"', '"istio"', '"linkerd"'),
    );
  });

  it('names a cluster that is unknown', async () => {
    await expect(
      operator.plan({ ...install({}), clusters: ['edge', 'nowhere'] }),
    ).rejects.toMatchObject(refusal('NotFoundError', '"nowhere"'));
  });

  it('names a version that is not there', async () => {
    await expect(plan({ version: '1.30.99' })).rejects.toMatchObject(
      refusal('NotFoundError', '1.30.99'),
    );
  });

  it('names the path of a value that breaks the schema of its chart', async () => {
    await expect(
      plan({
        components: ['gateway'],
        values: 'gateway:\n  autoscaling:\n    enabled: maybe\n',
      }),
    ).rejects.toMatchObject(
      refusal('InputError', '"gateway"', 'autoscaling.enabled', 'maybe'),
    );
  });

  it('says in which line and column YAML has an error', async () => {
    await expect(
      plan({ values: 'istiod:\n  replicaCount: 1\n bad: [\n' }),
    ).rejects.toMatchObject(refusal('InputError', /line \d+, column \d+/));
  });

  it('does not keep a key or a token that is among the values', async () => {
    const key =
      '-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----';
    await expect(
      plan({ values: JSON.stringify({ istiod: { meshConfig: { key } } }) }),
    ).rejects.toMatchObject(refusal('InputError', 'private key'));
    expect((await operator.api.getOperations()).items).toEqual([]);
  });

  it('does not run a plan after the cluster has moved away under it', async () => {
    const planned = await plan({});
    await expect(
      operator.api.approveOperation(planned.id, { planHash: 'another' }),
    ).rejects.toMatchObject(refusal('ConflictError', '"another"'));

    const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
    await core.createNamespace({
      body: { metadata: { name: 'istio-system' } },
    });
    const release = {
      name: 'sh.helm.release.v1.mine.v1',
      namespace: 'istio-system',
    };
    await core.createNamespacedSecret({
      namespace: release.namespace,
      body: {
        metadata: {
          name: release.name,
          labels: {
            owner: 'helm',
            name: 'mine',
            status: 'deployed',
            version: '1',
          },
        },
        type: 'helm.sh/release.v1',
        stringData: { release: 'H4sIAAAAAAAAAwMAAAAAAAAAAAA=' },
      },
    });
    try {
      await expect(operator.approve(planned)).rejects.toMatchObject(
        refusal('ConflictError', /cluster has changed|changed since/),
      );
    } finally {
      await core.deleteNamespacedSecret(release);
    }
    expect(await operator.api.getOperation(planned.id)).toMatchObject({
      state: 'planned',
    });
  });

  it('runs one of two plans for the same target', async () => {
    const first = await plan({});
    const second = await plan({});
    // No pod is scheduled, so that the first one goes on for as long as it is needed.
    await cluster.stopComponent('scheduler');
    try {
      await operator.approve(first);
      await operator.reaches(first, 'Step "Install release istiod');
      await expect(operator.approve(second)).rejects.toMatchObject(
        refusal('ConflictError', first.id),
      );
      const third = await plan({});
      expect(third.plan?.findings).toContainEqual(
        expect.objectContaining({
          id: 'operation-running',
          evidence: [first.id],
        }),
      );
      await operator.api.cancelOperation(first.id);
      expect(await operator.ends(first)).toMatchObject({ state: 'cancelled' });
    } finally {
      await cluster.startComponent('scheduler');
    }
    await operator.api.rollbackOperation(first.id);
    expect(await operator.ends(first)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
    });
  });

  it('has done nothing by all of this', async () => {
    expect(await operator.releases('edge')).toEqual([]);
  });
});
