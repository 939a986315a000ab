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

import { rm } from 'node:fs/promises';
import { stopDaemon } from '../process/daemon';
import { withLock } from '../process/lock';
import { stopRealNode } from '../realNode/stop';
import { STOP_ORDER } from './daemons';
import { clusterLayout, ClusterLayout } from './layout';

const LOCK_MS = 3 * 60 * 1000;

/**
 * Stops a cluster and waits until all its processes are gone. Stopping one
 * that does not run does nothing.
 *
 * @param options - `delete` also removes its data
 * @public
 */
export async function stopCluster(
  name: string,
  options: { delete?: boolean } = {},
): Promise<void> {
  const layout = clusterLayout(name);
  await withLock(layout.lockFile, { timeoutMs: LOCK_MS }, async () => {
    await stopRealNode(layout);
    await stopDaemons(layout);
    if (options.delete) {
      await rm(layout.folder, { recursive: true, force: true });
      await rm(layout.socketFolder, { recursive: true, force: true });
    }
  });
}

/** Stops the daemons, in order. The caller holds the cluster's lock. */
export async function stopDaemons(layout: ClusterLayout): Promise<void> {
  for (const daemon of STOP_ORDER) {
    await stopDaemon(daemon, layout.pidFile(daemon));
  }
}
