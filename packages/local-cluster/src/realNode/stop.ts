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

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ensureBuilt } from '../binaries/controlPlaneBinary';
import type { ClusterLayout } from '../cluster/layout';
import { stopDaemon } from '../process/daemon';
import { liveProcess } from '../process/pidFile';
import { NODE } from './binaries';
import { removeContainers } from './containerd';
import { realNodeLayout } from './layout';
import { removeNetwork, removeSharedChain } from './network';
import { findNodePrograms } from './requirements';

const run = promisify(execFile);

/**
 * Takes the real node of a cluster away: daemons, containers, mounts, firewall rules and the bridge. Does nothing where
 * there is none; clears up what a crash left behind.
 */
export async function stopRealNode(cluster: ClusterLayout): Promise<void> {
  const layout = realNodeLayout(cluster);
  if (!existsSync(layout.folder)) return;
  const programs = await findNodePrograms();
  await stopDaemon('kube-proxy', cluster.pidFile('kube-proxy'));
  await stopDaemon('kubelet', cluster.pidFile('kubelet'));
  if (await liveProcess(cluster.pidFile('containerd'))) {
    await removeContainers(programs, layout);
  }
  await stopDaemon('containerd', cluster.pidFile('containerd'));
  await unmountBelow([layout.folder, layout.containerdState]);
  // kube-proxy ends with an error code where one of the backends that it cleans is not there.
  await run(await ensureBuilt(NODE), ['kube-proxy', '--cleanup']).catch(
    () => undefined,
  );
  await removeSharedChain(programs);
  await removeNetwork(programs, layout);
  await rm(layout.containerdState, { recursive: true, force: true });
  await rm(layout.folder, { recursive: true, force: true });
}

/** Unmounts what lies below the folders, the innermost first. */
async function unmountBelow(folders: readonly string[]) {
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map(line => line.split(' ')[1] ?? '')
    .filter(path => folders.some(folder => path.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
  for (const path of mounts) await run('umount', ['-l', path]);
}
