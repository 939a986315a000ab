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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderKubeconfig } from '../kubeconfig';
import { startTestCluster } from './testCluster';

describe('startTestCluster with MESHPLANE_TEST_KUBECONFIG', () => {
  const before = process.env.MESHPLANE_TEST_KUBECONFIG;
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'test-cluster-'));
    path = join(folder, 'kubeconfig');
    await writeFile(
      path,
      renderKubeconfig({
        name: 'kind-ci',
        server: 'https://127.0.0.1:6443',
        authority: 'A',
        client: { certificate: 'C', privateKey: 'K' },
      }),
    );
    process.env.MESHPLANE_TEST_KUBECONFIG = path;
  });

  afterEach(async () => {
    if (before === undefined) {
      delete process.env.MESHPLANE_TEST_KUBECONFIG;
    } else {
      process.env.MESHPLANE_TEST_KUBECONFIG = before;
    }
    await rm(folder, { recursive: true });
  });

  it('uses that cluster, and says that nothing is simulated there', async () => {
    const cluster = await startTestCluster();
    expect(cluster).toMatchObject({
      name: 'kind-ci',
      kubeconfigPath: path,
      server: 'https://127.0.0.1:6443',
      simulatedNodes: false,
      external: true,
    });
    expect(cluster.kubeConfig().getCurrentContext()).toBe('kind-ci');
  });

  it('leaves a cluster that is not ours running', async () => {
    const cluster = await startTestCluster();
    expect(await cluster.stop({ delete: true })).toBeUndefined();
    await expect(cluster.pause()).rejects.toThrow('is not ours');
    await expect(cluster.restart('etcd')).rejects.toThrow('is not ours');
  });

  it('says so when the file has no cluster', async () => {
    await writeFile(path, 'apiVersion: v1\nkind: Config\n');
    await expect(startTestCluster()).rejects.toThrow(
      `("${path}") has no current context with a cluster`,
    );
  });
});
