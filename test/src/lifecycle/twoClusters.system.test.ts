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

import type { ClusterHandle } from '@meshplane/local-cluster';
import type {
  OperationDetail,
  Rollout,
} from '@meshplane/plugin-meshplane-common';
import { describeWithCharts } from './stage/charts';
import { denyDeployment } from './stage/denial';
import type { Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

const OLD = '1.29.6';
const NEW = '1.30.3';
const CLUSTERS = ['blue', 'green'];

describeWithCharts('one operation on two clusters', () => {
  let stage: Stage;
  let operator: Operator;
  let green: ClusterHandle;

  beforeAll(async () => {
    stage = await Stage.open();
    const [first, second] = await Promise.all([
      stage.cluster('test-blue'),
      stage.cluster('test-green'),
    ]);
    green = second;
    operator = await stage.backend({
      blue: first.kubeconfigPath,
      green: second.kubeconfigPath,
    });
  });

  afterAll(() => stage?.close());

  const releases = (version: string) => [
    `istio-system/istio-base ${version} deployed`,
    `istio-system/istiod ${version} deployed`,
  ];
  const childrenOf = ({ children }: OperationDetail) =>
    Object.fromEntries(children.map(({ cluster, state }) => [cluster, state]));

  async function expectOn(cluster: string, version: string) {
    expect(await operator.meshes(cluster)).toEqual([`istio ${version}`]);
    expect(await operator.releases(cluster)).toEqual(releases(version));
  }

  const upgrade = async (rollout: Rollout) =>
    operator.plan({
      kind: 'mesh.upgrade',
      clusters: CLUSTERS,
      rollout,
      input: { mesh: await operator.meshId('blue', 'istio'), version: NEW },
    });

  it('installs one cluster after the other', async () => {
    const ended = await operator.runs({
      kind: 'mesh.install',
      clusters: CLUSTERS,
      rollout: { policy: 'one-by-one' },
      input: { definition: 'istio', version: OLD },
    });
    expect(childrenOf(ended)).toEqual({
      blue: 'succeeded',
      green: 'succeeded',
    });
    const [blue, after] = await Promise.all(
      ended.children.map(({ id }) => operator.api.getOperation(id)),
    );
    expect(after.startedAt! >= blue.endedAt!).toBe(true);
    for (const cluster of CLUSTERS) await expectOn(cluster, OLD);
  });

  it('stops at an upgrade that fails, and takes both clusters back', async () => {
    const planned = await upgrade({ policy: 'one-by-one' });
    const allow = await denyDeployment(green, {
      namespace: 'istio-system',
      name: 'istiod',
    });
    await operator.approve(planned);
    const failed = await operator.ends(planned);
    expect(failed.state).toBe('failed');
    expect(childrenOf(failed)).toEqual({ blue: 'succeeded', green: 'failed' });
    const child = failed.children.find(({ cluster }) => cluster === 'green')!;
    expect(child.message).toContain('frozen by the test');
    await expectOn('blue', NEW);

    await allow();
    await operator.api.rollbackOperation(planned.id, { reason: 'It failed' });
    expect(await operator.ends(planned)).toMatchObject({
      state: 'cancelled',
      direction: 'rollback',
    });
    for (const cluster of CLUSTERS) await expectOn(cluster, OLD);
  });

  it('tries an upgrade on the canary first, and goes on when it is told to', async () => {
    const planned = await upgrade({ policy: 'canary', canary: 'green' });
    await operator.approve(planned);
    const waiting = await operator.ends(planned);
    expect(waiting).toMatchObject({ state: 'running', waiting: true });
    expect(childrenOf(waiting)).toEqual({
      blue: 'planned',
      green: 'succeeded',
    });
    await expectOn('blue', OLD);
    await expectOn('green', NEW);

    await operator.api.continueOperation(planned.id);
    const ended = await operator.ends(planned);
    expect(childrenOf(ended)).toEqual({
      blue: 'succeeded',
      green: 'succeeded',
    });
    await expectOn('blue', NEW);
  });

  it('uninstalls on all at once', async () => {
    await operator.runs({
      kind: 'mesh.uninstall',
      clusters: CLUSTERS,
      rollout: { policy: 'all-at-once' },
      input: {
        mesh: await operator.meshId('blue', 'istio'),
        crds: 'remove',
        namespace: 'remove',
      },
    });
    for (const cluster of CLUSTERS) {
      expect(await operator.meshes(cluster)).toEqual([]);
      expect(await operator.releases(cluster)).toEqual([]);
    }
  });
});
