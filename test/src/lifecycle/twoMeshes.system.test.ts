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

import { describeWithCharts } from './stage/charts';
import type { Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

describeWithCharts('two meshes side by side on one cluster', () => {
  let stage: Stage;
  let operator: Operator;

  beforeAll(async () => {
    stage = await Stage.open();
    const { kubeconfigPath } = await stage.cluster('test-two-meshes');
    operator = await stage.backend({ one: kubeconfigPath });
  });

  afterAll(() => stage?.close());

  it('are installed one after the other, and one goes without the other', async () => {
    const clusters = ['one'];
    await operator.runs({
      kind: 'mesh.install',
      clusters,
      input: { definition: 'linkerd', version: '2026.6.3' },
      override: {
        findings: ['kubernetes-version'],
        reason: 'The test cluster is newer than what Linkerd was tested with',
      },
    });
    const second = await operator.plan({
      kind: 'mesh.install',
      clusters,
      input: { definition: 'kuma', version: '2.14.3' },
    });
    expect(
      second.plan?.findings.find(({ id }) => id === 'other-meshes'),
    ).toMatchObject({
      severity: 'info',
      evidence: expect.arrayContaining([expect.stringContaining('linkerd')]),
    });
    await operator.approve(second);
    expect(await operator.ends(second)).toMatchObject({ state: 'succeeded' });
    expect(await operator.meshes('one')).toEqual([
      'kuma 2.14.3',
      'linkerd edge-26.6.3',
    ]);

    const removed = await operator.runs({
      kind: 'mesh.uninstall',
      clusters,
      input: {
        mesh: await operator.meshId('one', 'kuma'),
        crds: 'remove',
        namespace: 'remove',
      },
    });
    expect(removed.result?.map(({ state }) => state)).not.toContain('failed');
    expect(await operator.meshes('one')).toEqual(['linkerd edge-26.6.3']);
    expect(await operator.releases('one')).toEqual([
      'linkerd/linkerd-control-plane 2026.6.3 deployed',
      'linkerd/linkerd-crds 2026.6.3 deployed',
    ]);
  });
});
