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

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltBinary, CONTROL_PLANE, EGRESS } from './controlPlaneBinary';
import { GoMissingError } from './goBuild';
import { findBinaries } from './lookup';

describe('findBinaries', () => {
  let folder: string;
  const build = jest.fn(async ({ name }: BuiltBinary) => `/cache/${name}`);
  const warn = jest.fn();

  beforeEach(async () => {
    jest.clearAllMocks();
    folder = await mkdtemp(join(tmpdir(), 'lookup-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function folderWith(name: string, programs: string[], mode = 0o755) {
    const path = join(folder, name);
    await mkdir(path);
    for (const program of programs) {
      await writeFile(join(path, program), '', { mode });
    }
    return path;
  }

  it('builds everything once when nothing is there', async () => {
    const found = await findBinaries({ env: { PATH: folder }, build, warn });
    expect(found.etcd).toEqual({
      command: ['/cache/control-plane', 'etcd'],
      source: 'built',
    });
    expect(found['controller-manager'].command).toEqual([
      '/cache/control-plane',
      'controller-manager',
    ]);
    expect(found.egress?.command).toEqual(['/cache/control-plane', 'egress']);
    expect(build.mock.calls).toEqual([[CONTROL_PLANE]]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('prefers KUBEBUILDER_ASSETS to PATH, and PATH to building', async () => {
    const assets = await folderWith('assets', ['etcd', 'kube-apiserver']);
    const path = await folderWith('path', ['etcd', 'kube-scheduler']);
    const found = await findBinaries({
      env: { PATH: `${folder}:${path}`, KUBEBUILDER_ASSETS: assets },
      build,
      warn,
    });
    expect(found.etcd).toEqual({
      command: [join(assets, 'etcd')],
      source: 'KUBEBUILDER_ASSETS',
    });
    expect(found.apiserver.source).toBe('KUBEBUILDER_ASSETS');
    expect(found.scheduler).toEqual({
      command: [join(path, 'kube-scheduler')],
      source: 'PATH',
    });
    expect(found.kwok.source).toBe('built');
  });

  it('says what KUBEBUILDER_ASSETS lacks', async () => {
    const assets = await folderWith('assets', ['etcd', 'kube-apiserver']);
    await findBinaries({
      env: { PATH: '', KUBEBUILDER_ASSETS: assets },
      build,
      warn,
    });
    expect(warn).toHaveBeenCalledWith(
      `KUBEBUILDER_ASSETS ("${assets}") has no kube-controller-manager, kube-scheduler, kwok; these come from PATH or are built.`,
    );
  });

  describe('when every program is there', () => {
    let path: string;

    beforeEach(async () => {
      path = await folderWith('path', [
        'etcd',
        'kube-apiserver',
        'kube-controller-manager',
        'kube-scheduler',
        'kwok',
      ]);
    });

    it('builds only the proxy that nobody else has', async () => {
      const found = await findBinaries({ env: { PATH: path }, build, warn });
      expect(found.egress?.command).toEqual(['/cache/egress']);
      expect(build.mock.calls).toEqual([[EGRESS]]);
    });

    it('goes without the proxy where there is no Go, and says so', async () => {
      build.mockRejectedValueOnce(new GoMissingError());
      const found = await findBinaries({ env: { PATH: path }, build, warn });
      expect(found.egress).toBeUndefined();
      expect(warn).toHaveBeenCalledWith(
        expect.stringContaining('webhooks, aggregated APIs'),
      );
    });
  });

  it('cannot go without Go otherwise', async () => {
    build.mockRejectedValueOnce(new GoMissingError());
    await expect(
      findBinaries({ env: { PATH: folder }, build, warn }),
    ).rejects.toThrow('needs Go 1.26 or newer');
  });

  it('passes over a file that cannot be run', async () => {
    const path = await folderWith('path', ['etcd'], 0o644);
    const found = await findBinaries({ env: { PATH: path }, build, warn });
    expect(found.etcd.source).toBe('built');
  });
});
