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

import { readdir } from 'node:fs/promises';
import { clustersFolder } from '../paths';
import { BuildState, readBuildState } from '../binaries/buildState';
import { liveProcess } from '../process/pidFile';
import { DaemonName, DAEMONS } from './daemons';
import { clusterLayout } from './layout';
import { probe } from './probe';
import { readClusterState, serverUrl } from './state';

/** How one daemon is. @public */
export interface DaemonStatus {
  name: DaemonName;
  /** Absent when it does not run. */
  pid?: number;
  ready: boolean;
  /** Why it is not ready. */
  reason?: string;
  logFile: string;
}

/** How one cluster is. @public */
export interface ClusterStatus {
  name: string;
  /**
   * `running`: every daemon is ready; `degraded`: some are not; `stopped`: no
   * process runs, the data is kept; `absent`: there is no such cluster.
   */
  phase: 'running' | 'degraded' | 'stopped' | 'absent';
  server?: string;
  kubeconfigPath?: string;
  /** Number of simulated nodes. */
  nodes?: number;
  daemons: DaemonStatus[];
  /** The one-time build of the control plane, while it is under way or when it failed. */
  build?: BuildState;
}

/** How the cluster of that name is. @public */
export async function clusterStatus(name: string): Promise<ClusterStatus> {
  const layout = clusterLayout(name);
  const state = await readClusterState(layout);
  const buildState = await readBuildState();
  const build =
    buildState && buildState.phase !== 'ready' ? { build: buildState } : {};
  if (!state) {
    return { name, phase: 'absent', daemons: [], ...build };
  }
  const daemons = await Promise.all(
    DAEMONS.map(async (daemon): Promise<DaemonStatus> => {
      const logFile = layout.logFile(daemon);
      const process = await liveProcess(layout.pidFile(daemon));
      if (!process) {
        return { name: daemon, ready: false, reason: 'does not run', logFile };
      }
      const reason = await probe(daemon, layout, state);
      return {
        name: daemon,
        pid: process.pid,
        ready: reason === undefined,
        ...(reason === undefined ? {} : { reason }),
        logFile,
      };
    }),
  );
  const alive = daemons.filter(daemon => daemon.pid !== undefined);
  const up = daemons.every(daemon => daemon.ready) ? 'running' : 'degraded';
  return {
    name,
    phase: alive.length === 0 ? 'stopped' : up,
    server: serverUrl(state),
    kubeconfigPath: layout.adminKubeconfig,
    nodes: state.nodes,
    daemons,
    ...build,
  };
}

/** The names of all clusters of this user, running or not. @public */
export async function listClusters(): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(clustersFolder(), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const names = await Promise.all(
    entries
      .filter(entry => entry.isDirectory())
      .map(async ({ name }) =>
        (await readClusterState(clusterLayout(name))) ? [name] : [],
      ),
  );
  return names.flat().sort();
}
