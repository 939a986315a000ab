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
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeWithCharts } from './stage/charts';
import type { Operator } from './stage/Operator';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

const run = promisify(execFile);
const WRONG = `sha256:${'0'.repeat(64)}`;
/** Mounts need root; elsewhere a disk cannot be made full without harm. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

describeWithCharts('charts and tools that are not as they should be', () => {
  let stage: Stage;
  let cluster: ClusterHandle;

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-charts');
  });

  afterAll(() => stage?.close());

  const backendWith = (more: Parameters<Stage['config']>[1]) =>
    stage.backend({ edge: cluster.kubeconfigPath }, more);
  const planKuma = (operator: Operator) =>
    operator.plan({
      kind: 'mesh.install',
      clusters: ['edge'],
      input: { definition: 'kuma', version: '2.14.3' },
    });
  const refused = (name: string, message: RegExp) => ({
    body: { error: { name, message: expect.stringMatching(message) } },
  });

  it('refuses a chart over the limit, and keeps nothing of it', async () => {
    const folder = await stage.folder('small');
    const operator = await backendWith({
      charts: { maxChartBytes: 64 * 1024, cacheDirectory: folder },
    });
    await expect(planKuma(operator)).rejects.toMatchObject(
      refused('InputError', /"kuma".*65536/),
    );
    expect(await filesIn(folder)).toEqual([]);
  });

  it('refuses a chart that has another digest than the pinned one', async () => {
    const folder = await stage.folder('pinned');
    const operator = await backendWith({
      charts: { cacheDirectory: folder },
      repository: { digestPins: { 'kuma@2.14.3': WRONG } },
    });
    await expect(planKuma(operator)).rejects.toMatchObject(
      refused('ConflictError', new RegExp(`"kuma" 2\\.14\\.3.*"${WRONG}"`)),
    );
    expect(await filesIn(folder)).toEqual([]);
  });

  it('says that Helm is missing, before and in a plan', async () => {
    const operator = await backendWith({
      helm: { binary: '/nowhere/helm' },
    });
    const { helm } = await operator.api.getLifecycle('edge');
    expect(helm).toMatchObject({
      ready: false,
      message: expect.stringContaining('/nowhere/helm'),
    });
    await expect(planKuma(operator)).rejects.toMatchObject(
      refused('ServiceUnavailableError', /"?\/nowhere\/helm/),
    );
  });

  if (mayMount) {
    it('says that the disk is full, leaves nothing half written, and goes on when there is room', async () => {
      const disk = path.join(await stage.folder('disk'), 'full');
      await mkdir(disk);
      await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      try {
        const operator = await backendWith({
          charts: { cacheDirectory: disk },
        });
        await expect(planKuma(operator)).rejects.toMatchObject(
          refused(
            'ServiceUnavailableError',
            /"kuma" 2\.14\.3.*no space left.*cacheDirectory/,
          ),
        );
        expect(await filesIn(disk)).toEqual([]);

        await run('mount', ['-o', 'remount,size=16m', disk]);
        expect(await planKuma(operator)).toMatchObject({ state: 'planned' });
      } finally {
        await run('umount', [disk]);
      }
    });
  } else {
    it('does not look at a full disk, which only root can make', () => {
      expect(mayMount).toBe(false);
    });
  }
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter(entry => entry.isFile()).map(({ name }) => name);
}
