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

import { MockMeshplaneApi } from '../../../dev/MockMeshplaneApi';
import { isMeshAvailable } from './isMeshAvailable';
import { summarize } from './summarize';

async function summaryOf(name: string) {
  const api = new MockMeshplaneApi();
  return summarize(
    await api.getEntityCoverage({
      kind: 'Component',
      namespace: 'default',
      name,
    }),
  );
}

describe('summarize', () => {
  it('sums up workloads of all clusters and names those that are silent', async () => {
    const summary = await summaryOf('cart');
    expect(summary.verdict.word).toBe('Partly on a mesh');
    expect(summary.workloads).toBe(5);
    expect(summary.meshes).toContain('Istio (sidecar) 1.30.1');
    expect(summary.silent).toEqual(['staging', 'partner']);
  });

  it('puts errors before warnings and keeps notes out', async () => {
    const { problems } = await summaryOf('frontend');
    expect(problems[0].severity).toBe('error');
    expect(problems.some(problem => problem.severity === 'info')).toBe(false);
  });

  it('says that nothing was found', async () => {
    expect((await summaryOf('ghost')).verdict.word).toBe('No workloads found');
  });
});

describe('isMeshAvailable', () => {
  it('needs an annotation of the Kubernetes plugin', () => {
    const entity = (annotations?: Record<string, string>) => ({
      metadata: { annotations },
    });
    expect(
      isMeshAvailable(entity({ 'backstage.io/kubernetes-id': 'cart' })),
    ).toBe(true);
    expect(isMeshAvailable(entity({ 'backstage.io/kubernetes-id': '' }))).toBe(
      false,
    );
    expect(isMeshAvailable(entity())).toBe(false);
  });
});
