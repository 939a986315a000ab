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

import * as k8s from '@kubernetes/client-node';
import { OnProgress } from '../binaries/buildState';
import { Binaries, resolveBinaries } from '../binaries/lookup';
import { choosePorts, isPortFree } from '../ports';
import { withLock } from '../process/lock';
import { liveProcess } from '../process/pidFile';
import { writeCredentials } from './credentials';
import { DaemonName, DAEMONS } from './daemons';
import { ClusterHandle, localHandle } from './handle';
import { launchDaemon } from './launch';
import { clusterLayout, ClusterLayout } from './layout';
import { ensureNodes, MAX_NODES, waitForControllers } from './nodes';
import { waitUntilReady } from './probe';
import {
  ClusterState,
  PORT_ROLES,
  readClusterState,
  writeClusterState,
} from './state';
import { stopDaemons } from './stop';
import {
  buildNodeBinaries,
  prepareRealNode,
  startRealNode,
} from '../realNode/start';

const LOCK_MS = 5 * 60 * 1000;
const DEFAULT_NODES = 3;
const DEFAULT_TIMEOUT_MS = 2 * 60 * 1000;

/** How to start a cluster. @public */
export interface StartOptions {
  /** Clusters of different names run side by side. Default `local`. */
  name?: string;
  /**
   * Simulated nodes. By default as many as the cluster had, 3 for a new one.
   */
  nodes?: number;
  /** Where the API server listens; the default `127.0.0.1` stays on the machine. */
  bindAddress?: string;
  /**
   * Adds a real node, on which real pods run; it stays until the cluster is deleted. Linux, root and containerd only; the
   * API server then listens on the node's address instead.
   */
  realNode?: true;
  /** Told what happens, with the percent of the step where that is known. */
  onProgress?: OnProgress;
  /** For each step after the binaries are there, in milliseconds. Default 2 minutes. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Starts a cluster, or joins one of that name that runs already, and waits
 * until its API server, its controllers and its nodes are ready.
 *
 * @throws Error that names the daemon that failed, with the end of its log
 * @public
 */
export async function startCluster(
  options: StartOptions = {},
): Promise<ClusterHandle> {
  const layout = clusterLayout(options.name ?? 'local');
  const { nodes } = options;
  if (
    nodes !== undefined &&
    !(Number.isInteger(nodes) && nodes >= 0 && nodes <= MAX_NODES)
  ) {
    throw new Error(
      `"${nodes}" is not a number of nodes: use 0 to ${MAX_NODES}`,
    );
  }
  const onProgress = options.onProgress ?? (() => {});
  // Outside the cluster's lock: a first build takes minutes, and meanwhile
  // "status" and "down" should answer.
  const binaries = await resolveBinaries(onProgress);
  if (options.realNode) {
    await buildNodeBinaries(onProgress);
  }
  const state = await withLock(
    layout.lockFile,
    {
      timeoutMs: LOCK_MS,
      signal: options.signal,
      onWait: () =>
        onProgress({
          phase: 'waiting',
          percent: 0,
          message: `Another process starts or stops "${layout.name}"; waiting for it.`,
        }),
    },
    () => bringUp(layout, options, binaries, onProgress),
  );
  return localHandle(layout, state);
}

async function bringUp(
  layout: ClusterLayout,
  options: StartOptions,
  binaries: Binaries,
  onProgress: OnProgress,
): Promise<ClusterState> {
  const state = await prepareState(layout, options, onProgress);
  const waiting = {
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    signal: options.signal,
  };
  const step = (percent: number, message: string) =>
    onProgress({ phase: 'starting', percent, message });

  if (!(await liveProcess(layout.pidFile('apiserver')))) {
    await writeCredentials(layout, state);
  }
  const launch = (daemon: DaemonName) =>
    launchDaemon(daemon, layout, state, binaries);
  const ready = (daemon: DaemonName) =>
    waitUntilReady(daemon, layout, state, waiting);

  step(0, `Starting etcd of "${layout.name}"`);
  await launch('etcd');
  await ready('etcd');
  step(20, `Starting the API server of "${layout.name}"`);
  await launch('apiserver');
  if (binaries.egress) {
    await launch('egress');
  }
  await ready('apiserver');
  if (binaries.egress) {
    // Before the controllers: what they write may have to pass a webhook.
    await ready('egress');
  }
  step(60, `Starting the controllers of "${layout.name}"`);
  const rest: DaemonName[] = ['controller-manager', 'scheduler', 'kwok'];
  for (const daemon of rest) {
    await launch(daemon);
  }
  await Promise.all(rest.map(ready));
  step(80, `Waiting for the controllers and nodes of "${layout.name}"`);
  const config = new k8s.KubeConfig();
  config.loadFromFile(layout.adminKubeconfig);
  await waitForControllers(config, waiting);
  await ensureNodes(config, state.nodes, waiting);
  if (state.realNode) {
    await startRealNode(layout, state, onProgress, waiting);
  }
  step(100, `"${layout.name}" is ready`);
  return state;
}

/**
 * Decides nodes and ports. If a daemon has died and something else has its
 * port now, the others must move with it, so they are stopped first.
 */
async function prepareState(
  layout: ClusterLayout,
  options: StartOptions,
  onProgress: OnProgress,
): Promise<ClusterState> {
  const before = await readClusterState(layout);
  const realNode = options.realNode ?? before?.realNode ?? false;
  const bindAddress = realNode
    ? await prepareRealNode(layout, onProgress)
    : options.bindAddress ?? before?.bindAddress ?? '127.0.0.1';
  const running = await runningDaemons(layout);
  if (running.length > 0) {
    const keep =
      before !== undefined &&
      before.bindAddress === bindAddress &&
      (await portsOfDeadAreFree(before, running));
    if (keep) {
      const state = {
        ...before,
        realNode,
        nodes: options.nodes ?? before.nodes,
      };
      await writeClusterState(layout, state);
      return state;
    }
    await stopDaemons(layout);
  }
  const state: ClusterState = {
    name: layout.name,
    nodes: options.nodes ?? before?.nodes ?? DEFAULT_NODES,
    bindAddress,
    realNode,
    ports: await choosePorts(PORT_ROLES, before?.ports, bindAddress),
    createdAt: before?.createdAt ?? new Date().toISOString(),
  };
  await writeClusterState(layout, state);
  return state;
}

async function runningDaemons(layout: ClusterLayout): Promise<DaemonName[]> {
  const alive = await Promise.all(
    DAEMONS.map(daemon => liveProcess(layout.pidFile(daemon))),
  );
  return DAEMONS.filter((_, index) => alive[index]);
}

const PORTS_OF: Record<DaemonName, readonly (keyof ClusterState['ports'])[]> = {
  etcd: ['etcd', 'etcdPeer'],
  apiserver: ['apiserver'],
  'controller-manager': ['controllerManager'],
  scheduler: ['scheduler'],
  kwok: ['kwok'],
  egress: ['egress'],
};

async function portsOfDeadAreFree(
  state: ClusterState,
  running: readonly DaemonName[],
): Promise<boolean> {
  const dead = DAEMONS.filter(daemon => !running.includes(daemon));
  const free = await Promise.all(
    dead
      .flatMap(daemon => PORTS_OF[daemon])
      .map(role =>
        isPortFree(
          state.ports[role],
          role === 'apiserver' ? state.bindAddress : '127.0.0.1',
        ),
      ),
  );
  return free.every(Boolean);
}
