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

import { createAccount } from './stage/accounts';
import { describeWithCharts } from './stage/charts';
import { blockingOf, type Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

describeWithCharts('a token that may read but not write', () => {
  let stage: Stage;
  let operator: Operator;

  beforeAll(async () => {
    stage = await Stage.open();
    const cluster = await stage.cluster('test-read-only');
    const { kubeconfig } = await createAccount(
      cluster,
      await stage.folder('account'),
      'reader',
      [
        {
          apiGroups: ['*'],
          resources: ['*'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    );
    operator = await stage.backend({ edge: kubeconfig });
  });

  afterAll(() => stage?.close());

  it('gets a plan that names what it may not do, and no run', async () => {
    const planned = await operator.plan({
      kind: 'mesh.install',
      clusters: ['edge'],
      input: { definition: 'istio', version: '1.30.3' },
    });
    const [permissions, ...others] = blockingOf(planned);
    expect(others).toEqual([]);
    expect(permissions).toMatch(/^permissions:/);
    for (const verb of ['create', 'patch', 'delete'])
      expect(permissions).toContain(verb);
    for (const what of ['deployments', 'customresourcedefinitions', 'secrets'])
      expect(permissions).toContain(what);
    expect(permissions).not.toMatch(/\bget\b/);
    await expect(operator.approve(planned)).rejects.toMatchObject({
      body: { error: { name: 'ConflictError' } },
    });
    expect(await operator.releases('edge')).toEqual([]);
  });
});
