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

import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';

/** In memory on Linux, so that what Helm caches never reaches a disk. */
const MEMORY_FOLDER = '/dev/shm';
const PREFIX = 'meshplane-helm-';
/** Longer than any job: what is older was left behind by a process that was killed. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** Folders of one job. */
export interface Workspace {
  readonly folder: string;
  /** All of the environment that Helm gets. */
  readonly env: Record<string, string>;
  remove(): Promise<void>;
}

/** Makes the folders for one run of Helm: in memory where the system has such a place. */
export async function createWorkspace(): Promise<Workspace> {
  const folder = await makeFolder();
  return {
    folder,
    env: {
      HOME: folder,
      TMPDIR: folder,
      HELM_CACHE_HOME: join(folder, 'cache'),
      HELM_CONFIG_HOME: join(folder, 'config'),
      HELM_DATA_HOME: join(folder, 'data'),
      HELM_PLUGINS: join(folder, 'plugins'),
      KUBECACHEDIR: join(folder, 'kube'),
      KUBECONFIG: devNull,
      // The limits of client-go protect a shared API server from many clients; here it is one short job.
      HELM_BURST_LIMIT: '400',
      HELM_QPS: '200',
      LC_ALL: 'C',
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(MEMORY_FOLDER, PREFIX));
  } catch {
    return mkdtemp(join(tmpdir(), PREFIX));
  }
}

/** Removes what killed processes left behind. */
export async function removeStaleWorkspaces(now: number): Promise<void> {
  for (const parent of [MEMORY_FOLDER, tmpdir()]) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names.filter(n => n.startsWith(PREFIX))) {
      const path = join(parent, name);
      const made = await stat(path).catch(() => undefined);
      if (made && now - made.mtimeMs > STALE_MS) {
        await rm(path, { recursive: true, force: true }).catch(() => {});
      }
    }
  }
}
