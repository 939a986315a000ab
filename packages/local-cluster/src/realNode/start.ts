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
import { promisify } from 'node:util';
import * as k8s from '@kubernetes/client-node';
import type { OnProgress } from '../binaries/buildState';
import { ensureBuilt } from '../binaries/controlPlaneBinary';
import { loadKubeConfig } from '../cluster/handle';
import type { ClusterLayout } from '../cluster/layout';
import type { ClusterState } from '../cluster/state';
import { tailOfLog } from '../process/daemon';
import { liveProcess } from '../process/pidFile';
import { waitFor, type WaitOptions } from '../process/waiting';
import { HELLO, HELLO_IMAGE, NODE, PAUSE } from './binaries';
import { PAUSE_IMAGE, startContainerd } from './containerd';
import { importProgram } from './importImage';
import { startNodeDaemons } from './kubelet';
import { NODE_ADDRESS, realNodeLayout, type RealNodeLayout } from './layout';
import { createNetwork } from './network';
import { findNodePrograms, type NodePrograms } from './requirements';

const run = promisify(execFile);

/** Builds what a real node runs; the first time this takes minutes. */
export async function buildNodeBinaries(onProgress: OnProgress): Promise<void> {
  for (const binary of [NODE, PAUSE, HELLO]) {
    await ensureBuilt(binary, onProgress);
  }
}

/**
 * Prepares the machine for a real node: programs, binaries, and the bridge whose address the API server has to listen
 * on so that real pods reach it.
 *
 * @returns the address for the API server
 * @throws Error saying all that is missing
 */
export async function prepareRealNode(
  cluster: ClusterLayout,
  onProgress: OnProgress,
): Promise<string> {
  const programs = await findNodePrograms();
  await buildNodeBinaries(onProgress);
  await createNetwork(programs, realNodeLayout(cluster));
  return NODE_ADDRESS;
}

/**
 * Adds one real node to a running cluster whose API server listens on the address that {@link prepareRealNode} gave, and
 * waits until it is ready. Does nothing that is already done.
 */
export async function startRealNode(
  cluster: ClusterLayout,
  state: ClusterState,
  onProgress: OnProgress,
  waiting: WaitOptions,
): Promise<void> {
  const programs = await findNodePrograms();
  const layout = realNodeLayout(cluster);
  const nodeBinary = await ensureBuilt(NODE);
  const step = (percent: number, message: string) =>
    onProgress({ phase: 'starting', percent, message });

  step(0, `Starting containerd of "${cluster.name}"`);
  await startContainerd(programs, cluster, layout, nodeBinary);
  step(30, 'Importing the images of the real node');
  await importProgram(programs, layout, PAUSE, PAUSE_IMAGE);
  await importProgram(programs, layout, HELLO, HELLO_IMAGE);
  step(50, 'Starting kubelet and kube-proxy');
  await startNodeDaemons(cluster, state, layout, nodeBinary);
  step(70, `Waiting for node "${layout.nodeName}"`);
  await untilReady(cluster, layout, programs, waiting);
  step(100, `Node "${layout.nodeName}" is ready`);
}

/** Ready means for Services too: the node is ready, and kube-proxy has written the rules of the Service `kubernetes`. */
async function untilReady(
  cluster: ClusterLayout,
  layout: RealNodeLayout,
  programs: NodePrograms,
  waiting: WaitOptions,
) {
  const core = loadKubeConfig(cluster.adminKubeconfig).makeApiClient(
    k8s.CoreV1Api,
  );
  let last = 'it has not registered';
  await waitFor(
    () => `node "${layout.nodeName}" is not ready: ${last}`,
    async () => {
      for (const daemon of ['kubelet', 'kube-proxy']) {
        if (!(await liveProcess(cluster.pidFile(daemon)))) {
          throw new Error(
            `${daemon} ended:\n${await tailOfLog(cluster.logFile(daemon))}`,
          );
        }
      }
      const node = (
        await core.listNode({
          fieldSelector: `metadata.name=${layout.nodeName}`,
        })
      ).items[0];
      const ready = node?.status?.conditions?.find(
        condition => condition.type === 'Ready',
      );
      last = ready?.message ?? last;
      if (ready?.status !== 'True') return false;
      last = 'kube-proxy has written no rules';
      const { stdout } = await run(programs.iptables, ['-t', 'nat', '-S']);
      return stdout.includes('default/kubernetes:https');
    },
    { ...waiting, intervalMs: 100 },
  );
}
