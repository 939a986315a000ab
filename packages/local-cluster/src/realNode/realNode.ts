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
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as k8s from '@kubernetes/client-node';
import type { OnProgress } from '../binaries/buildState';
import { ensureBuilt, type BuiltBinary } from '../binaries/controlPlaneBinary';
import { loadKubeConfig } from '../cluster/handle';
import { clusterLayout, type ClusterLayout } from '../cluster/layout';
import { readClusterState } from '../cluster/state';
import { stopDaemon, tailOfLog } from '../process/daemon';
import { liveProcess } from '../process/pidFile';
import { waitFor } from '../process/waiting';
import {
  importArchive,
  PAUSE_IMAGE,
  removeContainers,
  startContainerd,
} from './containerd';
import { writeImageArchive, type ImageSpec } from './imageArchive';
import { startNodeDaemons } from './kubelet';
import { NODE_ADDRESS, realNodeLayout, type RealNodeLayout } from './layout';
import { createNetwork, removeNetwork } from './network';
import { findNodePrograms, type NodePrograms } from './requirements';

const run = promisify(execFile);
const READY_MS = 3 * 60_000;

/** kubelet and kube-proxy in one binary. */
const NODE: BuiltBinary = { name: 'node', mainPackage: './cmd/node' };
const PAUSE: BuiltBinary = { name: 'pause', mainPackage: './cmd/pause' };
const HELLO: BuiltBinary = { name: 'hello', mainPackage: './cmd/hello' };

/** Image of a small HTTP server that says which pod answered; on every real node. @public */
export const HELLO_IMAGE = 'meshplane.test/hello:1';

/**
 * Prepares the machine for a real node: programs, binaries and the bridge whose address the API server has to bind to.
 *
 * @returns the address for the API server
 * @throws Error saying all that is missing
 */
export async function prepareRealNode(
  cluster: string,
  onProgress: OnProgress = () => {},
): Promise<string> {
  const programs = await findNodePrograms();
  for (const binary of [NODE, PAUSE, HELLO])
    await ensureBuilt(binary, onProgress);
  await createNetwork(programs, realNodeLayout(clusterLayout(cluster)));
  return NODE_ADDRESS;
}

/**
 * Adds one real node to a running cluster whose API server listens on the address that {@link prepareRealNode} gave.
 * Does nothing that is already done.
 */
export async function startRealNode(
  clusterName: string,
  onProgress: OnProgress = () => {},
): Promise<void> {
  const programs = await findNodePrograms();
  const cluster = clusterLayout(clusterName);
  const layout = realNodeLayout(cluster);
  const state = await readClusterState(cluster);
  if (!state)
    throw new Error(`There is no cluster "${clusterName}" to add a node to`);
  const nodeBinary = await ensureBuilt(NODE);
  const step = (percent: number, message: string) =>
    onProgress({ phase: 'starting', percent, message });

  step(0, `Starting containerd of "${clusterName}"`);
  await startContainerd(programs, cluster, layout, nodeBinary);
  step(30, 'Importing the images of the real node');
  await importProgram(programs, layout, PAUSE, PAUSE_IMAGE);
  await importProgram(programs, layout, HELLO, HELLO_IMAGE);
  step(50, 'Starting kubelet and kube-proxy');
  await startNodeDaemons(cluster, state, layout, nodeBinary);
  step(70, `Waiting for node "${layout.nodeName}"`);
  await untilReady(cluster, layout);
  step(100, `Node "${layout.nodeName}" is ready`);
}

/**
 * Makes an image from local files and brings it onto the real node of a cluster. Pods use it with
 * `imagePullPolicy: IfNotPresent` or `Never`.
 *
 * @public
 */
export async function importImage(
  clusterName: string,
  spec: ImageSpec,
): Promise<void> {
  const layout = realNodeLayout(clusterLayout(clusterName));
  await importSpec(await findNodePrograms(), layout, spec);
}

/**
 * Takes the real node away: daemons, containers, mounts, firewall rules and the bridge. The API server of the cluster
 * has to run or be about to be stopped; its Node object is deleted if it can be.
 */
export async function stopRealNode(clusterName: string): Promise<void> {
  const cluster = clusterLayout(clusterName);
  const layout = realNodeLayout(cluster);
  if (!(await hasRealNode(clusterName))) return;
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
  await removeNetwork(programs, layout);
  await rm(layout.containerdState, { recursive: true, force: true });
  await rm(layout.folder, { recursive: true, force: true });
}

/** Whether the cluster has a real node, running or left behind by a crash. */
export async function hasRealNode(clusterName: string): Promise<boolean> {
  const { folder } = realNodeLayout(clusterLayout(clusterName));
  return readFile(join(folder, 'containerd.toml')).then(
    () => true,
    () => false,
  );
}

async function importProgram(
  programs: NodePrograms,
  layout: RealNodeLayout,
  binary: BuiltBinary,
  reference: string,
) {
  const path = `/${binary.name}`;
  await importSpec(programs, layout, {
    reference,
    files: [{ path, from: { file: await ensureBuilt(binary) } }],
    entrypoint: [path],
    user: '65532',
  });
}

async function importSpec(
  programs: NodePrograms,
  layout: RealNodeLayout,
  spec: ImageSpec,
) {
  const archive = join(
    layout.imageFolder,
    `${spec.reference.replace(/[^a-zA-Z0-9.]+/g, '_')}.tar`,
  );
  await writeImageArchive(spec, archive);
  try {
    await importArchive(programs, layout, archive);
  } finally {
    await rm(archive, { force: true });
  }
}

async function untilReady(cluster: ClusterLayout, layout: RealNodeLayout) {
  const core = loadKubeConfig(cluster.adminKubeconfig).makeApiClient(
    k8s.CoreV1Api,
  );
  let last = 'it has not registered';
  await waitFor(
    () => `node "${layout.nodeName}" is not ready: ${last}`,
    async () => {
      if (!(await liveProcess(cluster.pidFile('kubelet')))) {
        throw new Error(
          `kubelet ended:\n${await tailOfLog(cluster.logFile('kubelet'))}`,
        );
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
      return ready?.status === 'True';
    },
    { timeoutMs: READY_MS, intervalMs: 100 },
  );
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
